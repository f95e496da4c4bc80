import { inTenant } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import type { Outcome } from '../../src/kit/outcome.ts';
import { userActor } from '../../src/people/index.ts';
import { acceptInvitation, draftSet, inviteGuest, proposeSet, type Asking } from '../../src/triage/index.ts';
import type { TestHouse } from './house.ts';
import type { Town } from './town.ts';

/** Somebody of a town as the front door of the decision tables wants it. */
export async function askingAs(
  house: TestHouse,
  login: string,
  town: Town = house.towns[0],
): Promise<Asking> {
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} to work in ${town.slug}`);
  return { db: house.db.app, actor, house: house.tables };
}

export function given<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`expected no refusal, got ${JSON.stringify(outcome.refusals)}`);
  return outcome.value;
}

/** A draft of `beheerder` in the first town. */
export async function draftIn(house: TestHouse, note: string, town: Town = house.towns[0]): Promise<number> {
  return given(await draftSet(await askingAs(house, 'beheerder', town), { key: newId(), from: null, note }));
}

/** A proposal of the town `home` that `goedkeurder` of the town `guest` was invited to judge. */
export async function proposalFor(
  house: TestHouse,
  { home, guest }: { readonly home: Town; readonly guest: Town },
): Promise<{ setId: string; number: number }> {
  const number = await draftIn(house, 'Een voorstel', home);
  const manager = await askingAs(house, 'beheerder', home);
  given(await proposeSet(manager, { which: number, revision: 1, words: '' }));
  const code = given(await inviteGuest(manager, { which: number, revision: 2, municipalityId: guest.id }));
  const attempt = { typed: code, address: '192.0.2.9', triesPerHour: 10 };
  return {
    setId: given(await acceptInvitation(await askingAs(house, 'goedkeurder', guest), attempt)),
    number,
  };
}

/** What the pages about decision tables have to show in the first town: a draft, and a proposal of the second. */
export async function tablesToShow(house: TestHouse): Promise<{ number: number; guestId: string }> {
  const [guest, home] = house.towns;
  const { setId } = await proposalFor(house, { home, guest });
  return { number: await draftIn(house, 'Een proef'), guestId: setId };
}
