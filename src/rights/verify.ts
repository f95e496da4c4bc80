import type { Tx } from '../kit/db.ts';
import type { Breach } from '../kit/proof.ts';
import { timersOf } from '../kit/timers.ts';
import { activeUserIds, classTerms } from '../people/index.ts';
import { BLOCK_TIMER, expectedTimers, REQUEST_TIMER } from './clock.ts';
import { LINES } from './coverage.ts';
import { planDestruction } from './destroy.ts';
import { firstBroken } from './proof.ts';
import { proofs } from './proof-store.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;

/** Proves that nothing outlives its time, that what was destroyed is told of in one unbroken chain, and that no request or block lies with nobody. */
export async function verifyRights(tx: Tx): Promise<Breach[]> {
  return [
    ...(await verifyTerms(tx)),
    ...(await verifyExpiry(tx)),
    ...(await verifyChain(tx)),
    ...(await verifyOwners(tx)),
    ...(await verifyTimers(tx)),
  ];
}

/** A class without a term would be kept for ever without anybody having decided so. */
async function verifyTerms(tx: Tx): Promise<Breach[]> {
  const known = new Set((await classTerms(tx)).map(({ name }) => name));
  return [...new Set(LINES.map((line) => line.class))]
    .filter((name) => !known.has(name))
    .map((name) => ({
      invariant: 'class-has-a-term',
      row: `data class ${name}`,
      detail: 'not in the register of this municipality: add it from content/privacy/data-classes.json',
    }));
}

/** A day's grace for the job that destroys. */
async function verifyExpiry(tx: Tx): Promise<Breach[]> {
  const due = await planDestruction(tx, { graceMs: DAY_MS });
  return due.map(({ table, class: name, step, count, oldest }) => ({
    invariant: 'nothing-outlives-its-time',
    row: `${count} of ${name} in ${table}`,
    detail: `${step} was due at ${oldest.toISOString()}`,
  }));
}

async function verifyChain(tx: Tx): Promise<Breach[]> {
  const broken = firstBroken(await proofs(tx));
  if (!broken) return [];
  const row = `destruction proof ${broken.seq}`;
  return [{ invariant: 'proofs-form-a-chain', row, detail: 'does not follow from the one before it' }];
}

async function verifyOwners(tx: Tx): Promise<Breach[]> {
  const active = await activeUserIds(tx);
  const open = (await store.requests(tx, { status: 'open' })).map(({ id, ownerId }) => ({
    row: `request ${id}`,
    ownerId,
  }));
  const standing = (await store.standingBlocks(tx)).map(({ id, ownerId }) => ({
    row: `block ${id}`,
    ownerId,
  }));
  return [...open, ...standing]
    .filter(({ ownerId }) => !active.has(ownerId))
    .map(({ row, ownerId }) => ({
      invariant: 'owner-is-there',
      row,
      detail: `owner ${ownerId} is not active`,
    }));
}

async function verifyTimers(tx: Tx): Promise<Breach[]> {
  const found = new Map<string, Date>();
  for (const kind of [REQUEST_TIMER, BLOCK_TIMER])
    for (const [subjectId, dueAt] of await timersOf(tx, kind)) found.set(`${kind} ${subjectId}`, dueAt);
  const breaches: Breach[] = [];
  for (const { kind, subjectId, dueAt } of await expectedTimers(tx)) {
    const actual = found.get(`${kind} ${subjectId}`);
    found.delete(`${kind} ${subjectId}`);
    if (actual?.getTime() !== dueAt.getTime())
      breaches.push({
        invariant: 'timer-at-deadline',
        row: `${kind} of ${subjectId}`,
        detail: `expected ${dueAt.toISOString()}, found ${actual?.toISOString() ?? 'none'}`,
      });
  }
  for (const row of found.keys())
    breaches.push({ invariant: 'timer-at-deadline', row, detail: 'a timer of nothing that is open' });
  return breaches;
}
