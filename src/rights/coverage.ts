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
  address: { none: 'municipality_id id neighbourhood_id street house_number postcode x_m y_m complex_id' },
  // a place, and nothing about who lives there
  complex: { none: 'municipality_id id name code party_id neighbourhood_id' },
  party: { none: 'municipality_id id name kind', history: 'team_lead_id' },
  user_account: {
    none: 'municipality_id party_id active demo left_at anonymised_at forgotten_at',
    account: 'login name password_hash last_login_at',
    history: 'id',
  },
  user_role: { none: 'municipality_id role', history: 'user_id' },
  identity_provider: {
    none: 'municipality_id id slug name issuer client_id secret_setting scope subject_claim login_claim name_claim roles_claim role_map second_factor party_id makes_users active',
  },
  user_identity: { none: 'municipality_id provider_id linked_at', account: 'subject', history: 'user_id' },
  login_transaction: {
    none: 'municipality_id provider_id way_back expires_at',
    session: 'state_hash browser_hash nonce verifier link_user_id',
  },
  second_factor: { none: 'municipality_id', account: 'user_id sealed_secret made_at confirmed_at last_step' },
  recovery_code: { none: 'municipality_id', account: 'user_id code_hash' },
  password_link: { none: 'municipality_id expires_at', session: 'token_hash user_id' },
  // a client is a machine of a party; what a named person did through it stands in the access log
  api_client: {
    none: 'municipality_id id party_id name scopes secret_hash idempotency_salt active created_at expires_at last_used_at',
  },
  api_client_service: { none: 'municipality_id client_id service_id' },
  api_token: { none: 'municipality_id token_hash client_id scopes created_at expires_at' },
  service: {
    none: 'municipality_id id party_id kind name public_name calendar hours accept_terms active',
  },
  service_day: { none: 'municipality_id service_id day from_minute until_minute' },
  service_coverage: { none: 'municipality_id neighbourhood_id service_id' },
  service_member: { none: 'municipality_id service_id', history: 'user_id' },
  duty: { none: 'municipality_id service_id starts_at ends_at', roster: 'user_id' },
  absence: { none: 'municipality_id id starts_at ends_at made_at', roster: 'user_id stand_in_id made_by' },
  duty_calendar: { none: 'municipality_id language', account: 'user_id token_hash made_at' },
  proof_night: { none: 'municipality_id night began_at ended_at reports breaches broken' },
  contact_point: { none: 'municipality_id id kind name' },
  primary_system: { none: 'municipality_id party_id name link_template' },
  data_class: {
    none: 'municipality_id class ground purpose retention_days source verified counts_from anonymise_days',
  },
  access_log: {
    none: 'municipality_id id source',
    'access-log':
      'at action outcome actor_kind user_id responsible_id party_id client_id roles subject_kind subject_id data_class ground',
  },
  event: { none: 'municipality_id stream seq id at actor_kind kind recorded_at', history: 'actor_id data' },
  timer: { none: 'kind subject_id municipality_id due_at rank attempts' },
  session: {
    none: 'municipality_id kind created_at expires_at stage idle_minutes provider_id',
    session: 'token_hash id subject_id seen_at provider_sid',
  },
  // nobody's history: a row goes when the page is left, and within minutes when its server was killed
  presence: { none: 'municipality_id report_id seen_at doing', session: 'user_id' },
  rate_limit: { none: 'window_start count', 'rate-limit': 'bucket' },
  report: {
    none: 'municipality_id owner_service_id owner_present changed_at keys_cut_at searchable',
    codes:
      'id number received_at channel language observations about neighbourhood_id idempotency_hash follow_up_hash status next_step deadline overdue_count outcome closed_at leading_id nature urgency whole_id part_due part_shows part_ground',
    history: 'owner_id',
  },
  report_words: {
    none: 'municipality_id report_id id class kind author_kind at corrects anonymised_at',
    story: 'body',
    conversation: 'body author_id',
    note: 'body author_id',
  },
  // stems of the words above; the foreign key takes them along in the moment that those go
  report_word: {
    none: 'municipality_id report_id words_id',
    story: 'word',
    conversation: 'word',
    note: 'word',
  },
  report_contact: { none: 'municipality_id report_id class anonymised_at', contact: 'name email phone' },
  report_place: {
    none: 'municipality_id report_id class anonymised_at',
    place: 'address_id x_m y_m source accuracy_m label square complex_id inside',
  },
  report_photo: {
    none: 'municipality_id report_id id class author_kind at shared_at width height destroy_after',
    photo: 'content_hash picture preview',
    history: 'author_id',
  },
  pending_photo: {
    none: 'municipality_id key_hash id class at width height destroy_after',
    photo: 'content_hash picture preview',
  },
  report_document: {
    none: 'municipality_id report_id id class author_kind at shared_at pages destroy_after',
    document: 'name content_hash content',
    history: 'author_id',
  },
  // a random number: with it and a whole mail one could make that mail's code
  mail_key: { none: 'municipality_id secret' },
  // only of reports about a place, and no nearer than a hundred metres
  open311_request: { none: 'municipality_id report_id', codes: 'service_code cell_x_m cell_y_m' },
  // an organisation, at an address of its own
  outside_party: {
    none: 'municipality_id id name email language active changed_at',
    history: 'changed_by',
  },
  outside_request: {
    none: 'municipality_id id report_id class anonymised_at language words_id shows_place photo_ids deadline remind_at reminded_at closes_at',
    contact: 'party_name email',
    codes: 'ground asked_at status reason ended_at',
    history: 'asked_by',
  },
  outside_link: { none: 'municipality_id request_id made_at', session: 'token_hash' },
  outside_act: {
    none: 'municipality_id request_id id report_id class at words_id anonymised_at',
    contact: 'name role',
    codes: 'act',
  },
  report_informing: {
    none: 'municipality_id report_id deadline remind_at late_count',
    codes: 'result done_at',
    history: 'done_by',
  },
  assessment: { none: 'municipality_id report_id at', codes: 'nature danger urgency advice' },
  report_rating: { none: 'municipality_id report_id at words_version', codes: 'rating reason' },
  // which report of public space the reporter took for the same
  report_same: { none: 'municipality_id report_id', codes: 'same_as_id' },
  decision_otherwise: {
    none: 'municipality_id id report_id at',
    codes: 'nature urgency service_id reason',
    history: 'user_id',
  },
  // decision tables are about rules; who wrote and approved them are colleagues
  decision_set: {
    none: 'municipality_id id number base_id status note files content_hash checked_hash revision created_at changed_at proposed_at approved_at guest_municipality_id',
    history: 'author_id changed_by proposed_by approved_by guest_approver_id',
  },
  decision_step: {
    none: 'municipality_id set_id id at kind words guest_forgotten_at',
    history: 'by_id',
    account: 'guest_name',
  },
  decision_activation: {
    none: 'municipality_id id set_id set_status kind active_from at reason withdrawn_at',
    history: 'by_id withdrawn_by',
  },
  decision_table_version: { none: 'municipality_id step version xml kept_at' },
  decision_invitation: {
    none: 'token_hash home_id set_id guest_id created_at expires_at',
    history: 'guest_user_id',
  },
  handover: {
    none: 'municipality_id id report_id step service_id offered_at deadline status answered_at reason warmth spoke_at proposed_service_id desk_reason',
    codes: 'nature',
    history: 'team_lead_id answered_by spoke_with',
  },
  // a number in a system of somebody else: with that system it leads to a person
  report_reference: {
    none: 'municipality_id report_id service_id noted_at',
    codes: 'reference reference_key',
  },
  // what the municipality writes beforehand is about nobody
  standard_text: { none: 'municipality_id id house_code version active' },
  standard_text_version: {
    none: 'municipality_id text_id version name purpose outcome natures body_nl body_en at',
    history: 'by_id',
  },
  rating_words: { none: 'municipality_id version words at', history: 'by_id' },
  // how far the municipality is with something, never about a person
  block_statement: {
    none: 'municipality_id check_id version level since party_id explanation at',
    history: 'by_id',
  },
  // what an organisation says of its own figures, which tell of nobody
  figures_comment: {
    none: 'municipality_id party_id quarter version comment at',
    history: 'by_id',
  },
  category_words: { none: 'municipality_id version words at', history: 'by_id' },
  question_changes: { none: 'municipality_id version changes question_id deed at', history: 'by_id' },
  letter_text: { none: 'municipality_id kind language version subject body at', history: 'by_id' },
  letter_sender: { none: 'municipality_id version name phone hours_nl hours_en at', history: 'by_id' },
  // for an hour somebody can put back what was done with several reports at once; after a day it is gone
  bulk_act: { none: 'municipality_id id command target_id undone_at destroy_after', notice: 'user_id at' },
  bulk_act_report: { none: 'municipality_id act_id refusal seq undone', codes: 'number' },
  // what is to be known of a report is a note of that report; the general line names nobody, as the page asks
  shift_handover: { none: 'municipality_id id read_by destroy_after', notice: 'from_user_id general at' },
  shift_receiver: { none: 'municipality_id handover_id', notice: 'user_id read_at taken_at taken_by' },
  shift_report: {
    none: 'municipality_id handover_id words_id given refusal',
    codes: 'number',
    notice: 'user_id',
  },
  // what a resident saved of a form, for a week: only the code that the resident has opens it
  form_draft: {
    none: 'municipality_id code_hash destroy_after',
    story: 'sealed',
    contact: 'sealed',
    place: 'sealed',
  },
  // a list that somebody brought: for two days, and the cells of a row until it is a report
  sheet_draft: {
    none: 'municipality_id id made_at has_heading fields kind service_id destroy_after',
    history: 'user_id',
  },
  sheet_row: {
    none: 'municipality_id draft_id number refusal',
    story: 'cells',
    contact: 'cells',
    place: 'cells',
    codes: 'report_number',
  },
  saved_list: { none: 'municipality_id id query at', account: 'user_id name' },
  notice: { none: 'municipality_id id kind report_id at', notice: 'user_id seen_at' },
  // whom, about what and when, as ids and codes; the code of a report stands sealed in it until it is sent
  message: {
    none: 'municipality_id id kind language state cause reply attempts round',
    message: 'key user_id device_id report_id offer_id outside_id needed_by at sealed_code settled_at',
  },
  message_item: { none: 'municipality_id message_id kind', message: 'key report_id offer_id needed_by at' },
  message_due: { none: 'municipality_id message_id due_at claim' },
  mail_wish: {
    none: 'municipality_id language mode kinds changed_at',
    account: 'email',
    history: 'user_id',
  },
  device: {
    none: 'municipality_id id browser system language',
    account: 'user_id endpoint_hash sealed made_at shown_at',
  },
  mail_refused: { none: 'municipality_id reply at', message: 'address_hash' },
  incident: {
    none: 'municipality_id party_id owner_present rung status next_step deadline late_count',
    safety:
      'id employee_id report_id kinds happened_at told_at police wish outcome spoken_at agreed closed_at',
    history: 'owner_id lead_id closed_by',
  },
  visit: {
    none: 'municipality_id destroy_after',
    safety: 'id report_id at company other answer',
    history: 'planner_id colleague_id',
  },
  // both go with their incident, by its key
  incident_words: { none: 'municipality_id', safety: 'incident_id id kind body author_id at' },
  incident_step: {
    none: 'municipality_id seq deadline',
    safety: 'incident_id kind at',
    history: 'by_id owner_id',
  },
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
  destruction_look: { none: 'municipality_id at until planned proven_seq proven_hash broken_at' },
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
    anonymise: {
      columns: {
        address_id: 'null',
        x_m: 'null',
        y_m: 'null',
        source: 'null',
        accuracy_m: 'null',
        label: 'null',
        square: 'null',
        inside: 'null',
        complex_id: 'null',
      },
      marker: 'anonymised_at',
    },
    destroy: 'row',
  },
  {
    table: 'outside_act',
    class: 'contact',
    key: ['request_id', 'id'],
    clock: { of: 'report', report: 'report_id' },
    anonymise: { columns: { name: 'null', role: 'null' }, marker: 'anonymised_at' },
    destroy: 'row',
  },
  // its links go with it
  {
    table: 'outside_request',
    class: 'contact',
    key: ['id'],
    clock: { of: 'report', report: 'report_id' },
    anonymise: { columns: { party_name: 'null', email: 'null' }, marker: 'anonymised_at' },
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
    table: 'report_photo',
    class: 'photo',
    key: ['report_id', 'id'],
    clock: { of: 'own', at: 'destroy_after', report: 'report_id' },
    destroy: 'row',
  },
  {
    table: 'pending_photo',
    class: 'photo',
    key: ['key_hash', 'id'],
    clock: { of: 'own', at: 'destroy_after' },
    destroy: 'row',
  },
  {
    table: 'report_document',
    class: 'document',
    key: ['report_id', 'id'],
    clock: { of: 'own', at: 'destroy_after', report: 'report_id' },
    destroy: 'row',
  },
  {
    table: 'report_reference',
    class: 'codes',
    key: ['report_id', 'service_id'],
    clock: { of: 'report', report: 'report_id' },
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
  // words and steps go with it; while aftercare is open it has no moment
  { table: 'incident', class: 'safety', key: ['id'], clock: { of: 'row', at: 'closed_at' }, destroy: 'row' },
  { table: 'visit', class: 'safety', key: ['id'], clock: { of: 'own', at: 'destroy_after' }, destroy: 'row' },
  { table: 'notice', class: 'notice', key: ['id'], clock: { of: 'row', at: 'at' }, destroy: 'row' },
  {
    table: 'message_item',
    class: 'message',
    key: ['message_id', 'key'],
    clock: { of: 'row', at: 'at', report: 'report_id' },
    destroy: 'row',
  },
  {
    table: 'message_item',
    class: 'message',
    key: ['message_id', 'key'],
    clock: { of: 'row', at: 'at' },
    without: 'report_id',
    destroy: 'row',
  },
  // what still waits has no moment: it is told or stopped first
  {
    table: 'message',
    class: 'message',
    key: ['id'],
    clock: { of: 'row', at: 'settled_at', report: 'report_id' },
    destroy: 'row',
  },
  {
    table: 'message',
    class: 'message',
    key: ['id'],
    clock: { of: 'row', at: 'settled_at' },
    without: 'report_id',
    destroy: 'row',
  },
  {
    table: 'mail_refused',
    class: 'message',
    key: ['address_hash'],
    clock: { of: 'row', at: 'at' },
    destroy: 'row',
  },
  {
    table: 'mail_wish',
    class: 'account',
    key: ['user_id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'form_draft',
    class: 'story',
    key: ['code_hash'],
    clock: { of: 'own', at: 'destroy_after' },
    destroy: 'row',
  },
  {
    table: 'sheet_draft',
    class: 'story',
    key: ['id'],
    clock: { of: 'own', at: 'destroy_after' },
    destroy: 'row',
  },
  {
    table: 'device',
    class: 'account',
    key: ['id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'duty_calendar',
    class: 'account',
    key: ['user_id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'bulk_act',
    class: 'notice',
    key: ['id'],
    clock: { of: 'own', at: 'destroy_after' },
    destroy: 'row',
  },
  {
    table: 'shift_handover',
    class: 'notice',
    key: ['id'],
    clock: { of: 'own', at: 'destroy_after' },
    destroy: 'row',
  },
  {
    table: 'duty',
    class: 'roster',
    key: ['service_id', 'starts_at'],
    clock: { of: 'row', at: 'ends_at' },
    destroy: 'row',
  },
  {
    table: 'absence',
    class: 'roster',
    key: ['id'],
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
    table: 'presence',
    class: 'session',
    key: ['report_id', 'user_id'],
    clock: { of: 'row', at: 'seen_at' },
    destroy: 'row',
  },
  {
    table: 'login_transaction',
    class: 'session',
    key: ['state_hash'],
    clock: { of: 'row', at: 'expires_at' },
    destroy: 'row',
  },
  {
    table: 'password_link',
    class: 'session',
    key: ['token_hash'],
    clock: { of: 'row', at: 'expires_at' },
    destroy: 'row',
  },
  {
    table: 'user_identity',
    class: 'account',
    key: ['provider_id', 'user_id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'second_factor',
    class: 'account',
    key: ['user_id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'saved_list',
    class: 'account',
    key: ['id'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  {
    table: 'recovery_code',
    class: 'account',
    key: ['user_id', 'code_hash'],
    clock: { of: 'account', user: 'user_id' },
    destroy: 'row',
  },
  // somebody of another municipality has no account here: the name stands in the step itself
  {
    table: 'decision_step',
    class: 'account',
    key: ['set_id', 'id'],
    clock: { of: 'row', at: 'at' },
    without: 'by_id',
    destroy: { columns: { guest_name: 'dash' }, marker: 'guest_forgotten_at' },
  },
  {
    table: 'user_account',
    class: 'account',
    key: ['id'],
    clock: { of: 'account', user: 'id' },
    anonymise: { columns: { password_hash: 'empty' }, marker: 'anonymised_at' },
    destroy: {
      columns: { login: 'id', name: 'dash', password_hash: 'empty', last_login_at: 'null' },
      marker: 'forgotten_at',
    },
  },
  { table: 'access_log', class: 'access-log', key: ['id'], clock: { of: 'row', at: 'at' }, destroy: 'row' },
];

/** Classes that go by themselves with another one, or are swept elsewhere; and how. */
export const WITHOUT_LINE: Partial<Readonly<Record<DataClass, string>>> = {
  history: 'ids of colleagues name nobody once `user_account` is forgotten; history itself is appended only',
  'rate-limit': 'src/kit/rate-limit.ts#forgetOldLimits, every hour',
};
