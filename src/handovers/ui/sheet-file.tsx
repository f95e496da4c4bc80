export { loader } from './sheet-file.server.ts';
