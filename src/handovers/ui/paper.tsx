/** No page: a file of pages. */
export { loader } from './paper.server.ts';
