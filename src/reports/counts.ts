export { countByStatus, type StatusCount } from './counts-store.ts';
