/**
 * What a list, a filter and a search cost among a million reports: in the server, through the front door that the pages use.
 * Run: node bench/work-list.ts [reports] [rounds]. The reports are made by SQL, drawn from a fixed row of numbers.
 */
import { listReports } from '../src/handovers/index.ts';
import type { ListQuestion } from '../src/handovers/list-wire.ts';
import { createDatabase, inTenant, type Database } from '../src/kit/db.ts';
import { userActor } from '../src/people/index.ts';
import type { UserActor } from '../src/people/model.ts';
import { migrate, roleOf } from '../src/server/migrate.ts';
import { foundTown, idOf, type Town } from '../tests/support/town.ts';
import { makeDatabase } from './intake/database.ts';
import { fill, NEIGHBOURHOODS, wordNumber, WORDS } from './work-list/fill.ts';

const REPORTS = Number(process.argv[2] ?? 1_000_000);
const ROUNDS = Number(process.argv[3] ?? 40);
const WARM_UP = 6;
const LIMIT_MS = 50;

let state = 1;
function below(limit: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
}
function one<T>(all: readonly T[]): T {
  return all[below(all.length)] as T;
}

const NATURES = ['distress', 'nuisance', 'living-conditions', 'loneliness', 'money', 'public-space'] as const;
const URGENCIES = ['now', 'today', 'soon', 'normal'] as const;
const YEARS_MS = 5 * 365 * 86_400_000;

type Ask = Partial<ListQuestion>;

/** What people ask, each time of something else; by who asks. */
function questions(town: Town, now: Date): Record<string, { who: string; ask: () => Ask }> {
  const place = () => idOf(town.slug, 'buurt', String(below(NEIGHBOURHOODS)));
  const month = () => {
    const from = now.getTime() - below(YEARS_MS / 1000) * 1000;
    return { receivedFrom: new Date(from), receivedUntil: new Date(from + 30 * 86_400_000) };
  };
  const rare = () => wordNumber(1000 + below(WORDS - 1000));
  const common = () => wordNumber(1 + below(20));
  const worker = (ask: () => Ask) => ({ who: 'wijkteam', ask });
  const lead = (ask: () => Ask) => ({ who: 'wijkteam-lead', ask });
  const all = (ask: () => Ask) => ({
    who: 'coordinator',
    ask: () => ({ scope: 'all' as const, ...ask() }),
  });
  return {
    'mine, open': worker(() => ({})),
    'mine, all': worker(() => ({ state: 'all' })),
    'my service, open': worker(() => ({ scope: 'service' })),
    'my service, late': worker(() => ({ scope: 'service', late: true })),
    'my service, finished': worker(() => ({ scope: 'service', state: 'closed' })),
    'my service, a month': worker(() => ({ scope: 'service', state: 'all', ...month() })),
    'my service, neighbourhood and kind': worker(() => ({
      scope: 'service',
      state: 'all',
      neighbourhoodId: place(),
      nature: one(NATURES),
    })),
    'my service, a rare word': worker(() => ({ scope: 'service', state: 'all', words: rare() })),
    'my service, a common word': worker(() => ({ scope: 'service', state: 'all', words: common() })),
    'my service, two words': worker(() => ({
      scope: 'service',
      state: 'all',
      words: `${common()} ${rare()}`,
    })),
    'my service, an address': worker(() => ({
      scope: 'service',
      state: 'all',
      service: town.services['district-team'],
      address: `Proefstraat ${String(1 + below(20_000))}`,
    })),
    'my organisation, open': lead(() => ({ scope: 'organisation' })),
    'my organisation, a colleague': lead(() => ({
      scope: 'organisation',
      state: 'all',
      ownerId: town.users['wijkteam2'],
    })),
    'all, open': all(() => ({})),
    'all, late': all(() => ({ late: true })),
    'all, offered': all(() => ({ state: 'offered' })),
    'all, open, a step': all(() => ({ nextStep: one(['decide', 'resolve', 'await-answer'] as const) })),
    'all, open, a service': all(() => ({ service: one(Object.values(town.services)) })),
    'all, finished and open': all(() => ({ state: 'all' })),
    'all, a kind': all(() => ({ state: 'all', nature: one(NATURES) })),
    'all, an urgency': all(() => ({ state: 'all', urgency: one(URGENCIES) })),
    'all, a neighbourhood': all(() => ({ state: 'all', neighbourhoodId: place() })),
    'all, a month, oldest first': all(() => ({ state: 'all', order: 'oldest', ...month() })),
    'all, kind, urgency and neighbourhood': all(() => ({
      state: 'all',
      nature: one(NATURES),
      urgency: one(URGENCIES),
      neighbourhoodId: place(),
    })),
    'all, kind, urgency and a month': all(() => ({
      state: 'all',
      nature: one(NATURES),
      urgency: one(URGENCIES),
      ...month(),
    })),
    'all, a rare word': all(() => ({ state: 'all', words: rare() })),
    'all, a common word': all(() => ({ state: 'all', words: common() })),
    'all, two words': all(() => ({ state: 'all', words: `${common()} ${rare()}` })),
    'all, two common words': all(() => ({ state: 'all', words: `${common()} ${common()}` })),
  };
}

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

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
    await measureAll(app, town);
  } finally {
    await Promise.all([owner.destroy(), app.destroy()]);
    await database.close();
  }
}

async function measureAll(app: Database, town: Town): Promise<void> {
  const { now } = await inTenant(app, town.id, async (tx) => ({ now: tx.now }));
  const everything: number[] = [];
  for (const [name, { who, ask }] of Object.entries(questions(town, now))) {
    const actor = await inTenant(app, town.id, (tx) => userActor(tx, town.users[who] ?? ''));
    if (actor?.kind !== 'user') throw new Error(`expected ${who} to work here`);
    const took = await measure(app, actor, ask);
    everything.push(...took);
    const over = share(took, 0.95) > LIMIT_MS ? `  over ${LIMIT_MS}` : '';
    console.log(`${line(name, took)}${over}`);
  }
  console.log(line('all of these', everything.toSorted((a, b) => a - b)));
}

function line(name: string, sorted: readonly number[]): string {
  const figures = [0.5, 0.95, 0.99].map((part) => share(sorted, part).toFixed(1).padStart(7));
  return `${name.padEnd(40)} p50 ${figures[0]}  p95 ${figures[1]}  p99 ${figures[2]} ms`;
}

/** Each question with its next page where there is one: people turn pages. */
async function measure(app: Database, actor: UserActor, ask: () => Ask): Promise<number[]> {
  const took: number[] = [];
  let cursor: string | undefined;
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const next = cursor && round % 2 === 0 ? { cursor } : {};
    const question = { scope: 'mine', state: 'open', order: 'deadline', ...ask(), ...next } as const;
    const start = performance.now();
    const found = await listReports(app, actor, question);
    if (round >= 0) took.push(performance.now() - start);
    if (!found.ok) throw new Error(JSON.stringify(found.refusals));
    cursor = found.value.next;
  }
  return took.toSorted((a, b) => a - b);
}

await main();
