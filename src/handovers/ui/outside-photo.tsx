/** No page: one picture. */
export { loader } from './outside-photo.server.ts';
