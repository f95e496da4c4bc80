import { deadlineOf } from '../../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { newId, randomToken } from '../../kit/ids.ts';
import { ok, refuse, refuseAll, type Outcome } from '../../kit/outcome.ts';
import { openHoursOf } from '../../people/index.ts';
import type { Actor, UserActor } from '../../people/model.ts';
import {
  addWords,
  assign,
  findReportByNumber,
  historyOf,
  isAboutPerson,
  photosOf,
  refuseUnseen,
  turnOf,
} from '../../reports/index.ts';
import type { PartGround, Report } from '../../reports/model.ts';
import { loadHandling, lockToAct, personOf } from '../load.ts';
import { OUTSIDE_DAYS_MOST, type Handling, type OutsideRequest } from '../model.ts';
import { isAwaited, judgeOutside, linkUntil, remindAt } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import { permit } from '../rules.ts';
import { heldSince, owningService } from '../work.ts';
import { armOutside, contactKey, endOutside, goOnAfter, tellOutside } from './state.ts';

/** 128 bits: not to be guessed while a link works. */
const LINK_BYTES = 16;
/** A second press within this time is the same click. */
const SAME_CLICK_MS = 60_000;

/** What is asked of an organisation without an account. */
export interface AskOutside {
  /** One that the municipality keeps; without it name and address are those that were typed. */
  readonly partyId: string | null;
  readonly name: string;
  readonly email: string;
  readonly language: 'nl' | 'en';
  readonly body: string;
  readonly days: number;
  /** What opens on the page behind the link, beside the question: of public space alone. */
  readonly showsPlace: boolean;
  readonly photoIds: readonly string[];
  readonly ground: PartGround | null;
  /** Comes with the form, and becomes the id of the question: two clicks are one. */
  readonly key: string;
}

/** Asks an organisation without an account. The owner stays the owner, and waits until the moment that was asked. */
export async function askOutside(
  tx: Tx,
  actor: UserActor,
  { report }: Handling,
  order: AskOutside,
): Promise<Outcome<true>> {
  const known = await store.findRequest(tx, order.key);
  if (known) return known.reportId === report.id ? ok(true) : refuse('field-invalid', { pointer: 'key' });
  const to = await addressee(tx, order);
  if (!to.ok) return to;
  const open = openHoursOf(await owningService(tx, report));
  const deadline = deadlineOf({ amount: order.days, unit: 'working-days' }, tx.now, open);
  const judged = judgeOutside({
    aboutPerson: isAboutPerson(report),
    ground: order.ground,
    showsPlace: order.showsPlace,
    photos: order.photoIds.length,
    isAwaited: (await store.awaitedOf(tx, report.id)) !== undefined,
    awaitsReporter: report.nextStep === 'await-answer',
    deadline,
    longest: await longestFor(tx, report),
  });
  if (!judged.ok) return judged;
  const shown = await judgeShown(tx, report, order);
  if (!shown.ok) return shown;
  await putOutside(tx, actor, report, { order, to: to.value, deadline });
  const turn = { ...turnOf(report), nextStep: 'await-outside' as const, deadline };
  await assign(tx, actor, { reportId: report.id, turn, cause: 'asked-outside' });
  return ok(true);
}

async function putOutside(
  tx: Tx,
  actor: UserActor,
  { id: reportId }: Report,
  {
    order,
    to,
    deadline,
  }: { order: AskOutside; to: store.Addressee & { language: 'nl' | 'en' }; deadline: Date },
): Promise<void> {
  const wordsId = newId<'words'>();
  await store.insertRequest(tx, await contactKey(tx, actor, reportId, 'create'), {
    id: order.key,
    to,
    language: to.language,
    wordsId,
    showsPlace: order.showsPlace,
    photoIds: order.photoIds,
    ground: order.ground,
    askedBy: actor.userId,
    deadline,
    remindAt: remindAt(tx.now, deadline),
    closesAt: linkUntil(deadline),
  });
  await addWords(tx, actor, { reportId, kind: 'outside-question', body: order.body, key: wordsId });
  await tellOutside(tx, actor, { id: order.key, reportId }, { what: 'asked', deadline });
  const request = await store.findRequest(tx, order.key);
  if (request) await armOutside(tx, request);
}

/** To whom it goes: an organisation of the list, or a name and an address that were typed. */
async function addressee(
  tx: Tx,
  { partyId, name, email, language }: AskOutside,
): Promise<Outcome<store.Addressee & { language: 'nl' | 'en' }>> {
  if (partyId !== null) {
    const kept = (await store.partiesKept(tx)).find(({ id, active }) => id === partyId && active);
    return kept ? ok(kept) : refuse('outside-party-unknown', { pointer: 'party' });
  }
  const missing = [
    ...(name === '' ? [{ code: 'outside-name-missing', pointer: 'name' }] : []),
    ...(email === '' ? [{ code: 'outside-email-missing', pointer: 'email' }] : []),
  ];
  return missing.length > 0 ? refuseAll(missing) : ok({ name, email, language });
}

/** Until when this owner may wait for others: counted from the first question of their own, however many follow. */
async function longestFor(tx: Tx, report: Report): Promise<Date> {
  const since = heldSince(await historyOf(tx, report.id));
  const first = (await store.requestsOf(tx, report.id)).find(({ askedAt }) => askedAt >= since);
  const open = openHoursOf(await owningService(tx, report));
  return deadlineOf({ amount: OUTSIDE_DAYS_MOST, unit: 'working-days' }, first?.askedAt ?? tx.now, open);
}

/** A place of a report of its own, and photos that are there. What a part sees of its whole goes no further. */
async function judgeShown(
  tx: Tx,
  report: Report,
  { showsPlace, photoIds }: Pick<AskOutside, 'showsPlace' | 'photoIds'>,
): Promise<Outcome<true>> {
  if (showsPlace && report.part) return refuse('outside-place-of-whole', { pointer: 'shows' });
  const there = new Set((await photosOf(tx, report.id)).map(({ id }) => id));
  return photoIds.every((id) => there.has(id)) ? ok(true) : refuse('photo-unknown', { pointer: 'photos' });
}

/** A new link by mail, in the place of the ones before. */
export async function renewOutside(tx: Tx, actor: UserActor, { report }: Handling): Promise<Outcome<true>> {
  const request = await store.awaitedOf(tx, report.id);
  if (!request) return refuse('outside-none');
  if (await isSameClick(tx, actor, request)) return ok(true);
  await store.deleteLinks(tx, request.id);
  await tellOutside(tx, actor, request, { what: 'renewed' });
  return ok(true);
}

async function isSameClick(tx: Tx, { userId }: UserActor, request: OutsideRequest): Promise<boolean> {
  const last = (await historyOf(tx, request.reportId)).at(-1);
  return (
    last?.event.kind === 'outside-changed' &&
    last.event.data.what === 'renewed' &&
    last.actorId === userId &&
    tx.now.getTime() - last.at.getTime() < SAME_CLICK_MS
  );
}

/** Nobody outside is waited for any more; who was asked is told, and the links stop working. */
export async function withdrawOutside(
  tx: Tx,
  actor: UserActor,
  { report }: Handling,
): Promise<Outcome<true>> {
  const request = await store.awaitedOf(tx, report.id);
  if (!request) {
    const last = (await store.requestsOf(tx, report.id)).at(-1);
    return last?.status === 'withdrawn' ? ok(true) : refuse('outside-none');
  }
  await store.deleteLinks(tx, request.id);
  await endOutside(tx, actor, request, { status: 'withdrawn' });
  await goOnAfter(tx, actor, report, 'outside-back');
  return ok(true);
}

/** A link to pass on oneself, by telephone or in a mail of one's own: shown once, and told in the history. */
export async function showOutsideLink(db: Database, actor: Actor, number: number): Promise<Outcome<string>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, number);
    const report = found && (await lockToAct(tx, found.id));
    if (!report) return refuse('report-unknown');
    const permitted = permit(await personOf(tx, actor), await loadHandling(tx, report), 'renew-outside');
    if (!permitted.ok) {
      await refuseUnseen(tx, actor, report.id);
      return permitted;
    }
    const request = await store.awaitedOf(tx, report.id);
    if (!request) return refuse('outside-none');
    await tellOutside(tx, actor, request, { what: 'shown' });
    return ok(await mintLink(tx, request));
  });
}

/** A secret of its own for each mail; of it nothing but a hash stays. */
export async function mintLink(tx: Tx, request: OutsideRequest): Promise<string> {
  if (!isAwaited(request))
    throw new Error(`expected question ${request.id} to be awaited, got ${request.status}`);
  const token = randomToken(LINK_BYTES);
  await store.insertLink(tx, request.id, token);
  return token;
}
