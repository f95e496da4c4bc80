/**
 * The front door. To weigh and to say why asks for no actor: these are lookups in public rules, about answers and never about
 * a person; who may ask for an advice on a report, and who may see it, is checked where the report is. Everything about the
 * sets of a municipality takes who asks, and authorises.
 */
export { checkTables } from './check.ts';
export { loadDecisions } from './decisions.ts';
export { readDecisionFiles } from './house-files.ts';
export { becauseOf } from './kept-words.ts';
export { runConformance, type CaseReport } from './dmn/conformance.ts';
export { furtherQuestions } from './further.ts';
export { answerInWords, askedQuestion, loadQuestions, type QuestionBook } from './questions.ts';
export { changeQuestions, ownQuestions, questionsKnown, type QuestionOrder } from './own-questions.ts';
export { holdToLaws } from './otherwise.ts';
export { possibleAdvices } from './possible.ts';
export type { DecisionSet } from './table.ts';
export { assessmentOf, assessmentsOf, weighingsOf, type Weighing } from './store.ts';
export { foresee, weigh } from './weigh.ts';
export type { Asking, HouseTables, Which } from './desk.ts';
export {
  addRule,
  deleteRule,
  importTable,
  moveRule,
  saveNote,
  saveRule,
  type TypedRule,
} from './draft-actions.ts';
export { acceptInvitation, guestSets, inviteGuest, judgeAsGuest, readAsGuest } from './guests.ts';
export {
  activateSet,
  approveSet,
  discardSet,
  draftSet,
  proposeSet,
  sendBackSet,
  takeBackSet,
  undoActivation,
  withdrawPlan,
} from './set-actions.ts';
export { listSets, readSet, readTable, tableFile } from './set-views.ts';
export { replay, tryOut } from './trial.ts';
export { warmUp } from './warm-up.ts';
