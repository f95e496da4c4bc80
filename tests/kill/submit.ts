import { receive } from '../../src/handovers/index.ts';
import type { Database } from '../../src/kit/db.ts';
import { randomToken } from '../../src/kit/ids.ts';
import { submit } from '../../src/reports/index.ts';
import type { Submission } from '../../src/reports/model.ts';
import type { DecisionSet } from '../../src/triage/index.ts';
import type { Town } from '../support/town.ts';

/** Sends a report as the form does, and gives its number. */
export async function submitTo(
  db: Database,
  town: Town,
  decisions: DecisionSet,
  { sights, about }: Pick<Submission['observations'], 'sights' | 'about'>,
): Promise<number> {
  const submission: Submission = {
    key: randomToken(16),
    language: 'nl',
    channel: 'form',
    observations: { danger: { kind: 'none' }, sights, about },
    story: 'Verhaal',
    addressId: town.addressId,
    contact: {},
  };
  const actor = { kind: 'public', municipalityId: town.id } as const;
  const receipt = await submit(db, actor, submission, (tx, report) => receive(tx, report, decisions));
  if (!receipt.ok) throw new Error(JSON.stringify(receipt.refusals));
  return receipt.value.number;
}
