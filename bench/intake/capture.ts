import pg from 'pg';
import { readConfig } from '../../src/kit/config.ts';
import { contentFile } from '../../src/kit/content.ts';
import { createDatabase, type Database } from '../../src/kit/db.ts';
import { silent } from '../../src/kit/log.ts';
import { loadTexts } from '../../src/kit/texts.ts';
import { addressBook, allMunicipalities } from '../../src/places/index.ts';
import { createApp, type App } from '../../src/server/app.ts';
import { makeDoor } from '../../src/server/door.ts';
import { makeServices, readDecisions } from '../../src/server/wiring.ts';
import { randomToken } from '../../src/kit/ids.ts';
import { formBody } from './form.ts';
import { captureStatements, parameterTypes, type Captured } from './statements.ts';

/** What one intake asks of the database, taken down from two real ones, and where they were posted. */
export interface Intake extends Captured {
  readonly path: string;
  readonly address: string;
}

/** Posts a report twice to the whole application in this process and takes down what it sends to the database. */
export async function captureIntake(appUrl: string): Promise<Intake> {
  const db = createDatabase(appUrl, { connections: 1 });
  const client = new pg.Client({ connectionString: appUrl });
  await client.connect();
  try {
    const { slug, address } = await somewhere(db);
    const path = `/${slug}/melden`;
    const app = await openApp(db);
    // The first request of a process may read what later ones do not.
    await post(app, { path, address, visitor: '10.0.0.1' });
    const statements = await captureStatements(() => post(app, { path, address, visitor: '10.0.0.2' }));
    const twin = await captureStatements(() => post(app, { path, address, visitor: '10.0.0.3' }));
    const types: string[][] = [];
    for (const statement of statements) types.push(await parameterTypes(client, statement));
    return { path, address, statements, twin, types };
  } finally {
    await client.end();
    await db.destroy();
  }
}

async function somewhere(db: Database): Promise<{ slug: string; address: string }> {
  const towns = await allMunicipalities(db);
  const town = towns.find(({ slug }) => slug === 'voorbeeldstad') ?? towns[0];
  if (!town) throw new Error('expected a municipality to report in, found none');
  const [first] = await addressBook(db, town.id);
  if (!first) throw new Error(`expected ${town.slug} to have addresses, found none`);
  return { slug: town.slug, address: `${first.street} ${first.houseNumber}, ${first.postcode}` };
}

async function openApp(db: Database): Promise<App> {
  const config = readConfig({ REPORTS_PER_HOUR: '1000000', TRUSTED_PROXIES: '1' });
  return createApp({
    ...makeDoor(db),
    db,
    log: silent,
    texts: loadTexts(contentFile('texts'), { strict: false }),
    trustedProxies: config.TRUSTED_PROXIES,
    services: makeServices(config, await readDecisions()),
    health: async () => ({ database: true }),
  });
}

async function post(
  app: App,
  { path, address, visitor }: { path: string; address: string; visitor: string },
): Promise<void> {
  const answer = await app.request(`http://bench.example${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': visitor },
    body: formBody(randomToken(16), address),
  });
  if (answer.status !== 303)
    throw new Error(
      `expected the report to be taken in with 303, got ${answer.status}: ${await answer.text()}`,
    );
}
