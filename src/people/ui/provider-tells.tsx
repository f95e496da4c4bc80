/** No page: what a provider posts here, from server to server. */
export { tellsAction as action } from './provider.server.ts';
