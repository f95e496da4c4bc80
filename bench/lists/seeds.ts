import { sql } from 'kysely';
import { inTenant, type Database } from '../../src/kit/db.ts';

/** What there is to ask for in a filled town. */
export interface Seeds {
  readonly words: Readonly<Record<'common' | 'some' | 'rare', readonly string[]>>;
  readonly addresses: readonly string[];
  readonly neighbourhoods: readonly string[];
  readonly parties: readonly string[];
  readonly services: readonly string[];
  readonly natures: readonly string[];
  /** Numbers of reports of anybody. */
  readonly numbers: readonly number[];
  /** By log-in: the reports in hand with a short and with the longest history, and the services. */
  readonly open: ReadonlyMap<string, readonly number[]>;
  readonly long: ReadonlyMap<string, readonly number[]>;
  readonly ofLogin: ReadonlyMap<string, { readonly id: string; readonly serviceIds: readonly string[] }>;
}

const EACH = 40;

export function findSeeds(owner: Database, municipalityId: string): Promise<Seeds> {
  return inTenant(owner, municipalityId, async ({ kysely }) => {
    const list = async <T>(query: ReturnType<typeof sql<{ value: T }>>) =>
      (await query.execute(kysely)).rows.map(({ value }) => value);
    // stems are not words, but a stem of a stem is the stem: the search finds them
    const words = (from: number, to: number) =>
      list<string>(sql`select word as value from report_word group by word having count(*) between ${from} and ${to}
        and min(length(word)) > 4 order by md5(word) limit ${EACH}`);
    const reportsOf = async (order: 'asc' | 'desc') => {
      const { rows } = await sql<{ login: string; numbers: number[] }>`
        select login, array_agg(number order by number) as numbers
        from (select u.login, r.number, row_number() over (partition by u.id
            order by (select count(*) from event e where e.municipality_id = r.municipality_id
              and e.stream = 'report:' || r.id::text) ${sql.raw(order)}, r.number) as place
          from report r join user_account u on u.municipality_id = r.municipality_id and u.id = r.owner_id
          where r.status <> 'closed') ranked
        where place <= 10 group by login`.execute(kysely);
      return new Map(rows.map(({ login, numbers }) => [login, numbers.map(Number)]));
    };
    const { rows: logins } = await sql<{ login: string; id: string; service_ids: string[] }>`
      select u.login, u.id, array(select m.service_id from service_member m
          where m.municipality_id = u.municipality_id and m.user_id = u.id) as service_ids
      from user_account u where u.active`.execute(kysely);
    return {
      words: {
        common: await words(20_000, 1_000_000),
        some: await words(500, 5000),
        rare: await words(1, 100),
      },
      addresses: await list(
        sql`select street || ' ' || house_number as value from address order by md5(id::text) limit ${EACH}`,
      ),
      neighbourhoods: await list(sql`select id as value from neighbourhood`),
      parties: await list(sql`select id as value from party`),
      services: await list(sql`select id as value from service`),
      natures: await list(sql`select distinct nature as value from assessment tablesample system (1)`),
      numbers: await list(sql`select number as value from report tablesample system (0.05) limit 400`),
      open: await reportsOf('asc'),
      long: await reportsOf('desc'),
      ofLogin: new Map(logins.map(({ login, id, service_ids: serviceIds }) => [login, { id, serviceIds }])),
    };
  });
}
