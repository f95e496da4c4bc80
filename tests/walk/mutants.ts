import type { Mutant } from './mutant.ts';

const off = (invariant: string, file: string, guard: string, without = '', sql: string[] = []): Mutant => ({
  invariant,
  edits: [{ file, guard, without }],
  sql,
});

/**
 * Of each invariant the guard that holds it, switched off; a walk has to find that by the name of the invariant. Where the
 * database guards as well, that goes too.
 */
export const MUTANTS: readonly Mutant[] = [
  off(
    'history-folds-to-row',
    'src/reports/actions.ts',
    `await record(tx, actor, change.reportId, { kind: 'closed', data });`,
  ),
  off(
    'owner-is-there',
    'src/handovers/leaving.ts',
    `if (mine.has(id) && report && report.status !== 'closed')`,
    'if (false)',
    ['alter table report drop constraint owner_is_there'],
  ),
  off('owner-may-handle', 'src/server/wiring.ts', `lost.has('report.handle')`, 'false'),
  off(
    'joined-has-leading',
    'src/reports/actions.ts',
    `writeFollowing(tx, change.reportId, following),`,
    'Promise.resolve([] as string[]),',
  ),
  off('same-is-of-places', 'src/reports/same-store.ts', `and one.about = 'place' and other.about = 'place'`),
  off('part-has-open-whole', 'src/handovers/actions.ts', 'if (!undivided.ok) return undivided;'),
  off(
    'whole-tells-of-part',
    'src/handovers/parts.ts',
    `await tell(tx, actor, part, { what: 'asked', serviceId });`,
  ),
  off(
    'timer-at-deadline',
    'src/reports/actions.ts',
    `await setDeadlineTimers(tx, change.reportId, { ...given, askedServiceId, from: tx.now });`,
  ),
  off(
    'timer-has-report',
    'src/reports/actions.ts',
    `await setDeadlineTimers(tx, report.id, {`,
    `await setDeadlineTimers(tx, newId<'report'>(), {`,
  ),
  off(
    'warned-before-deadline',
    'src/reports/deadline-timers.ts',
    'return cancelTimers(tx, [REPORT_TIMER, WARNING_TIMER], reportId);',
    'return cancelTimers(tx, [REPORT_TIMER], reportId);',
  ),
  off('danger-was-checked', 'src/handovers/rules.ts', `nextStep === 'check-danger';`, `nextStep === null;`),
  off(
    'person-is-informed',
    'src/reports/actions.ts',
    'if (isAboutPerson(report)) await openInforming(tx, report.id);',
  ),
  off(
    'timer-at-informing',
    'src/reports/informing.ts',
    'await setReminder(tx, { kind: INFORMING_TIMER, subjectId: reportId, dueAt: remindAt });\n  return isLate;',
    'return isLate;',
  ),
  off('shut-words-are-not-found', 'src/reports/word-store.ts', 'await deleteStems(tx, { reportId: id });'),
  off(
    'offer-matches-report',
    'src/handovers/answers.ts',
    `await endOffer(tx, actor, open.id, {
    status: 'accepted',
    userId: actor.userId,
    warmth,
    talk: told.value,
  });`,
  ),
  off(
    'missing-talk-is-next',
    'src/handovers/answers.ts',
    `warmth === 'not-reached' ? 'speak-sender' : 'first-contact'`,
    `'first-contact'`,
  ),
  off('filtered-as-decided', 'src/handovers/otherwise.ts', 'await classify(tx, reportId, decision);'),
  off(
    'nothing-outlives-its-time',
    'src/rights/destroy.ts',
    'for (const { line, step } of errands()) {\n    let count',
    'for (const { line, step } of []) {\n    let count',
  ),
  off(
    'proofs-form-a-chain',
    'src/rights/destroy.ts',
    'previous: last?.hash ?? BEFORE_ALL',
    'previous: BEFORE_ALL',
  ),
  off(
    'aftercare-has-an-owner',
    'src/safety/leaving.ts',
    `if (incident?.status !== 'open' || incident.ownerId !== userId) continue;`,
    'if (incident) continue;',
    ['alter table incident drop constraint owner_is_there'],
  ),
  off(
    'aftercare-has-its-timer',
    'src/safety/standing.ts',
    'await setTimer(tx, { kind: AFTERCARE_TIMER, subjectId: incidentId, dueAt: deadline });',
  ),
  off(
    'aftercare-folds-to-row',
    'src/safety/standing.ts',
    'await recordStep(tx, actor, incidentId, { kind, ownerId, deadline });',
    'await recordStep(tx, actor, incidentId, { kind, ownerId: actor.kind, deadline });',
  ),
  off('visit-has-its-report', 'src/server/wiring.ts', 'listen(db, followReports);'),
  off('message-has-a-next-try', 'src/messages/store.ts', 'await setDue(tx, message.id, message.dueAt);'),
  off('no-code-after-sending', 'src/messages/store.ts', '...(isSettled ? { sealed_code: null } : {}),'),
  {
    invariant: 'row-level-security-forced',
    edits: [],
    sql: ['alter table report no force row level security'],
  },
  {
    invariant: 'own-municipality-only',
    edits: [],
    sql: ['alter policy tenant on service using (true)'],
  },
];

/** Invariants of what the walk does not do, and where a test shows that their proof sees a breach. */
export const UNWALKED: Readonly<Record<string, string>> = {
  'address-in-its-neighbourhood': 'addresses come in by commands alone: src/cli/verify.test.ts',
  'address-in-a-complex-here': 'complexes come in by a command alone: src/cli/verify.test.ts',
  'place-in-one-complex': 'the walk reports at one address: src/cli/verify.test.ts',
  'class-has-a-term': 'what is not in the register is not founded: src/cli/verify.test.ts',
  'outside-has-its-timer': 'the walk asks nobody outside: src/handovers/outside/outside.test.ts',
  'outside-has-open-report': 'the walk asks nobody outside: src/handovers/outside/outside.test.ts',
  'told-in-history': 'shifts are handed over in src/handovers/shifts.test.ts',
};
