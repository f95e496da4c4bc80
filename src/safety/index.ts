export { finishCare, tellAggression, wishFor } from './actions.ts';
export { aftercareEffect, rebuildAftercareTimers } from './clock.ts';
export { aggressionFor, kindLabel, loadAggression, type AggressionBook } from './kinds.ts';
export { goOnWithoutColleague } from './leaving.ts';
export { AFTERCARE_TIMER } from './standing.ts';
export { verifySafety } from './verify.ts';
export { incidentPage, safeWork, tellPage } from './views.ts';
