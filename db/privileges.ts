import { sql, type Kysely } from 'kysely';

export interface Roles {
  readonly appRole: string;
  /** The only role that may destroy words; without one the owner does it. */
  readonly retentionRole?: string | undefined;
}

const ROW_OF_REPORT =
  'status, owner_id, owner_service_id, next_step, deadline, overdue_count, outcome, closed_at';

/** What the application may do, table by table. What is not named here it may not do. */
const APP: Readonly<Record<string, string>> = {
  clock_offset: 'select',
  municipality: 'select',
  district: 'select',
  neighbourhood: 'select',
  address: 'select',
  party: 'select',
  user_account: 'select',
  user_role: 'select',
  service: 'select',
  service_coverage: 'select',
  service_member: 'select',
  duty: 'select',
  contact_point: 'select',
  data_class: 'select',
  event: 'select, insert',
  access_log: 'select, insert',
  timer: 'select, insert, update, delete',
  session: 'select, insert, update, delete',
  rate_limit: 'select, insert, update, delete',
  report: `select, insert, update (${ROW_OF_REPORT})`,
  report_words: 'select, insert',
  report_contact: 'select, insert',
  report_place: 'select, insert',
  assessment: 'select, insert',
  decision_otherwise: 'select, insert',
  handover: 'select, insert, update (status, answered_by, answered_at, reason)',
  notice: 'select, insert, update (seen_at)',
};

/** Words, contact details and places can be destroyed, and only by the retention role. */
const RETENTION: Readonly<Record<string, string>> = {
  clock_offset: 'select',
  municipality: 'select',
  report_words: 'select (municipality_id, report_id, destroy_after), delete',
  report_contact: 'select (municipality_id, report_id, destroy_after), delete',
  report_place: 'select (municipality_id, report_id, destroy_after), delete',
};

/** Takes every right away and gives back what the tables above name; run after each migration. */
export async function applyPrivileges(db: Kysely<unknown>, { appRole, retentionRole }: Roles): Promise<void> {
  await grantTable(db, appRole, APP);
  await run(db, `grant usage on sequence report_number to ${quoted(appRole)}`);
  if (retentionRole) await grantTable(db, retentionRole, RETENTION);
}

async function grantTable(
  db: Kysely<unknown>,
  role: string,
  rights: Readonly<Record<string, string>>,
): Promise<void> {
  await run(db, `grant usage on schema public to ${quoted(role)}`);
  await run(db, `revoke all on all tables in schema public from ${quoted(role)}`);
  for (const [table, what] of Object.entries(rights)) {
    for (const right of splitRights(what)) await run(db, `grant ${right} on ${table} to ${quoted(role)}`);
  }
}

/** 'select, update (a, b)' → ['select', 'update (a, b)'] */
function splitRights(what: string): string[] {
  return what.split(/,\s*(?![^(]*\))/);
}

function quoted(role: string): string {
  return `"${role.replaceAll('"', '""')}"`;
}

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}
