import { sql, type Kysely } from 'kysely';

/** Where something is without an address of our own: pointed out on a map, told by a telephone, or found in the register. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table report_place add column x_m double precision`,
  `alter table report_place add column y_m double precision`,
  `alter table report_place add column source text check (source in ('pin', 'gps', 'register'))`,
  `alter table report_place add column accuracy_m double precision check (accuracy_m >= 0)`,
  `alter table report_place add column label text check (length(label) between 1 and 200)`,
  `alter table report_place add constraint report_place_spot
    check ((x_m is null) = (y_m is null) and (x_m is null) = (source is null))`,
];
