/** A document of a report, to be saved. */
export { loader } from './document.server.ts';
