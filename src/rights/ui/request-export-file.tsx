export { loader } from './request-export-file.server.ts';
