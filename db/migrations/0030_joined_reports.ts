import { sql, type Kysely } from 'kysely';

/** A report that goes along with another that tells of the same thing, and in which square of 100 metres a place lies. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table report add column leading_id uuid`,
  `alter table report add constraint report_leading_fkey foreign key (municipality_id, leading_id) references report`,
  `alter table report drop constraint report_status_check`,
  `alter table report add constraint report_status_check
    check (status in ('with-coordinator', 'offered', 'accepted', 'joined', 'closed'))`,
  `alter table report add constraint joined_has_leading check (
    (status <> 'joined' or leading_id is not null)
    and (leading_id is null or (status in ('joined', 'closed') and leading_id <> id and about = 'place'))
  )`,
  `create index report_leading on report (municipality_id, leading_id) where leading_id is not null`,
  // only of what is about a place: where a person is looked for, nothing is looked for by a machine
  `alter table report_place add column square integer`,
  `alter table report_place no force row level security`,
  `alter table report no force row level security`,
  `alter table address no force row level security`,
  `update report_place place
    set square = floor(coalesce(place.x_m, address.x_m) / 100) * 100000 + floor(coalesce(place.y_m, address.y_m) / 100)
    from report
    left join report_place own on own.municipality_id = report.municipality_id and own.report_id = report.id
    left join address on address.municipality_id = own.municipality_id and address.id = own.address_id
    where report.municipality_id = place.municipality_id and report.id = place.report_id and report.about = 'place'`,
  `alter table report_place force row level security`,
  `alter table report force row level security`,
  `alter table address force row level security`,
  `create index report_place_square on report_place (municipality_id, square) where square is not null`,
];
