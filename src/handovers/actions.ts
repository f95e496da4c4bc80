import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { contactPoints, findService } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import {
  addWords,
  assign,
  close,
  countOpenParts,
  findReportByNumber,
  historyOf,
  isAboutPerson,
  lockFollowers,
  lockReport,
  record,
  refuseUnseen,
  turnOf,
} from '../reports/index.ts';
import type { DangerFinding, PartOutcome, Report, ReportOutcome } from '../reports/model.ts';
import { acceptedLast } from './answer-rules.ts';
import { accept, decline, speak, type Accepting, type Declining, type ToldTalk } from './answers.ts';
import { judgeCause } from './causes.ts';
import { give } from './giving.ts';
import { joinTo, lockBoth, partFrom } from './joining.ts';
import { loadHandling, lockToAct, personOf } from './load.ts';
import type { CallSubject, Handling, Otherwise } from './model.ts';
import { endOffer, offer, toCoordinator } from './offers.ts';
import { decideOtherwise, isDecidedSo, lawsOnHandOn } from './otherwise.ts';
import { askOutside, renewOutside, withdrawOutside, type AskOutside } from './outside/asking.ts';
import { judgeNobodyAwaited } from './outside/state.ts';
import { judgeWhole } from './part-rules.ts';
import { askAgain, dropPart, finishPart, split, takePartBack, tellTakenOver, type Split } from './parts.ts';
import { judgeEnd, judgeMessage, maySee, permit, type Person } from './rules.ts';
import { giveNotice } from './standing-in.ts';
import { answerBy, giveTurn, resume } from './work.ts';

/** What a person can do with a report; each command is one transaction. */
export type Order =
  | ({ readonly command: 'accept' } & Accepting)
  | ({ readonly command: 'decline' } & Declining)
  | { readonly command: 'hand-on'; readonly serviceId: string }
  | ({ readonly command: 'decide-otherwise' } & Otherwise)
  | { readonly command: 'take-over' }
  | { readonly command: 'give'; readonly colleagueId: string }
  | { readonly command: 'spoken'; readonly talk: ToldTalk }
  | { readonly command: 'contacted' }
  | { readonly command: 'ask'; readonly body: string; readonly key: string }
  | { readonly command: 'note'; readonly body: string; readonly key: string }
  | {
      readonly command: 'call';
      readonly contactPointId: string;
      readonly calledAt: Date;
      readonly about: CallSubject;
    }
  | { readonly command: 'danger-checked'; readonly finding: DangerFinding }
  | {
      readonly command: 'close';
      readonly outcome: ReportOutcome;
      readonly message: string;
      /** What caused it, from the list of the municipality; nobody has to say. */
      readonly cause?: string | undefined;
    }
  | { readonly command: 'join'; readonly leading: number }
  | { readonly command: 'part' }
  | ({ readonly command: 'split' } & Split)
  | ({ readonly command: 'ask-outside' } & AskOutside)
  | { readonly command: 'renew-outside' }
  | { readonly command: 'withdraw-outside' }
  | { readonly command: 'take-part-back'; readonly part: number }
  | { readonly command: 'drop-part'; readonly part: number; readonly body: string }
  | { readonly command: 'finish-part'; readonly outcome: PartOutcome; readonly body: string }
  | { readonly command: 'reopen' };

/**
 * Carries out one command on one report: look, lock, check the right, decide, write. Two people at once come
 * one after the other; the second is told what changed. A repeated click changes nothing twice.
 */
export async function perform(
  db: Database,
  actor: Actor,
  reportNumber: number,
  order: Order,
  { seenAt }: { readonly seenAt?: Date | undefined } = {},
): Promise<Outcome<true>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, (tx) => performIn(tx, actor, reportNumber, order, { seenAt }));
}

/** The same within a transaction that does more. */
export async function performIn(
  tx: Tx,
  actor: UserActor,
  reportNumber: number,
  order: Order,
  { seenAt }: { readonly seenAt?: Date | undefined },
): Promise<Outcome<true>> {
  const found = await findReportByNumber(tx, reportNumber);
  const leading = order.command === 'join' ? await findReportByNumber(tx, order.leading) : undefined;
  if (found) await lockBoth(tx, found, leading);
  const report = found && (await lockToAct(tx, found.id));
  if (!report) return refuse('report-unknown');
  const handling = await loadHandling(tx, report);
  const person = await personOf(tx, actor);
  const permitted = permit(person, handling, order.command);
  // the same click again, or a colleague's: it goes along already, with this very report
  if (leading && report.leadingId === leading.id && maySee(person, handling)) return ok(true);
  if (order.command === 'give' && isGiven(person, handling, order.colleagueId)) return ok(true);
  if (isRepeated(actor, handling, order, permitted.ok)) return ok(true);
  if (!permitted.ok) {
    await refuseUnseen(tx, actor, report.id);
    return permitted;
  }
  if (RESTS_ON_SIGHT.includes(order.command) && (await isChangedByOthers(tx, actor, report, seenAt)))
    return refuse('changed-meanwhile');
  return carryOut(tx, actor, handling, order);
}

/** What is written or decided on what stands on the page. The others are facts, or are never to be held up. */
const RESTS_ON_SIGHT: readonly Order['command'][] = [
  'ask',
  'note',
  'hand-on',
  'decide-otherwise',
  'close',
  'split',
  'finish-part',
  'ask-outside',
];

/** Whether somebody else did something after this person's page was made. Without a page there is nothing to compare. */
async function isChangedByOthers(
  tx: Tx,
  { userId }: UserActor,
  report: Report,
  seenAt: Date | undefined,
): Promise<boolean> {
  if (!seenAt || report.changedAt <= seenAt) return false;
  const history = await historyOf(tx, report.id);
  return history.some(({ at, actorId }) => at > seenAt && actorId !== userId);
}

/** The same click again: that colleague has it. It tells nothing to who does not see that already. */
function isGiven(person: Person, handling: Handling, colleagueId: string): boolean {
  const { ownerId, status } = handling.report;
  return (
    ownerId === colleagueId &&
    (status === 'accepted' || status === 'with-coordinator') &&
    maySee(person, handling)
  );
}

/** The same click again: what it asked for is already so. */
function isRepeated(actor: UserActor, handling: Handling, order: Order, permitted: boolean): boolean {
  const { report, offer: open, handovers } = handling;
  const mine = report.ownerId === actor.userId;
  const answered = handovers.findLast((handover) => handover.status !== 'offered');
  switch (order.command) {
    case 'accept': {
      const isDoer = report.ownerId === (order.colleagueId ?? actor.userId);
      return report.status === 'accepted' && isDoer && (mine || answered?.answeredBy === actor.userId);
    }
    case 'decline':
      // permitted: a new offer to the same person, which is another question than the one declined before
      return !permitted && answered?.status === 'declined' && answered.answeredBy === actor.userId;
    case 'hand-on':
      return report.status === 'offered' && mine && open?.serviceId === order.serviceId;
    case 'decide-otherwise':
      // to who may not decide, the answer would tell that there is a report and what was decided on it
      return permitted && isDecidedSo(handling, order);
    case 'take-over':
      return report.status === 'with-coordinator' && mine;
    case 'spoken':
      return mine && report.status === 'accepted' && acceptedLast(handling)?.warmth === 'spoken';
    case 'contacted':
      return report.nextStep === 'resolve' && mine;
    case 'danger-checked':
      return report.nextStep === 'decide' && mine;
    case 'close':
    case 'finish-part':
      return report.status === 'closed' && mine;
    case 'part':
      return report.status !== 'joined' && mine;
    case 'reopen':
      return report.status !== 'closed' && mine;
    default:
      return false;
  }
}

async function carryOut(tx: Tx, actor: UserActor, handling: Handling, order: Order): Promise<Outcome<true>> {
  const { report } = handling;
  switch (order.command) {
    case 'accept':
      return accept(tx, actor, handling, order);
    case 'decline':
      return decline(tx, actor, handling, order);
    case 'hand-on':
      return handOn(tx, actor, handling, order.serviceId);
    case 'decide-otherwise':
      return decideOtherwise(tx, actor, handling, order);
    case 'take-over':
      return takeOver(tx, actor, handling);
    case 'give':
      return give(tx, actor, handling, order.colleagueId);
    case 'spoken':
      return speak(tx, actor, handling, order.talk);
    case 'contacted':
      return contacted(tx, actor, handling);
    case 'ask':
      return ask(tx, actor, report, order);
    case 'note':
      await addWords(tx, actor, { reportId: report.id, kind: 'note', body: order.body, key: order.key });
      return ok(true);
    case 'call':
      return call(tx, actor, handling, order);
    case 'danger-checked':
      await record(tx, actor, report.id, { kind: 'danger-checked', data: { finding: order.finding } });
      return afterDangerCheck(tx, actor, handling);
    case 'close':
      return finish(tx, actor, handling, order);
    case 'join':
      return joinTo(tx, actor, handling, order.leading);
    case 'part':
      return partFrom(tx, actor, handling);
    case 'split':
      return split(tx, actor, handling, order);
    case 'take-part-back':
      return takePartBack(tx, actor, handling, order.part);
    case 'drop-part':
      return dropPart(tx, actor, handling, { number: order.part, body: order.body });
    case 'finish-part':
      return finishPart(tx, actor, handling, order);
    case 'ask-outside':
      return askOutside(tx, actor, handling, order);
    case 'renew-outside':
      return renewOutside(tx, actor, handling);
    case 'withdraw-outside':
      return withdrawOutside(tx, actor, handling);
    case 'reopen':
      return reopen(tx, actor, handling);
  }
}

async function handOn(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  serviceId: string,
): Promise<Outcome<true>> {
  if (handling.report.part) return askAgain(tx, actor, handling, serviceId);
  const service = await findService(tx, serviceId);
  if (!service || service.id === handling.report.ownerServiceId)
    return refuse('service-unknown', { pointer: 'service' });
  const lawful = lawsOnHandOn(handling, service);
  if (!lawful.ok) return lawful;
  return done(offer(tx, actor, handling, { service, step: 'handed-on', cause: 'offered' }));
}

/** The coordinator takes the decision back; a colleague of the same service takes over the work with its clock. */
async function takeOver(tx: Tx, actor: UserActor, handling: Handling): Promise<Outcome<true>> {
  const { report, offer: open } = handling;
  if (open) await endOffer(tx, actor, open.id, { status: 'withdrawn' });
  if (actor.permissions.has('coordination.act')) {
    const nextStep = report.nextStep === 'check-danger' ? 'check-danger' : 'decide';
    await toCoordinator(tx, actor, handling, 'taken-over', { nextStep, ownerId: actor.userId });
    if (report.part) await tellTakenOver(tx, actor, handling);
  } else {
    await assign(tx, actor, {
      reportId: report.id,
      turn: { ...turnOf(report), ownerId: actor.userId },
      cause: 'taken-over',
    });
  }
  if (report.ownerId !== actor.userId)
    await giveNotice(tx, { userId: report.ownerId, kind: 'taken-over', reportId: report.id });
  return ok(true);
}

/** The first contact was made; from now on the owner works on the answer. */
async function contacted(tx: Tx, actor: UserActor, { report }: Handling): Promise<Outcome<true>> {
  const { settings } = await getMunicipality(tx);
  const serviceId = report.ownerServiceId;
  await giveTurn(tx, actor, report, {
    ownerId: actor.userId,
    serviceId,
    nextStep: 'resolve',
    term: settings.resolveTerm,
    cause: 'contacted',
  });
  return ok(true);
}

async function ask(
  tx: Tx,
  actor: UserActor,
  report: Report,
  order: Extract<Order, { command: 'ask' }>,
): Promise<Outcome<true>> {
  const added = await addWords(tx, actor, {
    reportId: report.id,
    kind: 'question',
    body: order.body,
    key: order.key,
  });
  if (!added) return ok(true);
  const turn = { ...turnOf(report), nextStep: 'await-answer' as const, deadline: await answerBy(tx, report) };
  return done(assign(tx, actor, { reportId: report.id, turn, cause: 'asked' }));
}

async function call(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  order: Extract<Order, { command: 'call' }>,
): Promise<Outcome<true>> {
  const known = (await contactPoints(tx)).some((point) => point.id === order.contactPointId);
  if (!known) return refuse('contact-point-unknown', { pointer: 'contactPoint' });
  if (order.calledAt > tx.now) return refuse('called-in-future', { pointer: 'calledAt' });
  const data = {
    contactPointId: order.contactPointId,
    calledAt: order.calledAt.toISOString(),
    about: order.about,
  };
  const { id } = handling.report;
  if (!(await isCallKnown(tx, id, data))) await record(tx, actor, id, { kind: 'called', data });
  return afterDangerCheck(tx, actor, handling);
}

/** The same call to the same number at the same minute is one call, logged twice. */
async function isCallKnown(
  tx: Tx,
  reportId: string,
  data: { contactPointId: string; calledAt: string },
): Promise<boolean> {
  const history = await historyOf(tx, reportId);
  return history.some(
    ({ event }) =>
      event.kind === 'called' &&
      event.data.contactPointId === data.contactPointId &&
      event.data.calledAt === data.calledAt,
  );
}

/** Once somebody was called about the danger, the report waits for a decision like any other. */
async function afterDangerCheck(tx: Tx, actor: UserActor, handling: Handling): Promise<Outcome<true>> {
  const { nextStep, ownerId } = handling.report;
  if (nextStep !== 'check-danger') return ok(true);
  return done(toCoordinator(tx, actor, handling, 'contacted', { ownerId }));
}

/**
 * About a person only a neutral text goes out; what was done is not the reporter's to know. The reporters of what goes along
 * read the same words on their own pages.
 */
async function finish(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  order: Extract<Order, { command: 'close' }>,
): Promise<Outcome<true>> {
  const { report } = handling;
  const undivided = judgeWhole(await countOpenParts(tx, report.id));
  if (!undivided.ok) return undivided;
  const settled = await judgeNobodyAwaited(tx, report.id);
  if (!settled.ok) return settled;
  const { slug } = await getMunicipality(tx);
  const caused = judgeCause(handling, { slug, cause: order.cause });
  if (!caused.ok) return caused;
  const message = judgeMessage({ ...order, aboutPerson: isAboutPerson(report) });
  if (!message.ok) return message;
  const followers = await lockFollowers(tx, report.id);
  const ended = judgeEnd(order.outcome, followers.length);
  if (!ended.ok) return ended;
  for (const { id } of message.value ? [report, ...followers] : [])
    await addWords(tx, actor, { reportId: id, kind: 'message', body: message.value });
  return done(close(tx, actor, { reportId: report.id, outcome: order.outcome, cause: order.cause }));
}

async function reopen(tx: Tx, actor: UserActor, handling: Handling): Promise<Outcome<true>> {
  const { report } = handling;
  const stillThere = report.ownerServiceId !== null && actor.serviceIds.includes(report.ownerServiceId);
  if (report.ownerId !== actor.userId || !stillThere)
    return done(toCoordinator(tx, actor, handling, 'reopened'));
  const { settings } = await getMunicipality(tx);
  const serviceId = report.ownerServiceId;
  await giveTurn(tx, actor, report, {
    ownerId: actor.userId,
    serviceId,
    nextStep: 'resolve',
    term: settings.resolveTerm,
    cause: 'reopened',
  });
  return ok(true);
}

/** The reporter's answer brings the report back to its owner's work. */
export async function takeAnswer(db: Database, actor: Actor, body: string): Promise<Outcome<true>> {
  if (actor.kind !== 'reporter') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await lockReport(tx, actor.reportId);
    if (!report) return refuse('report-unknown');
    if (report.nextStep !== 'await-answer') return refuse('no-question-open');
    await addWords(tx, actor, { reportId: report.id, kind: 'answer', body });
    const turn = { ...turnOf(report), ...(await resume(tx, report)) };
    return done(assign(tx, actor, { reportId: report.id, turn, cause: 'answered' }));
  });
}

async function done(work: Promise<void>): Promise<Outcome<true>> {
  await work;
  return ok(true);
}
