export { fileLoader as loader } from './documents.server.ts';
