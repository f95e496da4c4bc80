import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * What a work list is filtered on stands in the row of the report: its nature and urgency as they are now, beside owner,
 * service and deadline. The words of a report stand apart, stemmed, one row each: row-level security keeps a full-text index
 * from being used. A stem goes with the words it came from, by its foreign key.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of structure) await sql.raw(statement).execute(db);
  // what was there before is read once, by the owner, of all municipalities
  const read = [
    'report',
    'report_words',
    'assessment',
    'decision_otherwise',
    'report_block',
    'report_erasure',
  ];
  for (const table of read) await sql.raw(`alter table ${table} no force row level security`).execute(db);
  for (const statement of filling) await sql.raw(statement).execute(db);
  for (const table of read) await sql.raw(`alter table ${table} force row level security`).execute(db);
  for (const statement of indexes) await sql.raw(statement).execute(db);
  await isolate(db, ['report_word']);
}

const structure = [
  `alter table report add column nature text`,
  `alter table report add column urgency text`,
  `alter table report add column searchable boolean not null default true`,
  `create table report_word (
    municipality_id uuid not null,
    report_id uuid not null,
    words_id uuid not null,
    word text not null check (length(word) between 2 and 40),
    primary key (municipality_id, report_id, words_id, word),
    foreign key (municipality_id, report_id, words_id) references report_words on delete cascade
  )`,
];

const filling = [
  `update report r set nature = a.nature, urgency = a.urgency from assessment a
    where a.municipality_id = r.municipality_id and a.report_id = r.id`,
  `update report r set nature = d.nature, urgency = d.urgency
    from (select distinct on (municipality_id, report_id) municipality_id, report_id, nature, urgency
      from decision_otherwise order by municipality_id, report_id, at desc, id desc) d
    where d.municipality_id = r.municipality_id and d.report_id = r.id`,
  `update report r set searchable = false
    where exists (select from report_block b
        where b.municipality_id = r.municipality_id and b.report_id = r.id and b.lifted_at is null)
      or exists (select from report_erasure e where e.municipality_id = r.municipality_id and e.report_id = r.id)`,
  `insert into report_word (municipality_id, report_id, words_id, word)
    select w.municipality_id, w.report_id, w.id, stem
    from report_words w
    join report r on r.municipality_id = w.municipality_id and r.id = w.report_id and r.searchable
    cross join lateral (select distinct coalesce((ts_lexize('dutch_stem', once))[1], once) as stem
      from unnest(tsvector_to_array(to_tsvector('dutch', w.body))) once) stems
    where stem ~ '^[[:alpha:]]{2,40}$' and w.kind <> 'original'
      and not exists (select from report_words c where c.municipality_id = w.municipality_id
        and c.report_id = w.report_id and c.corrects = w.id)`,
];

const indexes = [
  `create index report_word_found on report_word (municipality_id, word, report_id)`,
  `create index report_place_address on report_place (municipality_id, address_id)`,
  `create index report_received on report (municipality_id, received_at, id)`,
  // what a filter asks beside the order stands in the index: counting then reads no rows
  `create index report_service_received on report (municipality_id, owner_service_id, received_at, id)
    include (status, nature, urgency, neighbourhood_id)`,
  `create index report_owner_received on report (municipality_id, owner_id, received_at, id)`,
  `create index report_neighbourhood_received on report (municipality_id, neighbourhood_id, received_at, id)
    include (status, nature, urgency, owner_service_id, owner_id)`,
  `create index report_kind_received on report (municipality_id, nature, urgency, received_at, id)`,
  `create index report_open_step on report (municipality_id, next_step, deadline, id) where status <> 'closed'`,
  `create index report_open_service on report (municipality_id, owner_service_id, deadline, id) where status <> 'closed'`,
];
