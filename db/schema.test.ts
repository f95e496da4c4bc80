import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase, inTenant, type Tx } from '../src/kit/db.ts';
import { testDatabase, type TestDatabase } from '../tests/support/database.ts';
import { foundTown, idOf, type Town } from '../tests/support/town.ts';
import { SHARED_TABLES } from './tenancy.ts';

let db: TestDatabase;
let town: Town;
let other: Town;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner, 'proefstad');
  other = await foundTown(db.owner, 'anderdorp');
  await inTenant(db.owner, town.id, (tx) =>
    sql`insert into user_account (municipality_id, id, party_id, login, name, active)
      select municipality_id, ${idOf('proefstad', 'user', 'gone')}, party_id, 'gone', 'Gone', false
      from user_account where login = 'huismeester'`.execute(tx.kysely),
  );
});
afterAll(() => db.close());

const asApp = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db.app, town.id, work);
const run = (statement: ReturnType<typeof sql>) => asApp((tx) => statement.execute(tx.kysely));

/** A report as raw SQL, with any column replaced. */
function insertReport(changes: Record<string, unknown> = {}) {
  const row: Record<string, unknown> = {
    municipality_id: town.id,
    id: idOf('raw', JSON.stringify(changes), String(Math.trunc(performance.now() * 1000))),
    received_at: '2026-01-01T00:00:00Z',
    channel: 'form',
    language: 'nl',
    observations: '{}',
    about: 'place',
    idempotency_hash: Buffer.from(JSON.stringify(changes) + performance.now()),
    follow_up_hash: Buffer.from(JSON.stringify(changes) + performance.now()),
    status: 'with-coordinator',
    owner_id: town.users.coordinator,
    next_step: 'decide',
    deadline: '2026-01-02T00:00:00Z',
    ...changes,
  };
  const columns = sql.join(Object.keys(row).map((name) => sql.ref(name)));
  return sql`insert into report (${columns}) values (${sql.join(Object.values(row))})`;
}

describe('the schema is ready to be spread by municipality', () => {
  it('puts the municipality first in every key, index and foreign key of a tenant table', async () => {
    const { rows } = await sql<{ table: string; name: string; columns: string[] }>`
      select c.relname as table, i.relname as name,
        (select array_agg(a.attname::text order by k.at) from unnest(x.indkey) with ordinality k (attnum, at)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum) as columns
      from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      where c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely%'
      union all
      select c.relname, k.conname, (select array_agg(a.attname::text order by o.at) from unnest(k.conkey) with ordinality o (attnum, at)
          join pg_attribute a on a.attrelid = c.oid and a.attnum = o.attnum)
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.contype in ('f', 'u', 'p', 'x') and c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely%'`.execute(
      db.owner,
    );
    const shared: readonly string[] = SHARED_TABLES;
    const tenant = rows.filter((row) => !shared.includes(row.table));
    expect(tenant.length).toBeGreaterThan(40);
    expect(tenant.filter((row) => row.columns[0] !== 'municipality_id')).toEqual([]);
  });

  it('forces row-level security on every table that is not shared', async () => {
    const { rows } = await sql<{ name: string; forced: boolean }>`
      select relname as name, relrowsecurity and relforcerowsecurity as forced from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'kysely%'`.execute(
      db.owner,
    );
    const open = rows.filter((row) => !row.forced).map((row) => row.name);
    expect(open.toSorted()).toEqual([...SHARED_TABLES].toSorted());
  });

  it('has no triggers of its own', async () => {
    const { rows } = await sql`select tgname from pg_trigger where not tgisinternal`.execute(db.owner);
    expect(rows).toEqual([]);
  });
});

describe('raw SQL as the application', () => {
  it('stores a report that has an owner, a next step and a deadline', async () => {
    await expect(run(insertReport())).resolves.toBeDefined();
  });

  it.each([
    ['an owner', { owner_id: null }],
    ['a next step', { next_step: null }],
    ['a deadline', { deadline: null }],
    ['an owner who exists', { owner_id: idOf('nobody') }],
    ['an owner who is still there', { owner_id: idOf('proefstad', 'user', 'gone') }],
    ['an owner of this municipality', { owner_id: idOf('anderdorp', 'user', 'coordinator') }],
    ['a known status', { status: 'floating' }],
    ['a service once accepted', { status: 'accepted' }],
  ])('cannot store an open report without %s', async (_what, changes) => {
    await expect(run(insertReport(changes))).rejects.toThrow(/violates/);
  });

  it('cannot take the owner from an open report', async () => {
    await run(insertReport());
    await expect(run(sql`update report set owner_id = null`)).rejects.toThrow(/violates not-null/);
    await expect(run(sql`update report set deadline = null`)).rejects.toThrow(/violates check/);
  });

  it.each([
    ['change history', sql`update event set kind = 'other'`],
    ['destroy history', sql`delete from event`],
    ['change the access log', sql`update access_log set ground = 'none'`],
    ['destroy the access log', sql`delete from access_log`],
    ['change words', sql`update report_words set body = 'other'`],
    ['destroy words', sql`delete from report_words`],
    ['destroy a report', sql`delete from report`],
    ['move a report to another municipality', sql`update report set municipality_id = ${idOf('anderdorp')}`],
    ['rewrite what was observed', sql`update report set observations = '{}'`],
    ['rewrite an assessment', sql`update assessment set nature = 'question'`],
    ['change who is coordinator', sql`update municipality set coordinator_id = coordinator_id`],
    ['name an identity provider', sql`update identity_provider set issuer = 'https://elders.example'`],
    ['move a link to another user', sql`update user_identity set user_id = user_id`],
    ['bring back a log-in that is used', sql`update login_transaction set expires_at = wijk_now()`],
    ['move a user to another organisation', sql`update user_account set party_id = party_id`],
    ['destroy a user', sql`delete from user_account`],
    ['make a machine client', sql`insert into api_client default values`],
    ['give a machine client rights', sql`update api_client set scopes = 'meldingen:alle'`],
    ['move the clock', sql`update clock_offset set offset_ms = 1`],
    ['switch row-level security off', sql`alter table report disable row level security`],
  ])('cannot %s', async (_what, statement) => {
    await expect(run(statement)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('cannot give a role in another municipality', async () => {
    const role = sql`insert into user_role values (${other.id}, ${other.users['huismeester']}, 'coordinator')`;
    await expect(run(role)).rejects.toThrow(/row-level security/);
  });

  it('cannot write into another municipality', async () => {
    await expect(
      run(insertReport({ municipality_id: other.id, owner_id: other.users.coordinator })),
    ).rejects.toThrow(/row-level security/);
  });

  it('sees nothing of another municipality, and nothing at all without one', async () => {
    await run(insertReport());
    const { rows: elsewhere } = await inTenant(db.app, other.id, (tx) =>
      sql`select id from report`.execute(tx.kysely),
    );
    const { rows: nowhere } = await sql`select id from report`.execute(db.app);
    expect([elsewhere, nowhere]).toEqual([[], []]);
  });

  it('cannot found a municipality without a coordinator', async () => {
    const id = idOf('leeg');
    const found = db.owner.transaction().execute(async (tx) => {
      await sql`set local app.municipality_id = ${sql.lit(id)}`.execute(tx);
      await sql`insert into municipality values (${id}, 'leeg', 'Leeg', 'GM0', null, null, null, '{}')`.execute(
        tx,
      );
    });
    await expect(found).rejects.toThrow(/violates not-null/);
  });

  it('holds the owner to one municipality as well', async () => {
    const { rows } = await sql`select id from user_account`.execute(db.owner);
    expect(rows).toEqual([]);
  });
});

/** Only a server with a role of its own for destroying can show this; elsewhere there is no such test, and none skipped. */
const { ownerUrl, retentionUrl } = inject('testServer');
it.each(retentionUrl === ownerUrl ? [] : ['the retention role'])(
  'lets %s destroy words and read nothing of them',
  async () => {
    const retention = createDatabase(db.retentionUrl);
    const inTown = (statement: ReturnType<typeof sql>) =>
      inTenant(retention, town.id, (tx) => statement.execute(tx.kysely));
    await expect(inTown(sql`select body from report_words`)).rejects.toThrow(/permission denied/);
    await expect(inTown(sql`delete from report_words where at < '2000-01-01'`)).resolves.toBeDefined();
    await expect(inTown(sql`delete from event`)).rejects.toThrow(/permission denied/);
    await retention.destroy();
  },
);
