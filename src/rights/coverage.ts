import type { DataClass } from '../people/model.ts';
import type { CoverageLine } from './model.ts';

/**
 * Which personal data the house holds, and how each goes. Two lists, both held against the database by
 * `coverage.test.ts`: a new table or column does not get past it before it stands here.
 */

/** Every column of every table: the classes of personal data, and `none` for what is about nobody. */
export const COLUMNS: Readonly<Record<string, Partial<Readonly<Record<DataClass | 'none', string>>>>> = {
  clock_offset: { none: 'only_row offset_ms' },
  municipality: {
    none: 'municipality_id slug name code desk_service_id settings',
    history: 'coordinator_id manager_id',
  },
  district: { none: 'municipality_id id code name' },
  neighbourhood: { none: 'municipality_id id district_id code name rings' },
  // the register of all addresses says of nobody that there is a report; `report_place` does
  address: { none: 'municipality_id id neighbourhood_id street house_number postcode x_m y_m' },
  party: { none: 'municipality_id id name kind', history: 'team_lead_id' },
  user_account: {
    none: 'municipality_id party_id active demo anonymised_at forgotten_at',
    account: 'login name password_hash',
    history: 'id',
  },
  user_role: { none: 'municipality_id role', history: 'user_id' },
  service: {
    none: 'municipality_id id party_id kind name public_name calendar hours accept_terms active',
  },
  service_coverage: { none: 'municipality_id neighbourhood_id service_id' },
  service_member: { none: 'municipality_id service_id', history: 'user_id' },
  duty: { none: 'municipality_id service_id starts_at ends_at', roster: 'user_id' },
  contact_point: { none: 'municipality_id id kind name' },
  data_class: {
    none: 'municipality_id class ground purpose retention_days source verified counts_from anonymise_days',
  },
  access_log: {
    none: 'municipality_id id source',
    'access-log':
      'at action outcome actor_kind user_id responsible_id party_id roles subject_kind subject_id data_class ground',
  },
  event: { none: 'municipality_id stream seq id at actor_kind kind recorded_at', history: 'actor_id data' },
  timer: { none: 'kind subject_id municipality_id due_at attempts' },
  session: { none: 'municipality_id kind created_at expires_at', session: 'token_hash subject_id' },
  rate_limit: { none: 'window_start count', 'rate-limit': 'bucket' },
  report: {
    none: 'municipality_id owner_service_id keys_cut_at',
    codes:
      'id number received_at channel language observations about neighbourhood_id idempotency_hash follow_up_hash status next_step deadline overdue_count outcome closed_at',
    history: 'owner_id',
  },
  report_words: {
    none: 'municipality_id report_id id class kind author_kind at corrects anonymised_at',
    story: 'body',
    conversation: 'body author_id',
    note: 'body author_id',
  },
  report_contact: { none: 'municipality_id report_id class anonymised_at', contact: 'name email phone' },
  report_place: { none: 'municipality_id report_id class anonymised_at', place: 'address_id' },
  report_informing: {
    none: 'municipality_id report_id deadline remind_at late_count',
    codes: 'result done_at',
    history: 'done_by',
  },
  assessment: { none: 'municipality_id report_id at', codes: 'nature danger urgency advice' },
  handover: {
    none: 'municipality_id id report_id step service_id offered_at deadline status answered_at reason',
    history: 'team_lead_id answered_by',
  },
  notice: { none: 'municipality_id id kind report_id at', notice: 'user_id seen_at' },
  rights_request: {
    none: 'municipality_id id report_id',
    rights:
      'kind asked_by reference received_at deadline extended_at extension_reason late_count status next_step decision decision_reason decided_at',
    history: 'owner_id decided_by',
  },
  report_block: {
    none: 'municipality_id id report_id',
    rights: 'reason request_id blocked_at review_at late_count lifted_at',
    history: 'owner_id blocked_by lifted_by',
  },
  report_erasure: { none: 'municipality_id', rights: 'report_id request_id at' },
  destruction_proof: {
    none: 'municipality_id seq at class table_name step count oldest newest leaves previous hash',
  },
};

const authorId: CoverageLine['anonymise'] & {} = { columns: { author_id: 'null' }, marker: 'anonymised_at' };

/** In this order: what points at something goes before what it points at. A table of another room is one line more. */
export const LINES: readonly CoverageLine[] = [
  {
    table: 'report_contact',
    class: 'contact',
    key: ['report_id'],
    clock: { of: 'report', report: 'report_id' },
    anonymise: { columns: { name: 'null', email: 'null', phone: 'null' }, marker: 'anonymised_at' },
    destroy: 'row',
  },
  {
    table: 'report_place',
    class: 'place',
    key: ['report_id'],
    clock: { of: 'report', report: 'report_id' },
    anonymise: { columns: { address_id: 'null' }, marker: 'anonymised_at' },
    destroy: 'row',
  },
  {
    table: 'report_words',
    class: 'story',
    key: ['report_id', 'id'],
    clock: { of: 'report', report: 'report_id', at: 'at' },
    byClass: true,
    destroy: 'row',
  },
  {
    table: 'report_words',
    class: 'conversation',
    key: ['report_id', 'id'],
    clock: { of: 'report', report: 'report_id', at: 'at' },
    byClass: true,
    anonymise: authorId,
    destroy: 'row',
  },
  {
    table: 'report_words',
    class: 'note',
    key: ['report_id', 'id'],
    clock: { of: 'report', report: 'report_id', at: 'at' },
    byClass: true,
    anonymise: authorId,
    destroy: 'row',
  },
  {
    table: 'report',
    class: 'codes',
    key: ['id'],
    clock: { of: 'report', report: 'id' },
    destroy: { columns: { idempotency_hash: 'null', follow_up_hash: 'null' }, marker: 'keys_cut_at' },
  },
  {
    table: 'report_erasure',
    class: 'rights',
    key: ['report_id'],
    clock: { of: 'row', at: 'at' },
    destroy: 'row',
  },
  {
    table: 'report_block',
    class: 'rights',
    key: ['id'],
    clock: { of: 'row', at: 'lifted_at' },
    destroy: 'row',
  },
  {
    table: 'rights_request',
    class: 'rights',
    key: ['id'],
    clock: { of: 'row', at: 'decided_at' },
    heldBy: [
      { table: 'report_block', column: 'request_id' },
      { table: 'report_erasure', column: 'request_id' },
    ],
    destroy: 'row',
  },
  { table: 'notice', class: 'notice', key: ['id'], clock: { of: 'row', at: 'at' }, destroy: 'row' },
  {
    table: 'duty',
    class: 'roster',
    key: ['service_id', 'starts_at'],
    clock: { of: 'row', at: 'ends_at' },
    destroy: 'row',
  },
  {
    table: 'session',
    class: 'session',
    key: ['token_hash'],
    clock: { of: 'row', at: 'expires_at' },
    destroy: 'row',
  },
  {
    table: 'user_account',
    class: 'account',
    key: ['id'],
    clock: { of: 'account' },
    anonymise: { columns: { password_hash: 'empty' }, marker: 'anonymised_at' },
    destroy: { columns: { login: 'id', name: 'dash', password_hash: 'empty' }, marker: 'forgotten_at' },
  },
  { table: 'access_log', class: 'access-log', key: ['id'], clock: { of: 'row', at: 'at' }, destroy: 'row' },
];

/** Classes that go by themselves with another one, or are swept elsewhere; and how. */
export const WITHOUT_LINE: Partial<Readonly<Record<DataClass, string>>> = {
  history: 'ids of colleagues name nobody once `user_account` is forgotten; history itself is appended only',
  'rate-limit': 'src/kit/rate-limit.ts#forgetOldLimits, every hour',
};
