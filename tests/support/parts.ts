import { perform } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import { newId } from '../../src/kit/ids.ts';
import { userActor } from '../../src/people/index.ts';
import { partsOf } from '../../src/reports/index.ts';
import { sendReport, type TestHouse } from './house.ts';
import type { Town } from './town.ts';

/** A report of public space, of which a part was asked of this service; answers both numbers. */
export async function sendPart(
  house: TestHouse,
  town: Town,
  service: string,
): Promise<{ whole: number; part: number }> {
  const { reportId, number } = await sendReport(house, town, {
    observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    story: 'De lantaarn is stuk.',
  });
  const owner = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users['openbaar'] ?? ''));
  if (!owner) throw new Error('expected openbaar to be there');
  const asked = {
    body: 'Praat met de buren.',
    days: 3,
    shows: 'nothing',
    ground: null,
    key: newId(),
  } as const;
  const split = { command: 'split', serviceId: town.services[service] ?? '', ...asked } as const;
  for (const order of [{ command: 'accept' } as const, split]) {
    const done = await perform(house.db.app, owner, number, order);
    if (!done.ok) throw new Error(JSON.stringify(done.refusals));
  }
  const [part] = await inTenant(house.db.app, town.id, (tx) => partsOf(tx, reportId));
  if (!part) throw new Error(`expected a part of report ${number}`);
  return { whole: number, part: part.number };
}
