/** No page: a picture of a piece of the town. */
export { loader } from './place-map.server.ts';
