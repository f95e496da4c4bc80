/** No page: the telephone's queue of notes comes in here. */
export { action, loader } from './round-queue.server.ts';
