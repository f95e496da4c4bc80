import { inTenant, type Database } from '../kit/db.ts';
import { allMunicipalities } from '../places/index.ts';
import type { Municipality } from '../places/model.ts';
import { destroyDue, firstBroken, planDestruction, proofOf, proofs, reckon } from '../rights/index.ts';
import type { Databases } from './databases.ts';

const USAGE = 'destroy [--dry-run | --proofs [<key>]]';

/**
 * `destroy` blanks and destroys what is past its time, as the role that may; `--dry-run` only says what would go;
 * `--proofs` shows what went, and with a key (the id of a row, `report/words` for words) the proof that tells of it.
 */
export async function destroyExpired({ retention }: Databases, args: readonly string[]): Promise<number> {
  const [how, key] = args;
  if (how !== undefined && !['--dry-run', '--proofs'].includes(how))
    throw new Error(`expected ${USAGE}, got '${args.join(' ')}'`);
  let code = 0;
  for (const municipality of await allMunicipalities(retention)) {
    say(`${municipality.name}:`);
    if (how === '--dry-run') await dryRun(retention, municipality);
    else if (how === '--proofs') code = Math.max(code, await showProofs(retention, municipality, key));
    else await destroy(retention, municipality);
  }
  return code;
}

async function dryRun(db: Database, { id }: Municipality): Promise<void> {
  const planned = await inTenant(db, id, (tx) => planDestruction(tx));
  if (planned.length === 0) say('  nothing is past its time');
  for (const { class: name, table, step, count, oldest, newest } of planned) {
    say(`  would ${step} ${count} of ${name} in ${table}, due from ${dayOf(oldest)} to ${dayOf(newest)}`);
  }
}

async function destroy(db: Database, { id }: Municipality): Promise<void> {
  const done = await destroyDue(db, id);
  await reckon(db, id);
  if (done.length === 0) say('  nothing was past its time');
  for (const { class: name, table, step, count } of done)
    say(`  ${step === 'destroy' ? 'destroyed' : 'anonymised'} ${count} of ${name} in ${table}`);
}

async function showProofs(db: Database, { id }: Municipality, key: string | undefined): Promise<number> {
  const chain = await inTenant(db, id, (tx) => proofs(tx));
  const broken = firstBroken(chain);
  const shown = key === undefined ? chain : proofOf(id, chain, key.split('/'));
  for (const { seq, at, class: name, table, step, count, hash } of shown) {
    const what = `${step} ${count} of ${name} in ${table}`;
    say(`  ${seq}  ${at.toISOString()}  ${what}  ${Buffer.from(hash).toString('hex')}`);
  }
  if (shown.length === 0) say(key === undefined ? '  no proofs yet' : '  no proof tells of this key');
  if (broken) say(`  the chain is broken at proof ${broken.seq}`);
  return broken ? 1 : 0;
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
