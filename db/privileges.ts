import { sql, type Kysely } from 'kysely';

export interface Roles {
  readonly appRole: string;
  /** The only role that may destroy words; without one the owner does it. */
  readonly retentionRole?: string | undefined;
}

const ROW_OF_REPORT =
  'status, owner_id, owner_service_id, next_step, deadline, overdue_count, outcome, closed_at, changed_at, ' +
  'leading_id, nature, urgency, searchable';

const ROW_OF_SET =
  'status, note, files, content_hash, checked_hash, revision, changed_by, changed_at, proposed_by, proposed_at, ' +
  'approved_by, approved_at, guest_approver_id, guest_municipality_id';

/** What the application may do, table by table. What is not named here it may not do. */
const APP: Readonly<Record<string, string>> = {
  clock_offset: 'select',
  // for /health: whether a newer version migrated under this one
  kysely_migration: 'select',
  municipality: 'select',
  district: 'select',
  neighbourhood: 'select',
  address: 'select',
  complex: 'select',
  party: 'select, update (team_lead_id)',
  user_account: 'select, insert, update (name, password_hash, active, last_login_at, left_at)',
  user_role: 'select, insert, delete',
  identity_provider: 'select',
  user_identity: 'select, insert',
  login_transaction: 'select, insert, delete',
  second_factor: 'select, insert, update (sealed_secret, made_at, confirmed_at, last_step), delete',
  recovery_code: 'select, insert, delete',
  password_link: 'select, insert, delete',
  service: 'select, update (hours)',
  service_day: 'select, insert, update (from_minute, until_minute), delete',
  service_coverage: 'select',
  service_member: 'select, insert, delete',
  duty: 'select, insert, update (ends_at), delete',
  absence: 'select, insert, update (stand_in_id, ends_at)',
  duty_calendar: 'select, insert, update (token_hash, language, made_at), delete',
  proof_night: 'select, insert, update (began_at, ended_at, reports, breaches, broken)',
  contact_point: 'select',
  primary_system: 'select',
  data_class: 'select',
  api_client: 'select, update (last_used_at)',
  api_client_service: 'select',
  api_token: 'select, insert, delete',
  open311_request: 'select, insert',
  event: 'select, insert',
  access_log: 'select, insert',
  timer: 'select, insert, update, delete',
  session: 'select, insert, update, delete',
  rate_limit: 'select, insert, update, delete',
  report: `select, insert, update (${ROW_OF_REPORT})`,
  report_words: 'select, insert',
  // its rows go with the words they came from, by their key; and at once when a report is shut off from searching
  report_word: 'select, insert, delete',
  // who has the report puts a wrong address right, and the wrong one is then gone
  report_contact: 'select, insert, update (email, phone)',
  report_place: 'select, insert',
  report_photo: 'select, insert, update (shared_at, destroy_after)',
  pending_photo: 'select, insert, update (destroy_after)',
  report_document: 'select, insert, update (shared_at, destroy_after)',
  mail_key: 'select, insert',
  assessment: 'select, insert',
  decision_otherwise: 'select, insert',
  report_rating: 'select, insert',
  report_same: 'select, insert',
  form_draft: 'select, insert, update (sealed, destroy_after), delete',
  handover:
    'select, insert, update (status, answered_by, answered_at, reason, warmth, spoke_with, spoke_at, proposed_service_id, desk_reason)',
  standard_text: 'select, insert, update (version, active)',
  standard_text_version: 'select, insert',
  report_reference: 'select, insert, update (reference, reference_key, noted_at), delete',
  notice: 'select, insert, update (seen_at)',
  saved_list: 'select, insert, delete',
  bulk_act: 'select, insert, update (undone_at)',
  bulk_act_report: 'select, insert, update (undone)',
  shift_handover: 'select, insert',
  shift_receiver: 'select, insert, update (read_at, taken_at, taken_by)',
  shift_report: 'select, insert',
  sheet_draft: 'select, insert, update (has_heading, fields, kind, service_id), delete',
  sheet_row: 'select, insert, update (cells, report_number, refusal)',
  decision_set: `select, insert, update (${ROW_OF_SET})`,
  decision_step: 'select, insert',
  decision_activation: 'select, insert, update (withdrawn_at, withdrawn_by)',
  decision_table_version: 'select, insert',
  decision_invitation: 'select, insert, update (guest_user_id), delete',
  outside_party: 'select, insert, update (name, email, language, active, changed_at, changed_by)',
  outside_request:
    'select, insert, update (status, reason, deadline, remind_at, reminded_at, closes_at, ended_at)',
  outside_link: 'select, insert, delete',
  outside_act: 'select, insert',
  report_informing: 'select, insert, update (result, done_at, done_by, remind_at, late_count)',
  message: 'select, insert, update (state, cause, reply, attempts, round, sealed_code, settled_at)',
  message_item: 'select, insert',
  message_due: 'select, insert, update (due_at, claim), delete',
  device:
    'select, insert, update (id, user_id, sealed, browser, system, language, made_at, shown_at), delete',
  mail_wish: 'select, insert, update (email, language, mode, kinds, changed_at)',
  rating_words: 'select, insert',
  block_statement: 'select, insert',
  figures_comment: 'select, insert',
  question_changes: 'select, insert',
  category_words: 'select, insert',
  letter_text: 'select, insert',
  letter_sender: 'select, insert',
  mail_refused: 'select, insert, update (reply, at), delete',
  incident:
    'select, insert, update (wish, status, owner_id, lead_id, rung, next_step, deadline, late_count, outcome, spoken_at, agreed, closed_at, closed_by)',
  incident_words: 'select, insert',
  // it goes when it is over, and before that when it is off
  visit: 'select, insert, update (answer), delete',
  incident_step: 'select, insert',
  rights_request:
    'select, insert, update (deadline, extended_at, extension_reason, late_count, status, owner_id, next_step, decision, decision_reason, decided_at, decided_by)',
  report_block: 'select, insert, update (owner_id, review_at, late_count, lifted_at, lifted_by)',
  report_erasure: 'select, insert',
  presence: 'select, insert, update (seen_at, doing), delete',
  destruction_proof: 'select',
  destruction_look: 'select',
};

/**
 * What `src/rights/coverage.ts` lists can be blanked or destroyed, and only by the retention role. It finds rows by ids,
 * codes and times; what stands in them it cannot read.
 */
const RETENTION: Readonly<Record<string, string>> = {
  clock_offset: 'select',
  municipality: 'select',
  data_class: 'select (municipality_id, class, counts_from, anonymise_days, retention_days)',
  report:
    'select (municipality_id, id, status, owner_id, received_at, closed_at, keys_cut_at, whole_id), update (idempotency_hash, follow_up_hash, keys_cut_at)',
  report_words:
    'select (municipality_id, report_id, id, class, at, anonymised_at), update (author_id, anonymised_at), delete',
  report_contact:
    'select (municipality_id, report_id, anonymised_at), update (name, email, phone, anonymised_at), delete',
  report_place:
    'select (municipality_id, report_id, anonymised_at), update (address_id, x_m, y_m, source, accuracy_m, label, square, complex_id, inside, anonymised_at), delete',
  report_photo: 'select (municipality_id, report_id, id, destroy_after), delete',
  pending_photo: 'select (municipality_id, key_hash, id, destroy_after), delete',
  report_document: 'select (municipality_id, report_id, id, destroy_after), delete',
  // its links go with it, by its key
  outside_request:
    'select (municipality_id, id, report_id, anonymised_at), update (party_name, email, anonymised_at), delete',
  outside_act:
    'select (municipality_id, request_id, id, report_id, anonymised_at), update (name, role, anonymised_at), delete',
  report_block: 'select (municipality_id, id, report_id, request_id, lifted_at), delete',
  report_erasure: 'select (municipality_id, report_id, request_id, at), delete',
  visit: 'select (municipality_id, id, destroy_after), delete',
  // its words and steps go with it, by its key
  incident: 'select (municipality_id, id, closed_at), delete',
  rights_request: 'select (municipality_id, id, report_id, status, decided_at), delete',
  report_reference: 'select (municipality_id, report_id, service_id), delete',
  notice: 'select (municipality_id, id, at), delete',
  message: 'select (municipality_id, id, report_id, settled_at), delete',
  message_item: 'select (municipality_id, message_id, key, report_id, at), delete',
  mail_refused: 'select (municipality_id, address_hash, at), delete',
  mail_wish: 'select (municipality_id, user_id), delete',
  device: 'select (municipality_id, id, user_id), delete',
  duty_calendar: 'select (municipality_id, user_id), delete',
  duty: 'select (municipality_id, service_id, starts_at, ends_at), delete',
  absence: 'select (municipality_id, id, ends_at), delete',
  presence: 'select (municipality_id, report_id, user_id, seen_at), delete',
  session: 'select (municipality_id, token_hash, expires_at), delete',
  login_transaction: 'select (municipality_id, state_hash, expires_at), delete',
  password_link: 'select (municipality_id, token_hash, expires_at), delete',
  user_identity: 'select (municipality_id, provider_id, user_id), delete',
  second_factor: 'select (municipality_id, user_id), delete',
  recovery_code: 'select (municipality_id, user_id, code_hash), delete',
  saved_list: 'select (municipality_id, id, user_id), delete',
  // what came of each report goes with it, by its key
  bulk_act: 'select (municipality_id, id, destroy_after), delete',
  // whom it was told to and about which reports goes with it, by their keys
  shift_handover: 'select (municipality_id, id, destroy_after), delete',
  form_draft: 'select (municipality_id, code_hash, destroy_after), delete',
  // its rows go with it
  sheet_draft: 'select (municipality_id, id, destroy_after), delete',
  decision_step:
    'select (municipality_id, set_id, id, at, by_id, guest_forgotten_at), update (guest_name, guest_forgotten_at)',
  access_log: 'select (municipality_id, id, at, user_id), delete',
  user_account:
    'select (municipality_id, id, active, last_login_at, left_at, anonymised_at, forgotten_at), update (login, name, password_hash, last_login_at, anonymised_at, forgotten_at)',
  destruction_proof: 'select, insert',
  destruction_look: 'select, insert, update',
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
