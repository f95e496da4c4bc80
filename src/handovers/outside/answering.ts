import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { isUuid } from '../../kit/ids.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import { parties, userActor } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { getMunicipality, namesOfPlace } from '../../places/index.ts';
import {
  addWords,
  assign,
  findPhoto,
  findReport,
  photosOf,
  readFile,
  readPicture,
  turnOf,
} from '../../reports/index.ts';
import type { Report } from '../../reports/model.ts';
import { lockToAct } from '../load.ts';
import type { OutsideAct, OutsideReason, OutsideRequest } from '../model.ts';
import { linkUntil, opensOutside, possibleOutside, statusAfter } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import type { OutsidePageView } from '../outside-page-wire.ts';
import { spotOf } from '../report-page.ts';
import { giveNotice } from '../standing-in.ts';
import { armOutside, contactKey, endOutside, goOnAfter, tellOutside } from './state.ts';

const DAY_MS = 86_400_000;
/** Who needs longer says so in words, or declines: the promise of the report is not theirs to move further. */
const PROMISE_DAYS_MOST = 28;

/** Somebody at a link, from an address that is counted and not kept. */
export interface LinkUse {
  readonly municipalityId: string;
  readonly token: string;
  readonly address: string;
  readonly usesPerHour: number;
}

/** What somebody does on the page behind a link. A name and a function are always told: a link can be passed on. */
export interface OutsideOrder {
  readonly act: OutsideAct;
  readonly name: string;
  readonly role: string;
  /** Comes with the form: two clicks are one. */
  readonly key: string;
  readonly body: string;
  readonly reason: OutsideReason | null;
  /** By when it will be done, of what is taken on. */
  readonly promised: Date | null;
}

interface Opened {
  readonly request: OutsideRequest;
  readonly report: Report;
  readonly actor: Actor;
}

/** The page behind a link. Looking changes nothing and leaves its lines in the access log; what does not open is one refusal, whatever the cause. */
export async function outsidePage(db: Database, use: LinkUse): Promise<Outcome<OutsidePageView>> {
  return looking(db, use, async (tx, opened) => ok(await pageOf(tx, opened)));
}

/** A photo that was chosen to be shown with the question; leaves a line each time. */
export async function outsidePhoto(db: Database, use: LinkUse, photoId: string): Promise<Outcome<Buffer>> {
  return looking(db, use, async (tx, { request, report, actor }) => {
    const isShown = isUuid(photoId) && request.photoIds.includes(photoId);
    const photo = isShown ? await findPhoto(tx, report.id, photoId) : undefined;
    return photo ? ok(await readPicture(tx, actor, report.id, { photoId })) : refuse('outside-gone');
  });
}

/** Somebody at a link, within the limit of their address. What no link leads to is gone. */
async function atLink<T>(
  db: Database,
  { municipalityId, token, address, usesPerHour }: LinkUse,
  work: (tx: Tx, request: OutsideRequest) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const limit = { name: 'outside-link', max: usesPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, address))) return refuse('code-limit');
  return inTenant(db, municipalityId, async (tx) => {
    const requestId = await store.findByLink(tx, token);
    const request = requestId === undefined ? undefined : await store.findRequest(tx, requestId);
    return request ? work(tx, request) : refuse('outside-gone');
  });
}

function looking<T>(
  db: Database,
  use: LinkUse,
  work: (tx: Tx, opened: Opened) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return atLink(db, use, async (tx, request) => {
    const report = await findReport(tx, request.reportId);
    if (!report || !isOpen(tx, { request, report })) return refuse('outside-gone');
    return work(tx, { request, report, actor: actorOf(request, tx) });
  });
}

function isOpen(tx: Tx, { request, report }: Pick<Opened, 'request' | 'report'>): boolean {
  const isReportOpen = report.status !== 'closed' && report.status !== 'joined';
  return opensOutside(request, { isReportOpen, now: tx.now });
}

function actorOf({ id }: OutsideRequest, { municipalityId }: Tx): Actor {
  return { kind: 'outside', municipalityId, requestId: id };
}

async function pageOf(tx: Tx, { request, report, actor }: Opened): Promise<OutsidePageView> {
  const { words, place } = await readFile(tx, actor, report.id, {
    action: 'read',
    only: ['conversation', ...(request.showsPlace ? (['place'] as const) : [])],
  });
  const to = await store.readAddressees(tx, await contactKey(tx, actor, report.id, 'read'));
  const { address } = await namesOfPlace(tx, { addressId: place?.addressId });
  return {
    number: report.number,
    partyName: to.get(request.id)?.name ?? '',
    askedBy: await askingParty(tx, request),
    question: words.find(({ id }) => id === request.wordsId)?.body ?? '',
    address,
    spot: place?.spot && (await spotOf(tx, place.spot)),
    photos: (await photosOf(tx, report.id))
      .filter(({ id }) => request.photoIds.includes(id))
      .map(({ id }) => id),
    status: request.status,
    deadline: request.deadline,
    closesAt: request.closesAt,
    acts: [...possibleOutside(request.status)],
    now: tx.now,
  };
}

/** The organisation of who asked; the municipality when that person left. */
export async function askingParty(tx: Tx, { askedBy }: Pick<OutsideRequest, 'askedBy'>): Promise<string> {
  const asker = await userActor(tx, askedBy);
  const partyId = asker?.kind === 'user' ? asker.partyId : undefined;
  const party = (await parties(tx)).find(({ id }) => id === partyId);
  return party?.name ?? (await getMunicipality(tx)).name;
}

/**
 * Does what somebody at the link decided: the words among those of the report, the name apart, a code in the history, and the owner told.
 * What ends the question gives the report back to its owner, to decide.
 */
export async function actOutside(db: Database, use: LinkUse, order: OutsideOrder): Promise<Outcome<true>> {
  return acting(db, use, order.key, async (tx, { request, report, actor }) => {
    if (!possibleOutside(request.status).includes(order.act)) return refuse('outside-not-now');
    const promised = judgePromise(tx.now, order);
    if (!promised.ok) return promised;
    const permission = await contactKey(tx, actor, report.id, 'change');
    const { name, role, act, key: id } = order;
    const wordsId = order.body === '' ? null : order.key;
    await store.insertDeed(tx, permission, { requestId: request.id, id, act, name, role, wordsId });
    if (wordsId !== null)
      await addWords(tx, actor, {
        reportId: report.id,
        kind: 'outside-answer',
        body: order.body,
        key: wordsId,
      });
    const status = statusAfter(act);
    if (status === 'accepted') await promise(tx, actor, { request, report }, promised.value);
    else {
      await endOutside(tx, actor, request, { status, reason: act === 'decline' ? order.reason : null });
      await goOnAfter(tx, actor, report, 'outside-back');
    }
    await giveNotice(tx, { userId: report.ownerId, kind: 'outside-answered', reportId: report.id });
    return ok(true);
  });
}

/** As a look, under the lock of the report; and the same form again is done already, also when it ended the question. */
function acting(
  db: Database,
  use: LinkUse,
  key: string,
  work: (tx: Tx, opened: Opened) => Promise<Outcome<true>>,
): Promise<Outcome<true>> {
  return atLink(db, use, async (tx, { id, reportId }) => {
    const report = await lockToAct(tx, reportId);
    // as it stands under the lock
    const request = await store.findRequest(tx, id);
    if (!request || !report) return refuse('outside-gone');
    if (await store.isDeedKnown(tx, id, key)) return ok(true);
    if (!isOpen(tx, { request, report })) return refuse('outside-gone');
    return work(tx, { request, report, actor: actorOf(request, tx) });
  });
}

function judgePromise(now: Date, { act, promised }: OutsideOrder): Outcome<Date> {
  if (act !== 'accept') return ok(now);
  const most = new Date(now.getTime() + PROMISE_DAYS_MOST * DAY_MS);
  return promised === null || promised <= now || promised > most
    ? refuse('outside-promise', { pointer: 'promised', facts: { days: PROMISE_DAYS_MOST } })
    : ok(promised);
}

/** Somebody there does it: the owner waits until then, and no shorter than was asked. */
async function promise(
  tx: Tx,
  actor: Actor,
  { request, report }: Pick<Opened, 'request' | 'report'>,
  promised: Date,
): Promise<void> {
  const deadline = promised > request.deadline ? promised : request.deadline;
  await store.writeRequest(tx, request.id, { status: 'accepted', deadline, closesAt: linkUntil(deadline) });
  await armOutside(tx, { ...request, status: 'accepted', deadline });
  await tellOutside(tx, actor, request, { what: 'accepted', deadline });
  if (report.nextStep === 'await-outside')
    await assign(tx, actor, {
      reportId: report.id,
      turn: { ...turnOf(report), deadline },
      cause: 'outside-promised',
    });
}
