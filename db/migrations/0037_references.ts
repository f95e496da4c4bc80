import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/**
 * Under which reference a service keeps a report in a system of its own, and what each organisation calls that system. The key is
 * the reference as it is compared: capitals and spaces make no difference.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['primary_system', 'report_reference']);
}

const statements = [
  `create table primary_system (
    municipality_id uuid not null,
    party_id uuid not null,
    name text not null check (length(name) between 1 and 40),
    link_template text check (link_template like 'https://%' and length(link_template) <= 300),
    primary key (municipality_id, party_id),
    foreign key (municipality_id, party_id) references party
  )`,
  `create table report_reference (
    municipality_id uuid not null,
    report_id uuid not null,
    service_id uuid not null,
    reference text not null check (length(reference) between 1 and 64),
    reference_key text not null check (length(reference_key) between 1 and 64),
    noted_at timestamptz not null,
    primary key (municipality_id, report_id, service_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, service_id) references service
  )`,
  `create index report_reference_found on report_reference (municipality_id, service_id, reference_key)`,
];
