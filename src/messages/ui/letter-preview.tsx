/** No page: the mail itself, as its reader sees it. */
export { previewAction as action, previewLoader as loader } from './letter-text.server.ts';
