import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { membersOf, services, servicesIn, whoMay } from '../people/index.ts';
import type { Service, UserActor } from '../people/model.ts';
import { assign, findReport, historyOf, turnOf } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { acceptedLast, asksTalk, judgeProposal, judgeTalk } from './answer-rules.ts';
import type { DeclineReason, Handling, Handover, Proposal, Talk } from './model.ts';
import { colleaguesFor } from './giving.ts';
import { endOffer, keepTalk, passOn } from './offers.ts';
import { lawsOnHandOn } from './otherwise.ts';
import { acceptPart, bringBack } from './parts.ts';
import { giveNotice } from './standing-in.ts';
import { giveTurn } from './work.ts';

/** A talk as it is told. Without a name it was with who handed the report over. */
export interface ToldTalk {
  readonly userId?: string | undefined;
  readonly at: Date;
}

export interface Accepting {
  /** Who will do it, when that is a colleague. */
  readonly colleagueId?: string | undefined;
  /** Without one nobody of the handing side was reached. */
  readonly talk?: ToldTalk | undefined;
}

export interface Declining {
  readonly reason: DeclineReason;
  /** Without one the desk decides, and nobody knows who then. */
  readonly proposal?: Proposal | undefined;
}

/**
 * Somebody takes it on, or takes it on for a colleague of that service. Care that a person handed over comes with a talk; without one it
 * is accepted as well, and to hold that talk is the first thing to do, in the time of the first contact.
 */
export async function accept(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  { colleagueId, talk }: Accepting,
): Promise<Outcome<true>> {
  const { report } = handling;
  const open = openOffer(handling);
  const ownerId = colleagueId ?? actor.userId;
  if (
    ownerId !== actor.userId &&
    !(await colleaguesFor(tx, { ownerId: actor.userId, ownerServiceId: open.serviceId })).includes(ownerId)
  )
    return refuse('colleague-unknown', { pointer: 'colleague' });
  const isAsked = asksTalk(handling, open, ownerId);
  const told = isAsked && talk ? await judged(tx, actor, report, { handover: open, talk }) : ok(undefined);
  if (!told.ok) return told;
  const warmth = isAsked ? (told.value ? 'spoken' : 'not-reached') : null;
  await endOffer(tx, actor, open.id, {
    status: 'accepted',
    userId: actor.userId,
    warmth,
    talk: told.value,
  });
  if (report.part) await acceptPart(tx, actor, handling, { serviceId: open.serviceId, ownerId });
  else
    await giveTurn(tx, actor, report, {
      ownerId,
      serviceId: open.serviceId,
      nextStep: warmth === 'not-reached' ? 'speak-sender' : 'first-contact',
      term: handling.advice.firstContact,
      cause: 'accepted',
    });
  if (ownerId !== actor.userId) await giveNotice(tx, { userId: ownerId, kind: 'given', reportId: report.id });
  return ok(true);
}

/** The talk that was missing is held: what comes next keeps the moment that was promised. */
export async function speak(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  talk: ToldTalk,
): Promise<Outcome<true>> {
  const { report } = handling;
  const handover = acceptedLast(handling);
  if (!handover) throw new Error(`expected report ${report.id} to have been accepted`);
  const told = await judged(tx, actor, report, { handover, talk });
  if (!told.ok) return told;
  await keepTalk(tx, actor, { handoverId: handover.id, talk: told.value });
  if (report.nextStep === 'speak-sender') {
    const turn = { ...turnOf(report), nextStep: 'first-contact' as const };
    await assign(tx, actor, { reportId: report.id, turn, cause: 'spoken' });
  }
  return ok(true);
}

async function judged(
  tx: Tx,
  actor: UserActor,
  report: Report,
  { handover, talk }: { handover: Handover; talk: ToldTalk },
): Promise<Outcome<Talk>> {
  const { userIds } = await sendersOf(tx, report, { handover, besides: actor.userId });
  const whole = { userId: talk.userId ?? userIds[0] ?? '', at: talk.at };
  return judgeTalk(whole, { senders: userIds, receivedAt: report.receivedAt, now: tx.now });
}

/** Declined, with who then: it goes on along its road, and who is to decide reads the proposal. */
export async function decline(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  { reason, proposal = { desk: 'not-known' } }: Declining,
): Promise<Outcome<true>> {
  const possible = 'serviceId' in proposal ? await proposable(tx, handling) : [];
  const proposed = judgeProposal(
    proposal,
    possible.map(({ id }) => id),
  );
  if (!proposed.ok) return proposed;
  await endOffer(tx, actor, openOffer(handling).id, {
    status: 'declined',
    userId: actor.userId,
    reason,
    proposal: proposed.value,
  });
  await (handling.report.part ? bringBack : passOn)(tx, actor, handling, 'declined');
  return ok(true);
}

/** With whom of the handing side one can have spoken: who had the report when it was offered, then who else works there. */
export async function sendersOf(
  tx: Tx,
  { id }: Report,
  { handover, besides }: { handover: Handover; besides: string },
): Promise<{ serviceId: string; userIds: string[] }> {
  const held = (await historyOf(tx, id)).flatMap(({ at, event }) =>
    (event.kind === 'received' || event.kind === 'assigned') &&
    at <= handover.offeredAt &&
    event.data.status !== 'offered'
      ? [event.data]
      : [],
  );
  const last = held.at(-1);
  const serviceId = last?.ownerServiceId ?? (await getMunicipality(tx)).deskServiceId;
  const able = new Set(await whoMay(tx, 'report.handle'));
  const all = new Set([...(last ? [last.ownerId] : []), ...(await membersOf(tx, [serviceId]))]);
  return { serviceId, userIds: [...all].filter((userId) => userId !== besides && able.has(userId)) };
}

/**
 * Which services can be proposed: those that work where the report lies, and to which the laws let it go. That the desk decides is
 * said with a reason, and is no service here.
 */
export async function proposable(tx: Tx, handling: Handling): Promise<Service[]> {
  const { report, offer } = handling;
  const { deskServiceId } = await getMunicipality(tx);
  const whole = report.part ? await findReport(tx, report.part.wholeId) : undefined;
  const not = [deskServiceId, offer?.serviceId, report.ownerServiceId, whole?.ownerServiceId];
  const here = report.neighbourhoodId === null ? undefined : await servicesIn(tx, report.neighbourhoodId);
  return (await services(tx)).filter(
    (service) =>
      !not.includes(service.id) && here?.has(service.id) !== false && lawsOnHandOn(handling, service).ok,
  );
}

function openOffer({ offer: open, report }: Handling): Handover {
  if (!open) throw new Error(`expected an open offer of report ${report.id}, found none`);
  return open;
}
