import { sql, type Kysely } from 'kysely';

/** A part of a report that another service was asked to do: a report of its own, that belongs to the whole. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table report add column whole_id uuid`,
  // until when it was asked, what of the whole opens with it, and why
  `alter table report add column part_due timestamptz`,
  `alter table report add column part_shows text`,
  `alter table report add column part_ground text`,
  `alter table report add constraint report_whole_fkey foreign key (municipality_id, whole_id) references report`,
  `alter table report add constraint part_is_whole check (
    case when whole_id is null then part_due is null and part_shows is null and part_ground is null and channel <> 'part'
    else part_due is not null and part_shows in ('nothing', 'place', 'story', 'place-and-story')
      and channel = 'part' and whole_id <> id and leading_id is null and status <> 'joined' and follow_up_hash is null end
  )`,
  `alter table report add constraint words_shown_on_a_ground check (
    coalesce(part_shows, 'nothing') in ('nothing', 'place') or part_ground is not null
  )`,
  `alter table handover drop constraint handover_step_check`,
  `alter table handover add constraint handover_step_check
    check (step in ('first-service', 'second-service', 'team-lead', 'handed-on', 'part'))`,
  `create index report_whole on report (municipality_id, whole_id) where whole_id is not null`,
];
