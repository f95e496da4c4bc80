import { createHash } from 'node:crypto';
import { addReportDocuments } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import type { UserActor } from '../../src/people/model.ts';
import { readDocuments } from '../../src/reports/index.ts';
import type { SentReport, TestHouse } from './house.ts';

/** One document with a report, as it is after it was looked at; gives its id. */
export async function putDocument(
  house: TestHouse,
  actor: UserActor,
  { number, reportId }: Pick<SentReport, 'number' | 'reportId'>,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<string> {
  const kept = { name, bytes, pages: 1, hash: createHash('sha256').update(bytes).digest() };
  const added = await addReportDocuments(house.db.app, actor, { number, documents: [kept] });
  if (!added.ok) throw new Error(`expected a document to be taken, got ${JSON.stringify(added.refusals)}`);
  return inTenant(house.db.app, actor.municipalityId, async (tx) => {
    const all = await readDocuments(tx, actor, reportId);
    const found = all.find((document) => document.name === name);
    if (!found) throw new Error(`expected document ${name} with report ${number}`);
    return found.id;
  });
}
