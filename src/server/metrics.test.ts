import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, sendReport, type TestHouse } from '../../tests/support/house.ts';
import { inTenant } from '../kit/db.ts';
import { makeMetrics } from './metrics.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

it('counts what came in, also between the hours at which all is counted', async () => {
  const [town] = house.towns;
  const metrics = makeMetrics(house.db.app, () => {});
  const told = async () => {
    const found = /^wijk_reports_received(?:_total)?\{municipality="proefstad"\} (\d+)/m.exec(
      await metrics.text(),
    );
    return Number(found?.[1]);
  };
  const counted = () =>
    inTenant(house.db.owner, town.id, async ({ kysely }) => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from report where whole_id is null`.execute(kysely);
      return rows[0]?.count;
    });
  await sendReport(house, town);
  // what came in long ago and just now
  await inTenant(house.db.owner, town.id, ({ kysely }) =>
    sql`update report set received_at = received_at - interval '1 hour'`.execute(kysely),
  );
  await sendReport(house, town);
  expect(await told()).toBe(await counted());
  await sendReport(house, town);
  await sendReport(house, town);
  expect(await told()).toBe(await counted());
  expect(await counted()).toBeGreaterThanOrEqual(4);
});
