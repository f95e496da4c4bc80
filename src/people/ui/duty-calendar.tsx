export { loader } from './duty-calendar.server.ts';
