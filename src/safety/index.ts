export { finishCare, tellAggression, wishFor } from './actions.ts';
export { aftercareEffect, rebuildAftercareTimers } from './clock.ts';
export { aggressionFor, kindLabel, loadAggression, type AggressionBook } from './kinds.ts';
export { goOnWithoutColleague } from './leaving.ts';
export { AFTERCARE_TIMER } from './standing.ts';
export { verifySafety } from './verify.ts';
export { answer, endVisit, followReports, planVisit } from './visits.ts';
export { incidentPage, safeWork, tellPage, visitPage } from './views.ts';
