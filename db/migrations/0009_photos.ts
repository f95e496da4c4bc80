import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** The photos of a report, and those of a form that is not a report yet. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['report_photo', 'pending_photo']);
  await registerClass(db);
}

/** Only pictures that were made anew come in here, so their sizes are known. */
const PICTURE = `
    width integer not null check (width between 1 and 2000),
    height integer not null check (height between 1 and 2000),
    content_hash bytea not null check (octet_length(content_hash) = 32),
    picture bytea not null check (octet_length(picture) between 1 and 8000000),
    preview bytea not null check (octet_length(preview) between 1 and 8000)`;

const statements = [
  `create table report_photo (
    municipality_id uuid not null,
    report_id uuid not null,
    id uuid not null,
    class text not null default 'photo' check (class = 'photo'),
    author_kind text not null,
    author_id uuid,
    at timestamptz not null,
    shared_at timestamptz,
    ${PICTURE},
    destroy_after timestamptz not null,
    primary key (municipality_id, report_id, id),
    unique (municipality_id, report_id, content_hash),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, class) references data_class
  )`,
  `create index report_photo_expiry on report_photo (municipality_id, destroy_after)`,
  // a photo is packed already: the server need not try to pack it again
  `alter table report_photo alter column picture set storage external`,
  `create table pending_photo (
    municipality_id uuid not null,
    key_hash bytea not null,
    id uuid not null,
    class text not null default 'photo' check (class = 'photo'),
    at timestamptz not null,
    ${PICTURE},
    destroy_after timestamptz not null,
    primary key (municipality_id, key_hash, id),
    unique (municipality_id, key_hash, content_hash),
    foreign key (municipality_id, class) references data_class,
    constraint pending_a_day_at_most check (destroy_after <= at + interval '1 day')
  )`,
  `create index pending_photo_expiry on pending_photo (municipality_id, destroy_after)`,
  `alter table pending_photo alter column picture set storage external`,
];

/** A municipality that was there before knows the class as well; the values are those of content/privacy, to be set by itself. */
async function registerClass(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ id: string }>`select municipality_id as id from municipality`.execute(db);
  for (const { id } of rows) {
    await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(db);
    await sql`
      insert into data_class (municipality_id, class, ground, purpose, retention_days, source, verified)
      values (${id}, 'photo', 'AVG 6(1)(e)', 'Zien wat de melder zag, en laten zien wat er is gedaan.', 365,
        'eigen keuze: een jaar na ontvangst; geen bron gevonden, door de gemeente vast te stellen', false)
      on conflict do nothing`.execute(db);
  }
}
