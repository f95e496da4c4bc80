export { loader } from './reporter-export-file.server.ts';
