import { listReports } from '../../src/handovers/index.ts';
import { inTenant, type Database } from '../../src/kit/db.ts';
import { userActor } from '../../src/people/index.ts';
import type { UserActor } from '../../src/people/model.ts';
import type { Town } from '../../tests/support/town.ts';
import { questions, type Ask } from './questions.ts';

const WARM_UP = 6;
const LIMIT_MS = 50;

function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

export async function measureAll(app: Database, town: Town, rounds: number): Promise<void> {
  const { now } = await inTenant(app, town.id, async (tx) => ({ now: tx.now }));
  const everything: number[] = [];
  for (const [name, { who, ask }] of Object.entries(questions(town, now))) {
    const actor = await inTenant(app, town.id, (tx) => userActor(tx, town.users[who] ?? ''));
    if (actor?.kind !== 'user') throw new Error(`expected ${who} to work here`);
    const took = await measure(app, actor, { ask, rounds });
    everything.push(...took);
    const over = share(took, 0.95) > LIMIT_MS ? `  over ${LIMIT_MS}` : '';
    console.log(`${line(name, took)}${over}`);
  }
  console.log(
    line(
      'all of these',
      everything.toSorted((a, b) => a - b),
    ),
  );
}

function line(name: string, sorted: readonly number[]): string {
  const figures = [0.5, 0.95, 0.99].map((part) => share(sorted, part).toFixed(1).padStart(7));
  return `${name.padEnd(40)} p50 ${figures[0]}  p95 ${figures[1]}  p99 ${figures[2]} ms`;
}

/** Each question with its next page where there is one: people turn pages. */
async function measure(
  app: Database,
  actor: UserActor,
  { ask, rounds }: { ask: () => Ask; rounds: number },
): Promise<number[]> {
  const took: number[] = [];
  let cursor: string | undefined;
  for (let round = -WARM_UP; round < rounds; round += 1) {
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
