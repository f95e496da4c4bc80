import { sql, type Kysely } from 'kysely';

/** What came with the answer to an offer: with whom of the handing side was spoken, or who then in the eyes of who declined. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table handover
    add column warmth text check (warmth in ('spoken', 'not-reached')),
    add column spoke_with uuid,
    add column spoke_at timestamptz,
    add column proposed_service_id uuid,
    add column desk_reason text check (desk_reason in ('no-service-fits', 'needs-talk', 'not-known'))`,
  `alter table handover add constraint handover_spoke_with_fkey
    foreign key (municipality_id, spoke_with) references user_account`,
  `alter table handover add constraint handover_proposed_service_fkey
    foreign key (municipality_id, proposed_service_id) references service`,
  `alter table handover add constraint warmth_of_what_was_accepted check (warmth is null or status = 'accepted')`,
  `alter table handover add constraint spoken_with_whom_and_when check (
    (warmth is not distinct from 'spoken') = (spoke_with is not null) and (spoke_with is null) = (spoke_at is null))`,
  `alter table handover add constraint one_proposal_of_who_declined check (
    num_nonnulls(proposed_service_id, desk_reason) <= case when status = 'declined' then 1 else 0 end)`,
];
