export { roundNotes } from './round-notes.ts';
export { accessLogPage } from './access-log.ts';
export { perform, takeAnswer, type Order } from './actions.ts';
export { changesFor, contentFor, extractFor, historyFor, orderFor } from './client-views.ts';
export { putContactRight } from './contact.ts';
export { listChoices, listReports } from './list.ts';
export { mapReports, natureIcons } from './list-map.ts';
export { matchingRules } from './alike.ts';
export { bulkResult, performOnMany, undoMany, type BulkOrder } from './bulk.ts';
export { forgetList, keepList } from './saved-lists.ts';
export { DEADLINES } from './clock.ts';
export { informingEffect, informingTasks, recordInformed } from './informing.ts';
export { receive } from './intake.ts';
export { goOnWithoutPerson, goOnWithoutPost } from './leaving.ts';
export type { Scope } from './live/audience.ts';
export { Line } from './live/line.ts';
export {
  addReportPhotos,
  mayAddPhotos,
  openPhoto,
  photosPage,
  removeReportPhoto,
  shareReportPhoto,
} from './photos.ts';
export {
  addReportDocuments,
  documentsPage,
  mayAddDocuments,
  openReportDocument,
  removeReportDocument,
  shareReportDocument,
} from './documents.ts';
export {
  actOutside,
  outsidePage,
  outsidePhoto,
  type LinkUse,
  type OutsideOrder,
} from './outside/answering.ts';
export { showOutsideLink } from './outside/asking.ts';
export { outsideAddress, outsideMail, outsideUnreached } from './outside/mailing.ts';
export { outsideParties, saveOutsideParty } from './outside/parties.ts';
export { rebuildOutsideTimers } from './outside/state.ts';
export { hasNight, lastNight, takeNight } from './night-store.ts';
export { endNight, promisesPage } from './nights.ts';
export { keptReports } from './kept.ts';
export { isOpenTo, reportPage } from './report-page.ts';
export { mayRate, rate } from './rating.ts';
export { ratingWords, saveRatingWords } from './rating-words.ts';
export { bringSheet, correctSheet, discardSheet, ownSheets } from './sheets/draft.ts';
export { sheetPage } from './sheets/preview.ts';
export { takeSheetIn } from './sheets/take-in.ts';
export { sheetWords } from './sheets/words.ts';
export { noteReference, referencesHeld, reportsUnder } from './references.ts';
export { reportPaper, reportSummary } from './summary.ts';
export { askSecondLook } from './second-look.ts';
export { houseTexts, standardText, standardTexts, saveText, switchText } from './standard-texts.ts';
export { giveNotice, tellAbsence } from './standing-in.ts';
export { openOfferOf, withdrawNotices } from './store.ts';
export { chooseText, previewMessage, type MessagePreview, type TextFacts } from './composing.ts';
export { takeUnread } from './shift-reading.ts';
export { handOver, readShift, type ShiftOrder } from './shifts.ts';
export { shiftPage } from './shift-page.ts';
export { verifyHandovers } from './verify.ts';
export { coordination } from './coordination.ts';
export { coverPage, coverWeek } from './cover/view.ts';
export { figures, maySeeFigures } from './figures.ts';
export { commentOnFigures } from './figures-comments.ts';
export { mirror, mirrorBlock, stateCheck } from './mirror/statements.ts';
export { knownNearby, markNoticesSeen, promiseOf, reporterPage, workList } from './views.ts';
