import { perform, type Order } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import type { Observations } from '../../src/reports/model.ts';
import { sendReport, type TestHouse } from './house.ts';
import type { Town } from './town.ts';

/** Care for somebody, a lonely neighbour where nothing else is said, whom the coordinator takes up and hands to this service; answers the number. */
export async function sendCare(
  house: TestHouse,
  town: Town,
  service: string,
  observations: Observations = { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' },
): Promise<number> {
  const { number } = await sendReport(house, town, { observations });
  const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['coordinator'] ?? ''));
  if (!actor) throw new Error('expected the coordinator to be there');
  const orders: readonly Order[] = [
    { command: 'take-over' },
    { command: 'hand-on', serviceId: town.services[service] ?? '' },
  ];
  for (const order of orders) {
    const done = await perform(house.db.app, actor, number, order);
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  }
  return number;
}
