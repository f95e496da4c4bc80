/** What other rooms may know of offers without knowing any: what became of them, counted by service and nature. */
export {
  countAnswers,
  countContacts,
  countReasons,
  type AnswerCount,
  type Period,
  type ReasonCount,
} from './figures-store.ts';
