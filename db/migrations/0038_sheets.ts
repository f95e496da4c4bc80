import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * A list that somebody brought from elsewhere, until it is taken in or two days are over. The cells of a row are there until a
 * report is made of it, and its number after that.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['sheet_draft', 'sheet_row']);
}

const FIELDS = `'words', 'address', 'kind', 'date', 'contact', 'reference', ''`;

const statements = [
  `create table sheet_draft (
    municipality_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    made_at timestamptz not null,
    has_heading boolean not null,
    fields text[] not null check (fields <@ array[${FIELDS}]),
    kind text check (length(kind) <= 40),
    service_id uuid,
    destroy_after timestamptz not null,
    primary key (municipality_id, id),
    foreign key (municipality_id, user_id) references user_account,
    foreign key (municipality_id, service_id) references service
  )`,
  `create index sheet_draft_over on sheet_draft (municipality_id, destroy_after)`,
  `create index sheet_draft_of on sheet_draft (municipality_id, user_id)`,
  `create table sheet_row (
    municipality_id uuid not null,
    draft_id uuid not null,
    number int not null check (number >= 1),
    cells text[],
    report_number bigint,
    refusal text check (length(refusal) <= 60),
    primary key (municipality_id, draft_id, number),
    foreign key (municipality_id, draft_id) references sheet_draft on delete cascade,
    check ((cells is null) = (report_number is not null)),
    check (refusal is null or report_number is null)
  )`,
];
