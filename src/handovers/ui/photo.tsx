/** No page: one picture, or its preview. */
export { loader } from './photo.server.ts';
