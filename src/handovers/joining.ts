import { deadlineOf } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { activeUserIds, openHoursOf } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import {
  countOpenParts,
  findReport,
  findReportByNumber,
  findSame,
  followersOf,
  historyOf,
  join,
  lockReport,
  part,
  tellParted,
} from '../reports/index.ts';
import type { Report, Turn } from '../reports/model.ts';
import { alikeReports } from './alike.ts';
import { judgeJoin } from './joining-rules.ts';
import { loadHandling, personOf } from './load.ts';
import type { Handling } from './model.ts';
import { endOffer, toCoordinator } from './offers.ts';
import { judgeNobodyAwaited } from './outside/state.ts';
import { judgeWhole } from './part-rules.ts';
import { mayReadWords, permit, type Person } from './rules.ts';
import { giveNotice } from './standing-in.ts';
import type { JoiningView } from './wire.ts';
import { owningService, WAITS } from './work.ts';

/** Locks both, always in the same order: two people who join them to each other come one after the other. */
export async function lockBoth(tx: Tx, one: Report, other: Report | undefined): Promise<void> {
  // a part leads nothing and follows nothing; it is never locked before its whole
  if (other === undefined || one.leadingId !== null || one.part || other.part) return;
  for (const id of [one.id, other.id].toSorted()) await lockReport(tx, id);
}

/** 'This is the same report': from here on it goes along with the leading one, and its reporter hears what comes of that. */
export async function joinTo(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  leadingNumber: number,
): Promise<Outcome<true>> {
  const { report, offer } = handling;
  const leading = await findReportByNumber(tx, leadingNumber);
  const other = leading && (await loadHandling(tx, leading));
  // what somebody may not read does not exist for them, whatever number was typed
  if (!other || other.report.part || !mayReadWords(await personOf(tx, actor), other))
    return refuse('leading-unknown', { pointer: 'leading' });
  const followers = (await followersOf(tx, report.id)).length;
  const judged = judgeJoin(handling, other, followers);
  if (!judged.ok) return judged;
  const undivided = judgeWhole(await countOpenParts(tx, report.id));
  if (!undivided.ok) return undivided;
  const settled = await judgeNobodyAwaited(tx, report.id);
  if (!settled.ok) return settled;
  if (offer) await endOffer(tx, actor, offer.id, { status: 'withdrawn' });
  await join(tx, actor, { report, leading: other.report });
  return ok(true);
}

/** 'It is not the same after all': it goes on where it was, or with the coordinator when nobody has it there any more. */
export async function partFrom(tx: Tx, actor: UserActor, handling: Handling): Promise<Outcome<true>> {
  const { report } = handling;
  const turn = await turnBefore(tx, report);
  if (!turn) {
    await tellParted(tx, actor, report);
    await toCoordinator(tx, actor, handling, 'parted');
    return ok(true);
  }
  await part(tx, actor, { report, turn });
  if (turn.ownerId !== actor.userId)
    await giveNotice(tx, { userId: turn.ownerId, kind: 'came-back', reportId: report.id });
  return ok(true);
}

/** The work that somebody had in hand when it was joined, until the same moment, or a last term where that has passed. */
async function turnBefore(tx: Tx, report: Report): Promise<Turn | undefined> {
  const history = (await historyOf(tx, report.id)).map(({ event }) => event);
  const joinedAt = history.findLastIndex(({ kind }) => kind === 'joined');
  const turns = history
    .slice(0, joinedAt)
    .flatMap((event) => (event.kind === 'received' || event.kind === 'assigned' ? [event.data] : []));
  const last = turns.at(-1);
  const work = turns.findLast(({ nextStep }) => !WAITS.includes(nextStep));
  if (!last || !work || last.status !== 'accepted' || !(await activeUserIds(tx)).has(last.ownerId))
    return undefined;
  const { settings } = await getMunicipality(tx);
  const { ownerId, ownerServiceId, status, overdueCount } = last;
  const grace = deadlineOf(settings.graceTerm, tx.now, openHoursOf(await owningService(tx, last)));
  const before = new Date(work.deadline);
  const deadline = before > grace ? before : grace;
  return { status, ownerId, ownerServiceId, nextStep: work.nextStep, deadline, overdueCount };
}

/** What goes along with what, and what looks alike: for who may read the words, and of the latter only what they may read too. */
export async function joiningOf(
  tx: Tx,
  who: { actor: UserActor; person: Person },
  handling: Handling,
): Promise<JoiningView | undefined> {
  const { report } = handling;
  if (!mayReadWords(who.person, handling) || report.observations.about !== 'place' || report.part)
    return undefined;
  const leading = report.leadingId === null ? undefined : await findReport(tx, report.leadingId);
  const followers = await followersOf(tx, report.id);
  const said = await saidSame(tx, report);
  return {
    leading: leading && { number: leading.number, canOpen: mayReadWords(who.person, { report: leading }) },
    followers: followers.map(({ number, receivedAt, status }) => ({
      number,
      receivedAt,
      isOpen: status === 'joined',
    })),
    mayJoin: permit(who.person, handling, 'join').ok && followers.length === 0,
    said: said && { number: said.number, canOpen: mayReadWords(who.person, { report: said }) },
    // what the reporter says already stands there
    alike: (await alikeReports(tx, who, handling)).filter(({ number }) => number !== said?.number),
  };
}

/** What the reporter took for the same, while it can lead and this one is still to be joined to something. */
async function saidSame(tx: Tx, report: Report): Promise<Report | undefined> {
  if (report.status === 'closed' || report.status === 'joined') return undefined;
  const sameAsId = await findSame(tx, report.id);
  const same = sameAsId === undefined ? undefined : await findReport(tx, sameAsId);
  return same && same.status !== 'closed' && same.status !== 'joined' ? same : undefined;
}
