import { inTenant, type Database } from '../kit/db.ts';
import { randomToken } from '../kit/ids.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { ownAccount } from './account-actions.ts';
import * as dutyStore from './duty-store.ts';
import { logUserChange } from './leave-actions.ts';
import type { Actor } from './model.ts';
import { hashToken } from './sessions.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** Calendars of programs forget what is no longer told: what was, stays a while. */
const PAST_DAYS = 31;
const TOKEN = /^[0-9a-f]{64}$/;

export interface OwnDuty {
  readonly duties: readonly dutyStore.Duty[];
  /** Since when there is an address for a calendar program; what is secret in it was shown once. */
  readonly calendarSince: Date | undefined;
}

/** When I am on duty from now on. */
export async function ownDuty(db: Database, actor: Actor): Promise<Outcome<OwnDuty>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { userId } = user.value;
  return inTenant(db, actor.municipalityId, async (tx) =>
    ok({
      duties: await dutyStore.dutiesOf(tx, userId, tx.now),
      calendarSince: await dutyStore.calendarSince(tx, userId),
    }),
  );
}

/** Makes the address at which a calendar program fetches my duties; the one before stops working. Gives what is secret in it. */
export async function makeDutyCalendar(
  db: Database,
  actor: Actor,
  language: 'nl' | 'en',
): Promise<Outcome<string>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { userId } = user.value;
  const token = randomToken();
  return inTenant(db, actor.municipalityId, async (tx) => {
    await dutyStore.writeCalendar(tx, { userId, tokenHash: hashToken(token), language });
    await logUserChange(tx, actor, userId);
    return ok(token);
  });
}

/** Ends that address; a second time changes nothing. */
export async function endDutyCalendar(db: Database, actor: Actor): Promise<Outcome<true>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const { userId } = user.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await dutyStore.deleteCalendar(tx, userId);
    await logUserChange(tx, actor, userId);
    return ok(true);
  });
}

export interface DutyCalendar {
  readonly language: 'nl' | 'en';
  readonly duties: readonly dutyStore.Duty[];
  readonly madeAt: Date;
}

/** What a calendar program gets that comes with the secret; undefined for any other, and for who left. */
export async function dutyCalendar(
  db: Database,
  municipalityId: string,
  { token, demoAllowed }: { token: string; demoAllowed: boolean },
): Promise<DutyCalendar | undefined> {
  if (!TOKEN.test(token)) return undefined;
  return inTenant(db, municipalityId, async (tx) => {
    const found = await dutyStore.findCalendar(tx, hashToken(token));
    const user = found && (await store.findUser(tx, found.userId));
    if (!user || (user.demo && !demoAllowed)) return undefined;
    const after = new Date(tx.now.getTime() - PAST_DAYS * DAY_MS);
    const duties = await dutyStore.dutiesOf(tx, user.id, after);
    return { language: found.language, duties, madeAt: tx.now };
  });
}
