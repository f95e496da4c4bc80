import { sql } from 'kysely';
import { inTenant, type Database } from '../../src/kit/db.ts';
import { hashFollowUpCode, hashIdempotencyKey } from '../../src/reports/follow-up-code.ts';
import type { Town } from '../support/town.ts';
import type { SentReport } from './crowd.ts';

export interface ReportRow {
  readonly hash: string;
  readonly followUp: string;
  readonly number: number;
  readonly status: string;
  readonly owner: string | null;
  readonly nextStep: string | null;
  readonly deadline: Date | null;
  readonly times: number;
  readonly stories: number;
  readonly places: number;
  readonly contacts: number;
  readonly assessments: number;
  readonly logged: number;
}

/** All reports by the hash of their key, each with how many rows of every kind belong to it. */
export async function reportRows(db: Database, { id }: Town): Promise<Map<string, ReportRow>> {
  const rows = await inTenant(db, id, async (tx) => {
    const { rows: found } = await sql<ReportRow>`
      select encode(idempotency_hash, 'hex') as hash, encode(follow_up_hash, 'hex') as "followUp", number, status,
        owner_id as owner, next_step as "nextStep", deadline,
        count(*) over (partition by idempotency_hash) as times,
        (select count(*) from report_words where report_id = report.id and kind = 'story') as stories,
        (select count(*) from report_place where report_id = report.id) as places,
        (select count(*) from report_contact where report_id = report.id) as contacts,
        (select count(*) from assessment where report_id = report.id) as assessments,
        (select count(*) from access_log where subject_id = report.id and action = 'create') as logged
      from report`.execute(tx.kysely);
    return found;
  });
  return new Map(rows.map((row) => [row.hash, row]));
}

/** Whether all that belongs to it is there, once, and somebody sent it. */
export function isWhole(row: ReportRow, sent: SentReport | undefined): boolean {
  if (!sent) return false;
  const { stories, assessments, logged, places, contacts } = row;
  return (
    stories === 1 &&
    assessments === 1 &&
    logged === 1 + places + contacts &&
    places === Number(sent.withAddress) &&
    contacts === Number(sent.withContact)
  );
}

/** Whether an acknowledged report is there once, under the number and the code that its receipt gave. */
export function isThere({ key, receipt }: SentReport, rows: ReadonlyMap<string, ReportRow>): boolean {
  const row = rows.get(hashIdempotencyKey(key).toString('hex'));
  const code = hashFollowUpCode(receipt?.code ?? '').toString('hex');
  return row?.times === 1 && row.number === receipt?.number && row.followUp === code;
}
