import { z } from 'zod';
import { isOpenAt, nextOpening } from '../kit/calendar.ts';
import type { Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import type { Listener, News } from '../kit/news.ts';
import { getMunicipality } from '../places/index.ts';
import { getService, membersOf, openHoursOf } from '../people/index.ts';
import { findReport, hasEmail, type JustReceived } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { wishesOf } from './address-store.ts';
import { sealCode } from './keys.ts';
import { devicesOf } from './device-store.ts';
import type { Item, MailWish, ReporterKind } from './model.ts';
import { cannotWait, givesWork, kindForOutside, kindForReporter, kindOfNotice } from './rules.ts';
import * as store from './store.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * A report came in: who left an address gets its number and its code. The code is known at this moment alone, so it waits
 * in the message, sealed; an installation without a key sends the receipt without.
 */
export async function followIntake(
  tx: Tx,
  report: Report,
  { code, hasEmail: isAsked }: JustReceived,
  key: string | undefined,
): Promise<void> {
  if (!isAsked) return;
  const id = newId<'message'>();
  const of = { municipalityId: tx.municipalityId, messageId: id };
  await store.insertMessage(tx, {
    id,
    key: `received ${report.id}`,
    kind: 'received',
    userId: null,
    reportId: report.id,
    language: report.language,
    sealedCode: key === undefined ? undefined : sealCode(key, of, code),
    dueAt: tx.now,
  });
}

/** What leaves this house: mail, and notices on devices. An installation does not write what it would never send. */
export interface Channels {
  readonly mail: boolean;
  readonly devices: boolean;
}

interface Heard extends News {
  readonly by: Channels;
}

/** What just happened, as far as somebody is to be told about it. It fails with what it follows on, and the other way round. */
export function followNews(by: Channels): Listener {
  return (tx, news) => follow(tx, { ...news, by });
}

async function follow(tx: Tx, news: Heard): Promise<void> {
  const data: Readonly<Record<string, unknown>> = { ...news.data };
  const [about = '', id = ''] = news.stream.split(':');
  if (about === 'report' && news.kind === 'assigned') return followAssigned(tx, news, id);
  if (about === 'report' && news.kind === 'soon-late') return followSoon(tx, news, id);
  if (about === 'report' && news.kind === 'closed' && data['outcome'] !== 'spam')
    return tellReporter(tx, news, { reportId: id, kind: 'closed' });
  if (about === 'report' && news.kind === 'outside-changed') return followOutside(tx, news, id);
  if (about === 'handover' && news.kind === 'offered') return followOffer(tx, news, id);
  if (about === 'notice') return followNotice(tx, news);
}

async function followAssigned(tx: Tx, news: Heard, reportId: string): Promise<void> {
  const { cause = '', ownerId = '', status, deadline } = textsOf(news.data);
  const kind = kindForReporter(cause);
  if (kind !== undefined) await tellReporter(tx, news, { reportId, kind });
  if (givesWork(cause) && status !== 'offered')
    await tellUsers(tx, news, [ownerId], {
      kind: 'mine',
      reportId,
      offerId: null,
      neededBy: momentOf(deadline),
    });
}

/** An organisation without an account: as the question stands when the mail is made, so also its language. */
async function followOutside(tx: Tx, news: Heard, reportId: string): Promise<void> {
  const { what = '', requestId = '' } = textsOf(news.data);
  const kind = kindForOutside(what);
  if (kind === undefined || !news.by.mail) return;
  await store.insertMessage(tx, {
    id: newId<'message'>(),
    key: `${news.id} outside`,
    kind,
    userId: null,
    reportId,
    outsideId: requestId,
    language: 'nl',
    dueAt: tx.now,
  });
}

/** A deadline comes near: who has the report, or who is asked. */
async function followSoon(tx: Tx, news: Heard, reportId: string): Promise<void> {
  const { deadline, offerId } = textsOf(news.data);
  const userIds = 'userIds' in news.data ? z.array(z.uuid()).parse(news.data.userIds) : [];
  const about = { kind: 'soon', reportId, offerId: offerId ?? null, neededBy: momentOf(deadline) } as const;
  await tellUsers(tx, news, userIds, about);
}

/** Who is asked: the team lead by name, or everybody who works in the service. */
async function followOffer(tx: Tx, news: Heard, offerId: string): Promise<void> {
  const { reportId = '', serviceId = '', teamLeadId, deadline } = textsOf(news.data);
  const asked = teamLeadId === undefined ? await membersOf(tx, [serviceId]) : [teamLeadId];
  await tellUsers(tx, news, asked, { kind: 'offered', reportId, offerId, neededBy: momentOf(deadline) });
}

async function followNotice(tx: Tx, news: Heard): Promise<void> {
  const { kind: notice = '', userId = '', reportId } = textsOf(news.data);
  const kind = kindOfNotice(notice);
  if (kind === undefined) return;
  const report = kind === 'came-back' && reportId !== undefined ? await findReport(tx, reportId) : undefined;
  const neededBy = report?.deadline ?? null;
  await tellUsers(tx, news, [userId], { kind, reportId: reportId ?? null, offerId: null, neededBy });
}

async function tellReporter(
  tx: Tx,
  news: Heard,
  { reportId, kind }: { reportId: string; kind: ReporterKind },
): Promise<void> {
  const report = news.by.mail && (await hasEmail(tx, reportId)) ? await findReport(tx, reportId) : undefined;
  if (!report) return;
  await store.insertMessage(tx, {
    id: newId<'message'>(),
    key: `${news.id} reporter`,
    kind,
    userId: null,
    reportId,
    language: report.language,
    dueAt: tx.now,
  });
}

/** Those who want to hear of this kind; nobody of what they did themselves. */
async function tellUsers(
  tx: Tx,
  news: Heard,
  userIds: readonly string[],
  about: Omit<Item, 'key'>,
): Promise<void> {
  const others = userIds.filter((id) => id !== news.actor.id);
  const wishes = await wishesOf(tx, others);
  if (news.by.devices) await tellDevices(tx, news, { others, wishes, about });
  if (!news.by.mail) return;
  for (const wish of wishes) {
    if (wish.mode === 'never' || !wish.kinds.includes(about.kind)) continue;
    const item = { ...about, key: `${news.id} ${wish.userId}` };
    const waits = wish.mode === 'digest' && !cannotWait(item, await digestAfter(tx, tx.now));
    await (waits ? gather(tx, wish, item) : tellAtOnce(tx, wish, item));
  }
}

interface ForDevices {
  readonly others: readonly string[];
  readonly wishes: readonly MailWish[];
  readonly about: Omit<Item, 'key'>;
}

/** On each device of who did not say that this kind is not for them. A notice never waits for a gathered mail. */
async function tellDevices(tx: Tx, news: Heard, { others, wishes, about }: ForDevices): Promise<void> {
  for (const { id: deviceId, userId, language } of await devicesOf(tx, others)) {
    const wish = wishes.find((each) => each.userId === userId);
    if (wish && !wish.kinds.includes(about.kind)) continue;
    const key = `${news.id} device ${deviceId}`;
    const message = { ...about, key, deviceId, userId, language, dueAt: tx.now };
    await store.insertMessage(tx, { ...message, id: newId<'message'>() });
  }
}

async function tellAtOnce(tx: Tx, { userId, language }: MailWish, item: Item): Promise<void> {
  await store.insertMessage(tx, { ...item, id: newId<'message'>(), userId, language, dueAt: tx.now });
}

/** Puts the item into the next gathered mail of this person, made when it is not there; one that a worker has in hand is full. */
async function gather(tx: Tx, { userId, language }: MailWish, item: Item): Promise<void> {
  for (let dueAt = await digestAfter(tx, tx.now); ; dueAt = await digestAfter(tx, dueAt)) {
    const key = `digest ${userId} ${dueAt.toISOString()}`;
    const about = { kind: 'digest', userId, reportId: null, language, dueAt } as const;
    await store.insertMessage(tx, { id: newId<'message'>(), key, ...about });
    // the lock before the look at the claim: the worker locks it too before it reads what is in it
    const digest = await store.lockMessageByKey(tx, key);
    if (digest?.state !== 'waiting' || (await store.claimOf(tx, digest.id)) !== undefined) continue;
    return store.insertItem(tx, digest.id, item);
  }
}

/** The municipality's minute on the next day on which its desk works. */
async function digestAfter(tx: Tx, after: Date): Promise<Date> {
  const { settings, deskServiceId } = await getMunicipality(tx);
  const { hours, others, ...desk } = openHoursOf(await getService(tx, deskServiceId));
  const minute = { fromMinute: settings.digestAtMinute, untilMinute: settings.digestAtMinute + 1 };
  const days = [...new Set(hours.map(({ weekday }) => weekday))];
  const closed = others?.filter(({ parts }) => parts.length === 0);
  const open = { ...desk, others: closed, hours: days.map((weekday) => ({ weekday, ...minute })) };
  let from = new Date(after.getTime() + 1);
  while (isOpenAt(open, from)) from = new Date(from.getTime() + MINUTE_MS);
  return nextOpening(open, from) ?? new Date(after.getTime() + DAY_MS);
}

function momentOf(written: string | undefined): Date | null {
  return written === undefined ? null : new Date(written);
}

function textsOf(data: object): Readonly<Record<string, string | undefined>> {
  const texts = Object.entries(data).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts);
}
