import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** Housing complexes: which addresses belong to one, who manages it, and reports whose place is a complex. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['complex']);
}

const statements = [
  `create table complex (
    municipality_id uuid not null,
    id uuid not null,
    name text not null check (char_length(name) between 1 and 80),
    code text check (char_length(code) between 1 and 40),
    party_id uuid not null,
    neighbourhood_id uuid not null,
    primary key (municipality_id, id),
    unique (municipality_id, party_id, name),
    unique (municipality_id, party_id, code),
    foreign key (municipality_id, party_id) references party,
    foreign key (municipality_id, neighbourhood_id) references neighbourhood
  )`,
  `alter table address add column complex_id uuid`,
  `alter table address add constraint address_complex foreign key (municipality_id, complex_id) references complex`,
  `create index address_complex on address (municipality_id, complex_id) where complex_id is not null`,
  // an address says itself in which complex it lies: only a report without one names a complex, and where in it
  `alter table report_place add column complex_id uuid`,
  `alter table report_place add column inside text check (char_length(inside) between 1 and 100)`,
  `alter table report_place add constraint report_place_complex foreign key (municipality_id, complex_id) references complex`,
  `alter table report_place add constraint report_place_one check (complex_id is null or address_id is null)`,
  `alter table report_place add constraint report_place_inside check (inside is null or complex_id is not null)`,
  `create index report_place_complex on report_place (municipality_id, complex_id) where complex_id is not null`,
];
