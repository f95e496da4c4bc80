export { loader } from './request-document.server.ts';
