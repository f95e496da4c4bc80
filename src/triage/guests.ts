import { createHash } from 'node:crypto';
import { inTenant, type Tx } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { withinLimit } from '../kit/rate-limit.ts';
import { requirePermission } from '../people/index.ts';
import { allMunicipalities } from '../places/index.ts';
import { check } from './checked-files.ts';
import { filesById, namer, UNKNOWN_SET, type Asking } from './desk.ts';
import * as invitations from './invitation-store.ts';
import { INPUT_COUNT } from './laws.ts';
import { Step } from './model.ts';
import { lineOf, onOpenSet, settle, type Order } from './set-actions.ts';
import { refusalsOf, tableView } from './set-views.ts';
import * as store from './set-store.ts';
import type { GuestSets, GuestView, TableView } from './wire.ts';

const VALID_DAYS = 14;
const DAY_MS = 86_400_000;
/** 80 bits: with the limit on tries not to be guessed within the fortnight. */
const CODE_BYTES = 10;

/** Lets one person of another municipality judge this one proposal; gives the code, which is shown once. */
export function inviteGuest(
  asking: Asking,
  { municipalityId, ...order }: Order & { municipalityId: string },
): Promise<Outcome<string>> {
  return onOpenSet(asking, 'invite', order, async (tx, row, { userId }) => {
    const guest = (await allMunicipalities(asking.db)).find(({ id }) => id === municipalityId);
    if (!guest || guest.id === tx.municipalityId) return refuse('field-choice', { pointer: 'municipality' });
    const code = randomToken(CODE_BYTES);
    const expiresAt = new Date(tx.now.getTime() + VALID_DAYS * DAY_MS);
    await invitations.insertInvitation(tx, {
      tokenHash: hashOfCode(code),
      setId: row.id,
      guestId: guest.id,
      expiresAt,
    });
    await store.insertLine(tx, row.id, lineOf('invited', userId, guest.name));
    return ok(code);
  });
}

function hashOfCode(code: string): Buffer {
  return createHash('sha256').update(`decision-invitation ${code}`).digest();
}

export interface CodeTry {
  readonly typed: string;
  readonly address: string;
  readonly triesPerHour: number;
}

/** Takes an invitation by its code: from then on it is this person's and nobody else's. Gives the id of the set. */
export async function acceptInvitation(
  { db, actor }: Asking,
  { typed, address, triesPerHour }: CodeTry,
): Promise<Outcome<string>> {
  const allowed = requirePermission(actor, 'tables.approve');
  if (!allowed.ok) return allowed;
  const limit = { name: 'decision-invitation', max: triesPerHour, windowMinutes: 60 };
  if (!(await withinLimit(db, limit, address))) return refuse('code-limit', { pointer: 'code' });
  const code = typed.replaceAll(/[\s-]/g, '').toLowerCase();
  return inTenant(db, actor.municipalityId, async (tx) => {
    const taken = await invitations.takeInvitation(tx, hashOfCode(code), allowed.value.userId);
    return taken ? ok(taken.setId) : refuse('decision-invitation-unknown', { pointer: 'code' });
  });
}

/** The proposals of elsewhere that this person may judge now. */
export async function guestSets({ db, actor }: Asking): Promise<Outcome<GuestSets>> {
  const allowed = requirePermission(actor, 'tables.approve');
  if (!allowed.ok) return allowed;
  const names = new Map((await allMunicipalities(db)).map(({ id, name }) => [id, name]));
  const mine = await inTenant(db, actor.municipalityId, (tx) =>
    invitations.invitationsOf(tx, allowed.value.userId),
  );
  const found: GuestSets = [];
  for (const { homeId, setId, expiresAt } of mine) {
    const row = await inTenant(db, homeId, (tx) => store.findSet(tx, setId));
    if (row?.status === 'proposed')
      found.push({ id: setId, homeName: names.get(homeId) ?? '', number: row.number, expiresAt });
  }
  return ok(found);
}

interface Guest {
  readonly userId: string;
  readonly name: string;
  readonly municipalityId: string;
  readonly expiresAt: Date;
}

/**
 * Runs `work` inside the municipality that invited, on the one proposal that the invitation names. This is the only way in
 * which somebody of one municipality gets to a row of another, and it begins with that person's own invitation.
 */
async function asGuest<T>(
  { db, actor }: Asking,
  setId: string,
  work: (tx: Tx, row: store.SetRow, guest: Guest) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const allowed = requirePermission(actor, 'tables.approve');
  if (!allowed.ok) return allowed;
  const { userId, name, municipalityId } = allowed.value;
  const mine = await inTenant(db, municipalityId, (tx) => invitations.invitationsOf(tx, userId));
  const invitation = mine.find((one) => one.setId === setId);
  if (!invitation) return UNKNOWN_SET;
  return inTenant(db, invitation.homeId, async (tx) => {
    const row = await store.lockOpenSet(tx, setId);
    if (row?.status !== 'proposed') return UNKNOWN_SET;
    return work(tx, row, { userId, name, municipalityId, expiresAt: invitation.expiresAt });
  });
}

/** The proposal as its guest reads it: the tables, what changed in them and what the check says. */
export async function readAsGuest(asking: Asking, setId: string): Promise<Outcome<GuestView>> {
  const names = new Map((await allMunicipalities(asking.db)).map(({ id, name }) => [id, name]));
  return asGuest(asking, setId, async (tx, row, { expiresAt }) => {
    const files = await store.filesOf(tx, row.id);
    const base = await filesById(tx, asking.house, row.baseId);
    const views: (TableView | undefined)[] = [];
    for (const step of Step.options) views.push(await tableView(step, { row, files }, base));
    const nameOf = await namer(tx);
    return ok({
      id: row.id,
      homeName: names.get(tx.municipalityId) ?? '',
      number: row.number,
      note: row.note,
      authorName: nameOf(row.authorId),
      proposedAt: row.proposedAt ?? undefined,
      status: row.status,
      tables: views.filter((view) => view !== undefined),
      refusals: refusalsOf((await check(files)).built),
      combinations: INPUT_COUNT,
      expiresAt,
    });
  });
}

/** The guest's judgement, with a name in the history of the municipality that asked. */
export function judgeAsGuest(
  asking: Asking,
  { setId, verdict, words }: { setId: string; verdict: 'approve' | 'send-back'; words: string },
): Promise<Outcome<true>> {
  return asGuest(asking, setId, async (tx, row, guest) => {
    const deed = verdict === 'approve' ? ('approved' as const) : ('sent-back' as const);
    const line = { id: newId<'decision-step'>(), deed, byId: null, guestName: guest.name, words };
    if (verdict === 'approve') {
      const change = { status: 'approved', guestId: guest.userId, guestMunicipalityId: guest.municipalityId };
      return settle(tx, row, change as Extract<store.StatusChange, { guestId: string }>, line);
    }
    await store.writeStatus(tx, row.id, { status: 'draft' });
    await store.insertLine(tx, row.id, line);
    return ok(true);
  });
}
