/** No page: a post that ends the session. */
export { action, loader } from './log-out.server.ts';
