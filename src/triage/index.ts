/**
 * The front door. Nothing here asks for an actor: these are lookups in public rules, about answers and never about a person.
 * Who may ask for an advice on a report, and who may see it, is checked where the report is.
 */
export { checkTables } from './check.ts';
export { loadDecisions } from './decisions.ts';
export { runConformance, type CaseReport } from './dmn/conformance.ts';
export { holdToLaws } from './otherwise.ts';
export { because } from './rules.ts';
export type { DecisionSet } from './table.ts';
export { assessmentOf, assessmentsOf } from './store.ts';
export { weigh } from './weigh.ts';
