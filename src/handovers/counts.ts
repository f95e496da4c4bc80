/** What other rooms may know of offers without knowing any: what became of them, counted by service and nature. */
export {
  acceptTimes,
  countAnswers,
  countContacts,
  countReasons,
  type AcceptTime,
  type AnswerCount,
  type Period,
  type ReasonCount,
} from './figures-store.ts';
