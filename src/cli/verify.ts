import type { Database } from '../kit/db.ts';
import { INVARIANTS, prove, type Proved } from '../server/prove.ts';

export { INVARIANTS } from '../server/prove.ts';

export async function findBreaches(db: Database): Promise<Proved['breaches']> {
  return (await prove(db)).breaches;
}

/** Says what was proved and over how much: 0 when all holds, 1 when not, 2 when there was nothing to prove it on. */
export async function verify(
  db: Database,
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<number> {
  const { municipalities, reports, breaches } = await prove(db);
  if (municipalities === 0) {
    write('Nothing was proved: this database holds no municipality. Is it the right one?\n');
    return 2;
  }
  for (const { municipality, breach } of breaches)
    write(`${municipality}: ${breach.invariant}: ${breach.row}: ${breach.detail}\n`);
  const over = `${counted(municipalities, 'municipality', 'municipalities')}, ${counted(reports, 'report', 'reports')}`;
  write(
    breaches.length === 0
      ? `${over}: ${INVARIANTS.size} invariants hold.\n`
      : `${over}: ${counted(breaches.length, 'breach', 'breaches')} of ${INVARIANTS.size} invariants.\n`,
  );
  return breaches.length === 0 ? 0 : 1;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
