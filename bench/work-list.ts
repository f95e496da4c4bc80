/**
 * What a list, a filter and a search cost among a million reports: in the server, through the front door that the pages use.
 * Run: node bench/work-list.ts [reports] [rounds]. The reports are made by SQL, drawn from a fixed row of numbers.
 */
import { createDatabase } from '../src/kit/db.ts';
import { migrate, roleOf } from '../src/server/migrate.ts';
import { foundTown } from '../tests/support/town.ts';
import { makeDatabase } from './intake/database.ts';
import { fill } from './work-list/fill.ts';
import { measureAll } from './work-list/measure.ts';

const REPORTS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = Number(process.argv[3] ?? 40);

async function main(): Promise<void> {
  const database = await makeDatabase();
  const owner = createDatabase(database.ownerUrl, { connections: 2 });
  const app = createDatabase(database.appUrl, { connections: 10 });
  try {
    await migrate({ ownerUrl: database.ownerUrl, appRole: roleOf(database.appUrl) });
    const town = await foundTown(owner, 'proefstad');
    const started = performance.now();
    await fill(owner, town, REPORTS);
    console.log(`${REPORTS} reports made in ${((performance.now() - started) / 1000).toFixed(0)} s`);
    await measureAll(app, town, ROUNDS);
  } finally {
    await Promise.all([owner.destroy(), app.destroy()]);
    await database.close();
  }
}

await main();
