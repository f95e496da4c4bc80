export { countByStatus } from './counts-store.ts';
