import { deadlineOf, isOpenAt, type Term } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { appendEvent, beginStream } from '../kit/events.ts';
import { newId } from '../kit/ids.ts';
import { getMunicipality } from '../places/index.ts';
import {
  coordinatorOnDuty,
  findService,
  getService,
  openHoursOf,
  serviceFor,
  teamLeadOf,
} from '../people/index.ts';
import type { Actor, Service, UserActor } from '../people/model.ts';
import { assign, countWithCoordinator } from '../reports/index.ts';
import type { AssignCause, NextStep, Turn } from '../reports/model.ts';
import type { TriageAdvice } from '../triage/model.ts';
import type {
  DeclineReason,
  Handling,
  HandoverEvent,
  HandoverStep,
  Proposal,
  Talk,
  Warmth,
} from './model.ts';
import { routeAfter } from './rules.ts';
import { giveNotice } from './standing-in.ts';
import * as store from './store.ts';

/** Offers a report to a service, or to its team lead. The owner stays the owner until somebody accepts. */
export async function offer(
  tx: Tx,
  actor: Actor,
  handling: Pick<Handling, 'report' | 'advice' | 'otherwise'>,
  to: {
    service: Service;
    step: HandoverStep;
    teamLeadId?: string;
    cause: AssignCause;
    ownerId?: string;
    /** Of an offer that is made again; else the service's terms say it. */
    deadline?: Date;
  },
): Promise<void> {
  const { report, advice, otherwise } = handling;
  const { urgency, nature } = otherwise ?? advice;
  const { service, step } = to;
  const teamLeadId = to.teamLeadId ?? null;
  const deadline = to.deadline ?? deadlineOf(service.acceptTerms[urgency], tx.now, openHoursOf(service));
  const id = newId<'handover'>();
  await store.insertHandover(tx, {
    id,
    reportId: report.id,
    step,
    serviceId: service.id,
    teamLeadId,
    deadline,
    nature,
  });
  const data = {
    reportId: report.id,
    step,
    serviceId: service.id,
    teamLeadId,
    deadline: deadline.toISOString(),
  };
  await recordHandover(tx, actor, id, { kind: 'offered', data });
  const ownerId = to.ownerId ?? report.ownerId;
  const turn: Turn = {
    status: 'offered',
    ownerId,
    ownerServiceId: null,
    nextStep: 'await-acceptance',
    deadline,
    overdueCount: 0,
  };
  await assign(tx, actor, { reportId: report.id, turn, cause: to.cause, askedServiceId: service.id });
}

/** What happens to an offer that was declined or fell silent: the next on the road, and in the end the coordinator. */
export async function passOn(
  tx: Tx,
  actor: Actor,
  handling: Handling,
  how: 'declined' | 'lapsed',
): Promise<void> {
  const { offer: last, report, advice, otherwise } = handling;
  if (!last) throw new Error(`expected an offer of report ${report.id} to pass on, found none`);
  // a service that stopped meanwhile has nobody to ask any more
  const asked = await findService(tx, last.serviceId);
  const second = await secondServiceFor(tx, handling);
  const teamLeadId =
    asked && canAnswer(asked, advice, tx.now) ? await teamLeadOf(tx, asked.partyId) : undefined;
  const route = routeAfter(last.step, how, {
    secondService: second !== undefined,
    teamLead: teamLeadId !== undefined,
  });
  const next = { report, advice, otherwise };
  if (route === 'second-service' && second)
    return offer(tx, actor, next, { service: second, step: 'second-service', cause: how });
  if (route === 'team-lead' && asked && teamLeadId)
    return offer(tx, actor, next, { service: asked, step: 'team-lead', teamLeadId, cause: how });
  return toCoordinator(tx, actor, next, how);
}

/** The second service of the advice, when it exists here, can answer now and is not the desk itself. */
export async function secondServiceFor(
  tx: Tx,
  { report, advice, offer: last }: Handling,
): Promise<Service | undefined> {
  const { deskServiceId } = await getMunicipality(tx);
  const second = await serviceFor(tx, advice.secondService, report.neighbourhoodId ?? undefined);
  if (!second || second.id === deskServiceId || second.id === last?.serviceId) return undefined;
  return canAnswer(second, advice, tx.now) ? second : undefined;
}

/** The clock offers what cannot wait to no service that is closed: nobody would be there to answer. A person may know better. */
export function canAnswer(service: Service, { urgency }: Pick<TriageAdvice, 'urgency'>, now: Date): boolean {
  return urgency !== 'now' || isOpenAt(openHoursOf(service), now);
}

/** Until when the coordinator has to decide, in the desk's hours; what cannot wait keeps its own, shorter promise. */
export async function decideBy(tx: Tx, { urgency, firstContact }: TriageAdvice, term?: Term): Promise<Date> {
  const { settings, deskServiceId } = await getMunicipality(tx);
  const open = openHoursOf(await getService(tx, deskServiceId));
  const ordinary = deadlineOf(term ?? settings.decideTerm, tx.now, open);
  if (urgency !== 'now') return ordinary;
  const promised = deadlineOf(firstContact, tx.now, open);
  return promised < ordinary ? promised : ordinary;
}

const CAME_BACK: readonly AssignCause[] = [
  'declined',
  'lapsed',
  'returned',
  'owner-left',
  'second-look',
  'parted',
];

/** The end of every road: the coordinator on duty owns it and decides. */
export async function toCoordinator(
  tx: Tx,
  actor: Actor,
  { report, advice }: Pick<Handling, 'report' | 'advice'>,
  cause: AssignCause,
  { nextStep = 'decide', term, ownerId }: { nextStep?: NextStep; term?: Term; ownerId?: string } = {},
): Promise<void> {
  const { settings, managerId } = await getMunicipality(tx);
  const owner = ownerId ?? (await coordinatorOnDuty(tx));
  const deadline = await decideBy(tx, advice, term);
  const turn: Turn = {
    status: 'with-coordinator',
    ownerId: owner,
    ownerServiceId: null,
    nextStep,
    deadline,
    overdueCount: 0,
  };
  await assign(tx, actor, { reportId: report.id, turn, cause });
  const inHand = await countWithCoordinator(tx, owner, { upTo: settings.coordinatorCapacity + 1 });
  // told once, at the moment the last place is taken, and not with every report after that
  if (inHand === settings.coordinatorCapacity)
    await giveNotice(tx, { userId: managerId, kind: 'coordinator-full', reportId: null });
  if (CAME_BACK.includes(cause))
    await giveNotice(tx, { userId: owner, kind: 'came-back', reportId: report.id });
}

/** How an offer ended, and what went with the answer. */
export type Ending =
  | {
      readonly status: 'accepted';
      readonly userId: string;
      readonly warmth: Warmth | null;
      readonly talk?: Talk | undefined;
    }
  | {
      readonly status: 'declined';
      readonly userId: string;
      readonly reason: DeclineReason;
      readonly proposal: Proposal;
    }
  | { readonly status: 'lapsed' | 'withdrawn' };

export async function endOffer(tx: Tx, actor: Actor, handoverId: string, ending: Ending): Promise<void> {
  const { status } = ending;
  if ('userId' in ending) {
    const { userId: answeredBy, ...answer } = ending;
    await store.endHandover(tx, handoverId, { ...answer, answeredBy });
  } else await store.endHandover(tx, handoverId, { status });
  await recordHandover(tx, actor, handoverId, eventOf(ending));
}

export function eventOf(ending: Ending): HandoverEvent {
  if (ending.status === 'accepted') {
    const { userId, warmth, talk } = ending;
    const told = { ...(warmth ? { warmth } : {}), ...(talk ? { talk: talkData(talk) } : {}) };
    return { kind: 'accepted', data: { userId, ...told } };
  }
  if (ending.status !== 'declined') return { kind: ending.status, data: {} };
  const { userId, reason, proposal } = ending;
  return { kind: 'declined', data: { userId, reason, proposal } };
}

function talkData({ userId, at }: Talk): { userId: string; at: string } {
  return { userId, at: at.toISOString() };
}

/** That who accepted spoke with who handed it over, after all. */
export async function keepTalk(
  tx: Tx,
  actor: UserActor,
  { handoverId, talk }: { handoverId: string; talk: Talk },
): Promise<void> {
  await store.writeTalk(tx, handoverId, talk);
  const data = { userId: actor.userId, talk: talkData(talk) };
  await recordHandover(tx, actor, handoverId, { kind: 'spoken', data });
}

async function recordHandover(tx: Tx, actor: Actor, handoverId: string, event: HandoverEvent): Promise<void> {
  const by = { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : null };
  const told = { stream: handoverStream(handoverId), ...event, actor: by };
  await (event.kind === 'offered' ? beginStream(tx, told) : appendEvent(tx, told));
}

export function handoverStream(handoverId: string): string {
  return `handover:${handoverId}`;
}
