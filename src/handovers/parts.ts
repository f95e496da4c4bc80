import { deadlineOf, type Term } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { findService, openHoursOf } from '../people/index.ts';
import type { Actor, Service, UserActor } from '../people/model.ts';
import {
  addWords,
  assign,
  close,
  countOpenParts,
  findReport,
  findReportByNumber,
  lockReport,
  putOut,
  record,
} from '../reports/index.ts';
import type {
  AssignCause,
  PartChange,
  PartGround,
  PartOutcome,
  PartShows,
  Report,
  ReportEvent,
  Turn,
} from '../reports/model.ts';
import { loadHandling } from './load.ts';
import type { Handling } from './model.ts';
import { endOffer, offer, toCoordinator } from './offers.ts';
import { lawsOnHandOn } from './otherwise.ts';
import { judgeNobodyAwaited } from './outside/state.ts';
import { homeOf, isBackAlready, judgeSplit, showsStory, waitsForWhole } from './part-rules.ts';
import { giveNotice } from './standing-in.ts';
import { owningService } from './work.ts';

/** What is asked of another service, and what of the whole opens to it once somebody there took it on. */
export interface Split {
  readonly serviceId: string;
  readonly body: string;
  readonly days: number;
  readonly shows: PartShows;
  readonly ground: PartGround | null;
  readonly key: string;
}

/** Asks another service to do a part: under the laws of every handover, as a report of its own that never floats. */
export async function split(
  tx: Tx,
  actor: UserActor,
  whole: Handling,
  { serviceId, body, days, shows, ground, key }: Split,
): Promise<Outcome<true>> {
  const service = await askable(tx, whole, serviceId);
  if (!service.ok) return service;
  const judged = judgeSplit({ shows, ground, open: await countOpenParts(tx, whole.report.id) });
  if (!judged.ok) return judged;
  const due = deadlineOf({ amount: days, unit: 'working-days' }, tx.now, openHoursOf(service.value));
  const part = await putOut(tx, actor, {
    part: { wholeId: whole.report.id, due, shows, ground: showsStory(shows) ? ground : null },
    key,
    body,
    turn: await turnAtHome(tx, whole),
  });
  // the same form again
  if (!part) return ok(true);
  await offer(
    tx,
    actor,
    { ...whole, report: part },
    { service: service.value, step: 'part', cause: 'offered' },
  );
  await tell(tx, actor, part, { what: 'asked', serviceId });
  return ok(true);
}

/** A part that came back is asked of another service. */
export async function askAgain(
  tx: Tx,
  actor: UserActor,
  part: Handling,
  serviceId: string,
): Promise<Outcome<true>> {
  const service = await askable(tx, await wholeOf(tx, part.report), serviceId);
  if (!service.ok) return service;
  await offer(tx, actor, part, { service: service.value, step: 'part', cause: 'offered' });
  await tell(tx, actor, part.report, { what: 'asked-again', serviceId });
  return ok(true);
}

/** Care before order holds for a piece as for the whole: what may not be handed on there, may not be asked there. */
async function askable(tx: Tx, whole: Handling, serviceId: string): Promise<Outcome<Service>> {
  const service = await findService(tx, serviceId);
  if (!service || service.id === whole.report.ownerServiceId)
    return refuse('service-unknown', { pointer: 'service' });
  const lawful = lawsOnHandOn(whole, service);
  return lawful.ok ? ok(service) : lawful;
}

/** Who accepts has it until the moment it was asked for, or for a last term where that has nearly passed. */
export async function acceptPart(
  tx: Tx,
  actor: UserActor,
  { report }: Handling,
  { serviceId, ownerId }: { serviceId: string; ownerId: string },
): Promise<void> {
  const { due } = partOf(report);
  const { settings } = await getMunicipality(tx);
  const service = await owningService(tx, { ownerServiceId: serviceId });
  const grace = deadlineOf(settings.graceTerm, tx.now, openHoursOf(service));
  const turn: Turn = {
    status: 'accepted',
    ownerId,
    ownerServiceId: serviceId,
    nextStep: 'resolve',
    deadline: due > grace ? due : grace,
    overdueCount: 0,
  };
  await assign(tx, actor, { reportId: report.id, turn, cause: 'accepted' });
  await tell(tx, actor, report, { what: 'accepted', serviceId });
}

/**
 * A part that nobody has taken on, or has done in time, comes back to who has the whole, who decides again. When nobody has the whole
 * in hand, or it lay there already, it is the coordinator's, as everything is in the end.
 */
export async function bringBack(
  tx: Tx,
  actor: Actor,
  part: Handling,
  what: Extract<PartChange, 'declined' | 'lapsed' | 'came-back' | 'taken-back'>,
  cause: AssignCause = 'returned',
): Promise<void> {
  const { report } = part;
  const serviceId = serviceOf(part);
  const whole = await wholeOf(tx, report);
  const home = homeOf(whole.report);
  const lay = what === 'came-back' && isBackAlready(report) && report.ownerId === home?.ownerId;
  if (!home || lay) {
    await toCoordinator(tx, actor, part, what === 'declined' || what === 'lapsed' ? what : cause);
    return tell(tx, actor, report, { what: 'with-coordinator', serviceId });
  }
  await assign(tx, actor, { reportId: report.id, turn: await turnAtHome(tx, whole), cause: 'part-back' });
  await tell(tx, actor, report, { what, serviceId });
  await notify(tx, actor, home.ownerId, { kind: 'part-back', reportId: report.id });
}

/** Who has the whole decides on a part in the time of every decision; on what cannot wait as soon as was promised. */
async function turnAtHome(tx: Tx, { report: whole, advice, otherwise }: Handling): Promise<Turn> {
  const home = homeOf(whole);
  if (!home) throw new Error(`expected report ${whole.id} to be in somebody's hands, it is ${whole.status}`);
  const { settings } = await getMunicipality(tx);
  const open = openHoursOf(await owningService(tx, whole));
  const by = (term: Term) => deadlineOf(term, tx.now, open);
  const [ordinary, promised] = [by(settings.decideTerm), by(advice.firstContact)];
  const isPressing = (otherwise ?? advice).urgency === 'now' && promised < ordinary;
  return { ...home, nextStep: 'decide', deadline: isPressing ? promised : ordinary, overdueCount: 0 };
}

/** Who has the whole takes a part back from who was asked or has it; that person is told. */
export async function takePartBack(
  tx: Tx,
  actor: UserActor,
  whole: Handling,
  number: number,
): Promise<Outcome<true>> {
  const part = await lockPart(tx, whole, number);
  if (!part) return refuse('part-unknown');
  const { report } = part;
  if (report.status === 'closed') return refuse('part-has-outcome');
  // the same click again
  if (report.nextStep === 'decide' && report.ownerId === whole.report.ownerId) return ok(true);
  if (part.offer) await endOffer(tx, actor, part.offer.id, { status: 'withdrawn' });
  await bringBack(tx, actor, part, 'taken-back');
  if (report.ownerId !== whole.report.ownerId)
    await notify(tx, actor, report.ownerId, { kind: 'part-gone', reportId: report.id });
  return ok(true);
}

/** Who has the whole ends a part, with the reason; who had it is told. */
export async function dropPart(
  tx: Tx,
  actor: UserActor,
  whole: Handling,
  { number, body }: { readonly number: number; readonly body: string },
): Promise<Outcome<true>> {
  const part = await lockPart(tx, whole, number);
  if (!part) return refuse('part-unknown');
  if (part.report.status === 'closed')
    return part.report.outcome === 'part-ended' ? ok(true) : refuse('part-has-outcome');
  const settled = await judgeNobodyAwaited(tx, part.report.id);
  if (!settled.ok) return settled;
  if (part.offer) await endOffer(tx, actor, part.offer.id, { status: 'withdrawn' });
  await end(tx, actor, part, { outcome: 'part-ended', body });
  if (part.report.ownerId !== whole.report.ownerId)
    await notify(tx, actor, part.report.ownerId, { kind: 'part-gone', reportId: part.report.id });
  return ok(true);
}

/** What came of a part, in a few words for who asked it. Ending it undone is for who has the whole. */
export async function finishPart(
  tx: Tx,
  actor: UserActor,
  part: Handling,
  { outcome, body }: { readonly outcome: PartOutcome; readonly body: string },
): Promise<Outcome<true>> {
  if (outcome === 'part-ended' && !waitsForWhole(part.report))
    return refuse('part-not-yours-to-end', { pointer: 'outcome' });
  const settled = await judgeNobodyAwaited(tx, part.report.id);
  if (!settled.ok) return settled;
  await end(tx, actor, part, { outcome, body });
  const whole = await wholeOf(tx, part.report);
  await notify(tx, actor, whole.report.ownerId, { kind: 'part-ready', reportId: whole.report.id });
  return ok(true);
}

async function end(
  tx: Tx,
  actor: UserActor,
  part: Handling,
  { outcome, body }: { outcome: PartOutcome; body: string },
): Promise<void> {
  const { id } = part.report;
  await addWords(tx, actor, { reportId: id, kind: 'result', body });
  await close(tx, actor, { reportId: id, outcome });
  await tell(tx, actor, part.report, { what: 'ended', serviceId: serviceOf(part), outcome });
}

/** A part is late with who has it: who has the whole is told as well. */
export async function tellLate(tx: Tx, clock: Actor, part: Report): Promise<void> {
  const whole = await findReport(tx, partOf(part).wholeId);
  await tell(tx, clock, part, { what: 'late', serviceId: part.ownerServiceId });
  if (whole && whole.ownerId !== part.ownerId)
    await giveNotice(tx, { userId: whole.ownerId, kind: 'part-late', reportId: whole.id });
}

/** A coordinator decides on it in the place of who has the whole. */
export function tellTakenOver(tx: Tx, actor: Actor, part: Handling): Promise<void> {
  return tell(tx, actor, part.report, { what: 'with-coordinator', serviceId: serviceOf(part) });
}

/** The history of the whole is the list of what changed in its parts. */
function tell(
  tx: Tx,
  actor: Actor,
  part: Report,
  {
    what,
    serviceId,
    outcome = null,
  }: { what: PartChange; serviceId: string | null; outcome?: PartOutcome | null },
): Promise<void> {
  const event: ReportEvent = { kind: 'part-changed', data: { partId: part.id, what, serviceId, outcome } };
  return record(tx, actor, partOf(part).wholeId, event);
}

/** Nobody is told of what they did themselves. */
async function notify(
  tx: Tx,
  actor: Actor,
  userId: string,
  notice: { kind: 'part-back' | 'part-ready' | 'part-gone'; reportId: string },
): Promise<void> {
  if (actor.kind !== 'user' || actor.userId !== userId) await giveNotice(tx, { userId, ...notice });
}

/** The part of this number, when it is one of this whole; locked. The caller holds the lock of the whole. */
async function lockPart(tx: Tx, { report: whole }: Handling, number: number): Promise<Handling | undefined> {
  const found = await findReportByNumber(tx, number);
  if (found?.part?.wholeId !== whole.id) return undefined;
  const locked = await lockReport(tx, found.id);
  return locked && loadHandling(tx, locked);
}

async function wholeOf(tx: Tx, part: Report): Promise<Handling> {
  const whole = await findReport(tx, partOf(part).wholeId);
  if (!whole) throw new Error(`expected the whole of part ${part.id}`);
  return loadHandling(tx, whole);
}

function partOf({ id, part }: Report): NonNullable<Report['part']> {
  if (!part) throw new Error(`expected report ${id} to be a part`);
  return part;
}

/** The service that was asked last: it has the part, or did not take it. */
function serviceOf({ handovers }: Handling): string | null {
  return handovers.at(-1)?.serviceId ?? null;
}
