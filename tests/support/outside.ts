import { perform, type Order } from '../../src/handovers/index.ts';
import { mintLink } from '../../src/handovers/outside/asking.ts';
import { awaitedOf } from '../../src/handovers/outside-store.ts';
import { inTenant } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { userActor } from '../../src/people/index.ts';
import type { Submission } from '../../src/reports/model.ts';
import { sendReport, type SentReport, type TestHouse } from './house.ts';
import type { Town } from './town.ts';

/** A broken lamp: public space is asked first. */
export const LAMP: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
  story: 'De lantaarn is kapot, zegt Geheim.',
};

export type AskOutside = Extract<Order, { command: 'ask-outside' }>;

/** What is asked of an organisation outside, about a lamp. */
export const asking = (more: Partial<AskOutside> = {}): AskOutside => ({
  command: 'ask-outside',
  partyId: null,
  name: 'Netbeheer Noord',
  email: 'storing@netbeheer.test',
  language: 'nl',
  body: 'Is deze lantaarn van u?',
  days: 5,
  showsPlace: false,
  photoIds: [],
  ground: null,
  key: newId(),
  ...more,
});

/** A report of public space that openbaar has, of which an organisation outside was asked something. */
export async function sendOutside(
  house: TestHouse,
  town: Town,
  more: Partial<AskOutside> = {},
): Promise<SentReport> {
  const report = await sendReport(house, town, LAMP);
  const owner = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['openbaar'] ?? ''));
  if (!owner) throw new Error('expected openbaar to be there');
  for (const order of [{ command: 'accept' } as const, asking(more)]) {
    const done = await perform(house.db.app, owner, report.number, order);
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  }
  return report;
}

/** A link as a mail would carry it. */
export function linkFor(
  house: TestHouse,
  town: Town,
  { reportId }: Pick<SentReport, 'reportId'>,
): Promise<string> {
  return inTenant(house.db.app, town.id, async (tx) => {
    const request = await awaitedOf(tx, reportId);
    if (!request) throw new Error(`expected a question of report ${reportId} that is awaited`);
    return mintLink(tx, request);
  });
}
