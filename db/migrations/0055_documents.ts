import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Documents with a report: letters, quotes, floor plans. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['report_document']);
  await registerClass(db);
}

/** Only what was opened and found to do nothing comes in here. */
const statements = [
  `create table report_document (
    municipality_id uuid not null,
    report_id uuid not null,
    id uuid not null,
    class text not null default 'document' check (class = 'document'),
    author_kind text not null check (author_kind in ('reporter', 'user')),
    author_id uuid,
    at timestamptz not null,
    shared_at timestamptz,
    name text not null check (char_length(name) <= 100),
    pages integer not null check (pages between 1 and 300),
    content_hash bytea not null check (octet_length(content_hash) = 32),
    content bytea not null check (octet_length(content) between 1 and 10485760),
    destroy_after timestamptz not null,
    primary key (municipality_id, report_id, id),
    unique (municipality_id, report_id, content_hash),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index report_document_expiry on report_document (municipality_id, destroy_after)`,
  // a document is packed already: the server need not try to pack it again
  `alter table report_document alter column content set storage external`,
];

/** A municipality that was there before knows the class as well; the values are those of content/privacy, to be set by itself. */
async function registerClass(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select municipality_id as id from municipality`.execute(db);
  for (const { id } of rows) {
    await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(db);
    await sql`
      insert into data_class (municipality_id, class, ground, purpose, counts_from, retention_days, source, verified)
      values (${id}, 'document', 'AVG 6(1)(e)', 'Een brief, offerte of plattegrond die bij de melding hoort kunnen lezen.', 'writing', 365,
        'eigen keuze: een jaar na ontvangst; geen bron gevonden, door de gemeente vast te stellen', false)
      on conflict do nothing`.execute(db);
  }
}
