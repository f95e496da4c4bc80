import { createHash } from 'node:crypto';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { announce } from '../kit/live/announce.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { requirePermission, userActor } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { addWords, findReportByNumber, lockReport, refuseUnseen } from '../reports/index.ts';
import { performIn } from './actions.ts';
import { colleaguesFor } from './giving.ts';
import { loadHandling, personOf } from './load.ts';
import { mayReadWords } from './rules.ts';
import { shiftColleagues, untilNext } from './shift-page.ts';
import { judgeShift, receiversOf, type ShiftFacts, type ShiftForm, type ShiftItem } from './shift-rules.ts';
import * as shifts from './shift-store.ts';

/** That something was told goes two weeks after; the lines themselves live on as notes of their reports. */
const KEPT_DAYS = 14;
const DAY_MS = 86_400_000;

/** `key` comes with the form: the same form twice tells everything once, and a changed one is another handing over. */
export interface ShiftOrder extends ShiftForm {
  readonly key: string;
}

/**
 * Tells the next one what to know, and gives what is to be given. Each report has a transaction of its own with its own right
 * and its own event, so a form that comes again after a crash does what was left; whatever is not given stays with its owner.
 */
export async function handOver(db: Database, actor: Actor, order: ShiftOrder): Promise<Outcome<string>> {
  const user = requirePermission(actor, 'report.handle');
  if (!user.ok) return user;
  const items = order.items.filter(({ line, toId }) => line !== '' || toId !== undefined);
  const form = { ...order, items };
  const id = idOf(user.value.userId, order.key, JSON.stringify([form.nextId, form.general, items]));
  const begun = await inTenant(db, actor.municipalityId, (tx) => begin(tx, user.value, { id, form }));
  if (!begun.ok) return begun;
  for (const item of items)
    await inTenant(db, actor.municipalityId, (tx) => tellOne(tx, user.value, { id, form, item }));
  return ok(id);
}

/** A UUID of version 8, made of what it names: the same words give the same one. */
function idOf(...parts: readonly string[]): string {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

interface Begun {
  readonly id: string;
  readonly form: ShiftOrder;
}

async function begin(tx: Tx, user: UserActor, { id, form }: Begun): Promise<Outcome<true>> {
  // the same form again: it was judged, and what is left of it is done now
  if (await shifts.hasShift(tx, id)) return ok(true);
  const judged = judgeShift(form, await factsOf(tx, user, form));
  if (!judged.ok) return judged;
  const receivers = [...receiversOf(form)];
  await shifts.insertShift(
    tx,
    {
      id,
      fromId: user.userId,
      general: form.general || null,
      readBy: await untilNext(tx, user),
      destroyAfter: new Date(tx.now.getTime() + KEPT_DAYS * DAY_MS),
    },
    receivers,
  );
  for (const userId of receivers) await announce(tx, `notice:${userId}`);
  return ok(true);
}

async function factsOf(tx: Tx, user: UserActor, { nextId, items }: ShiftForm): Promise<ShiftFacts> {
  const person = await personOf(tx, user);
  const next = nextId === undefined ? undefined : await userActor(tx, nextId);
  const nextPerson = next?.kind === 'user' ? await personOf(tx, next) : undefined;
  const reports = new Map<number, { giveTo: Set<string>; nextMayRead: boolean }>();
  for (const { number } of items) {
    const report = await findReportByNumber(tx, number);
    if (!report) continue;
    if (!mayReadWords(person, { report })) await refuseUnseen(tx, user, report.id);
    else
      reports.set(number, {
        // whom it went to meanwhile has it already, which is what is asked
        giveTo: new Set([...(await colleaguesFor(tx, report)), report.ownerId]),
        nextMayRead: nextPerson !== undefined && mayReadWords(nextPerson, { report }),
      });
  }
  return { colleagues: await shiftColleagues(tx, user), reports };
}

/** One report: its line as a note of it, and then its giving, which can be refused without the line being lost. */
async function tellOne(
  tx: Tx,
  user: UserActor,
  { id, form, item }: Begun & { readonly item: ShiftItem },
): Promise<void> {
  const { number, line, toId } = item;
  const userId = toId ?? form.nextId;
  const found = await findReportByNumber(tx, number);
  const report = found && (await lockReport(tx, found.id));
  // the same form at the same moment waited at the lock, and finds here that it was done
  if (!report || userId === undefined || (await shifts.hasShiftReport(tx, id, number))) return;
  if (!mayReadWords(await personOf(tx, user), await loadHandling(tx, report)))
    return shifts.insertShiftReport(tx, told({ id, item, userId }, { refusal: 'report-unknown' }));
  const wordsId = line === '' ? null : idOf(form.key, String(number), line);
  if (wordsId !== null)
    await addWords(tx, user, { reportId: report.id, kind: 'note', body: line, key: wordsId });
  const given =
    toId === undefined
      ? ok(true)
      : await performIn(tx, user, number, { command: 'give', colleagueId: toId }, {});
  const refusal = given.ok ? null : (given.refusals[0]?.code ?? 'not-possible-now');
  return shifts.insertShiftReport(tx, told({ id, item, userId }, { wordsId, refusal }));
}

function told(
  { id, item, userId }: { id: string; item: ShiftItem; userId: string },
  { wordsId = null, refusal = null }: { wordsId?: string | null; refusal?: string | null },
): shifts.ShiftReport {
  return { shiftId: id, number: item.number, userId, wordsId, given: item.toId !== undefined, refusal };
}

/** 'Gelezen': who handed over sees it. The same click again changes nothing, nor one for what is somebody else's. */
export async function readShift(db: Database, actor: Actor, id: string): Promise<Outcome<true>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await shifts.markRead(tx, id, user.value.userId);
    return ok(true);
  });
}
