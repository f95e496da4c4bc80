/** A file and no page: there is nothing to render. */
export { loader } from './table-file.server.ts';
