import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** A visit that is planned from a report, and who goes along. It goes when it is over. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['visit']);
}

const statements = [
  // of the visit, never of a person or an address: there is one of a report at most, and none that is over
  `create table visit (
    municipality_id uuid not null references municipality,
    id uuid not null,
    report_id uuid not null,
    planner_id uuid not null,
    at timestamptz not null,
    company text not null check (company in ('alone', 'colleague', 'elsewhere')),
    colleague_id uuid,
    other text check (length(other) between 1 and 60),
    answer text check (answer in ('yes', 'no')),
    destroy_after timestamptz not null,
    primary key (municipality_id, id),
    unique (municipality_id, report_id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, planner_id) references user_account,
    foreign key (municipality_id, colleague_id) references user_account,
    constraint company_is_somebody check (
      (company = 'colleague') = (colleague_id is not null) and (company = 'elsewhere') = (other is not null)),
    constraint colleague_answers check (answer is null or company = 'colleague'),
    constraint not_with_oneself check (colleague_id is distinct from planner_id),
    constraint goes_after_it check (destroy_after > at)
  )`,
  `create index visit_planner on visit (municipality_id, planner_id, at)`,
  `create index visit_colleague on visit (municipality_id, colleague_id, at)`,
];
