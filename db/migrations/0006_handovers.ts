import { sql, type Kysely } from 'kysely';
import { isolate } from '../tenancy.ts';

/** An offer of a report to a service or a team lead, and what became of it; and the notices people get. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
  await isolate(db, ['handover', 'notice']);
}

const statements = [
  `create table handover (
    municipality_id uuid not null,
    id uuid not null,
    report_id uuid not null,
    step text not null check (step in ('first-service', 'second-service', 'team-lead', 'handed-on')),
    service_id uuid not null,
    team_lead_id uuid,
    offered_at timestamptz not null,
    deadline timestamptz not null,
    status text not null check (status in ('offered', 'accepted', 'declined', 'lapsed', 'withdrawn')),
    answered_by uuid,
    answered_at timestamptz,
    reason text,
    primary key (municipality_id, id),
    foreign key (municipality_id, report_id) references report,
    foreign key (municipality_id, service_id) references service,
    foreign key (municipality_id, team_lead_id) references user_account,
    foreign key (municipality_id, answered_by) references user_account,
    check (step <> 'team-lead' or team_lead_id is not null),
    check (status not in ('accepted', 'declined') or (answered_by is not null and answered_at is not null)),
    check (status <> 'declined' or reason is not null)
  )`,
  // at most one offer of a report is open at any moment
  `create unique index handover_one_open on handover (municipality_id, report_id) where status = 'offered'`,
  `create index handover_open_service on handover (municipality_id, service_id, deadline) where status = 'offered'`,
  `create index handover_report on handover (municipality_id, report_id, offered_at)`,
  `create table notice (
    municipality_id uuid not null,
    id uuid not null,
    user_id uuid not null,
    kind text not null,
    report_id uuid,
    at timestamptz not null,
    seen_at timestamptz,
    primary key (municipality_id, id),
    foreign key (municipality_id, user_id) references user_account,
    foreign key (municipality_id, report_id) references report
  )`,
  `create index notice_unseen on notice (municipality_id, user_id, at) where seen_at is null`,
];
