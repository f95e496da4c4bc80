/** The page of the round, opened with what was shared from another app. */
export { default, handle } from './round.tsx';
export { loader } from './round.server.ts';
export { action } from './round-shared.server.ts';
