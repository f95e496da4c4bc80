import { readConfig } from '../../src/kit/config.ts';
import { inTenant } from '../../src/kit/db.ts';
import { randomToken } from '../../src/kit/ids.ts';
import { silent } from '../../src/kit/log.ts';
import { openSession } from '../../src/people/index.ts';
import { submit, type IntakeSubscriber } from '../../src/reports/index.ts';
import type { Submission } from '../../src/reports/model.ts';
import { createApi } from '../../src/server/api.ts';
import { createApp, type App, type AppDeps } from '../../src/server/app.ts';
import { makeDoor } from '../../src/server/door.ts';
import { startLive, type Live } from '../../src/server/live.ts';
import { makeServices, tieMessages, tieVisits } from '../../src/server/wiring.ts';
import type { DecisionSet, HouseTables } from '../../src/triage/index.ts';
import { houseDecisions, pages, strictTexts } from './content.ts';
import { copyOf, type TestDatabase } from './database.ts';
import { foundTown, townOf, type Town } from './town.ts';

/** The whole application on a database of its own, with two towns; it answers without a port. */
export interface TestHouse {
  readonly db: TestDatabase;
  readonly app: App;
  readonly decisions: DecisionSet;
  readonly tables: HouseTables;
  readonly towns: readonly [Town, Town];
  /** What follows on a new report. */
  readonly onReceived: IntakeSubscriber;
  /** The open streams of its pages. */
  readonly live: Live;
  close(): Promise<void>;
}

export const ORIGIN = 'http://house.test';
const SLUGS = ['proefstad', 'anderdorp'] as const;
const SETTINGS = {
  REPORTS_PER_HOUR: '10000',
  LOGINS_PER_HOUR: '10000',
  SECRETS_KEY: '5e'.repeat(32),
  PUBLIC_URL: ORIGIN,
  SMTP_URL: 'smtp://127.0.0.1:2525',
  MAIL_FROM: 'nietantwoorden@stad.test',
  PUSH_CONTACT: 'beheer@stad.test',
  PUSH_SERVICES: 'push.test',
};

export async function openHouse(): Promise<TestHouse> {
  await pages();
  const db = await copyOf('towns', async ({ owner }) => {
    for (const slug of SLUGS) await foundTown(owner, slug);
  });
  const towns = [townOf(SLUGS[0]), townOf(SLUGS[1])] as const;
  const decisions = await houseDecisions();
  const config = readConfig(SETTINGS);
  const services = makeServices(config, decisions);
  tieMessages(db.app, config);
  tieVisits(db.app);
  const door = makeDoor(db.app);
  const live = startLive({ ...door, db: db.app, url: db.appUrl, log: silent });
  const deps: AppDeps = {
    ...door,
    routes: live.routes,
    db: db.app,
    log: silent,
    texts: strictTexts(),
    services,
    health: async () => ({ database: true }),
  };
  const app = await createApp({ ...deps, api: createApi(deps) });
  const close = async () => {
    await live.stop();
    await db.close();
  };
  const { onReceived } = services;
  return { db, app, decisions, onReceived, tables: services.tables, towns, live, close };
}

/** The cookie of somebody who is logged in. */
export async function cookieOf({ db }: TestHouse, town: Town, login: string): Promise<string> {
  const token = await inTenant(db.app, town.id, (tx) => openSession(tx, 'user', town.users[login] ?? ''));
  return `sessie=${token}`;
}

export async function reporterCookie({ db }: TestHouse, town: Town, reportId: string): Promise<string> {
  return `melder=${await inTenant(db.app, town.id, (tx) => openSession(tx, 'reporter', reportId))}`;
}

export interface SentReport {
  readonly reportId: string;
  readonly number: number;
  readonly code: string;
}

/** Makes a report as the public form does, weighed and offered. */
export async function sendReport(
  house: TestHouse,
  town: Town,
  changes: Partial<Submission> = {},
): Promise<SentReport> {
  const submission: Submission = {
    key: randomToken(16),
    language: 'nl',
    channel: 'form',
    observations: { danger: { kind: 'none' }, sights: ['lonely'], about: 'someone' },
    story: 'Een geheim verhaal.',
    addressId: town.addressId,
    contact: { name: 'Melder Geheim' },
    ...changes,
  };
  const receipt = await submit(
    house.db.app,
    { kind: 'public', municipalityId: town.id },
    submission,
    house.onReceived,
  );
  if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  return receipt.value;
}
