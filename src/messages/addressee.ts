import type { Tx } from '../kit/db.ts';
import type { Actor } from '../people/model.ts';
import { readFile } from '../reports/index.ts';
import { wishesOf } from './address-store.ts';
import type { Message } from './model.ts';

/** The address to which a message goes. Reading a reporter's leaves a line in the access log. */
export async function addressOf(
  tx: Tx,
  { userId, reportId }: Pick<Message, 'userId' | 'reportId'>,
): Promise<string | undefined> {
  if (userId !== null) return (await wishesOf(tx, [userId]))[0]?.email;
  if (reportId === null) return undefined;
  const clock: Actor = { kind: 'clock', municipalityId: tx.municipalityId };
  const { contact } = await readFile(tx, clock, reportId, { action: 'read', only: ['contact'] });
  return contact?.email;
}
