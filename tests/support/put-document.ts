import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { addReportDocuments } from '../../src/handovers/index.ts';
import { inTenant } from '../../src/kit/db.ts';
import type { UserActor } from '../../src/people/model.ts';
import type { SentReport, TestHouse } from './house.ts';

/** One document with a report, as it is after it was looked at; gives its id, without a look that would leave a line. */
export async function putDocument(
  house: TestHouse,
  actor: UserActor,
  { number, reportId }: Pick<SentReport, 'number' | 'reportId'>,
  { name, bytes }: { name: string; bytes: Buffer },
): Promise<string> {
  const kept = { name, bytes, pages: 1, hash: createHash('sha256').update(bytes).digest() };
  const added = await addReportDocuments(house.db.app, actor, { number, documents: [kept] });
  if (!added.ok) throw new Error(`expected a document to be taken, got ${JSON.stringify(added.refusals)}`);
  const { rows } = await inTenant(house.db.app, actor.municipalityId, ({ kysely }) =>
    sql<{ id: string }>`
      select id from report_document where report_id = ${reportId} and content_hash = ${kept.hash}`.execute(
      kysely,
    ),
  );
  const [row] = rows;
  if (!row) throw new Error(`expected document ${name} with report ${number}`);
  return row.id;
}
