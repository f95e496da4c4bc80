import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { findBreaches } from '../../src/cli/verify.ts';
import { advanceClock, databaseNow } from '../../src/kit/clock.ts';
import { inTenant } from '../../src/kit/db.ts';
import { PERMISSIONS } from '../../src/people/index.ts';
import type { Role } from '../../src/people/model.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { foundTown, idOf, PEOPLE, type Town } from '../support/town.ts';
import type { Call, Told } from './calls.ts';
import type { Mutant } from './mutant.ts';
import type { Person, Seen } from './rules.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What is told of a call on which the process ended. */
export const ENDED = 'the process ended';

/** A server process that is asked over its pipe. */
export interface Server {
  ask(call: Call): Promise<Told>;
  kill(): Promise<void>;
}

/** A town on a database of its own, and two server processes that work on it. */
export interface World {
  readonly db: TestDatabase;
  readonly town: Town;
  readonly servers: readonly [Server, Server];
  now(): Promise<Date>;
  /** Time passes until `until`, from one timer to the next; both processes fire what is due at each. */
  passUntil(until: Date): Promise<void>;
  /** All reports as they stand, by number. */
  look(): Promise<Map<number, Seen>>;
  people(): Promise<readonly Person[]>;
  /** As the owner of the tables: for mistakes in the configuration that no page makes. */
  misconfigure(statement: string): Promise<void>;
  breaches(): Promise<readonly string[]>;
  /** What the processes threw and logged as errors since the last look. */
  faults(): readonly string[];
  close(): Promise<void>;
}

export async function openWorld({ mutant }: { mutant?: Mutant } = {}): Promise<World> {
  const db = await testDatabase();
  for (const statement of mutant?.sql ?? []) await sql.raw(statement).execute(db.owner);
  const town = await foundTown(db.owner, 'looproute');
  // of which nothing may ever be seen
  await foundTown(db.owner, 'elders');
  const faults: string[] = [];
  const servers = await Promise.all([startServer(db, town, mutant), startServer(db, town, mutant)]);
  const now = () => databaseNow(db.owner);
  const askBoth = async (call: Call) => {
    for (const told of await Promise.all(servers.map((server) => server.ask(call)))) note(faults, told);
  };
  return {
    db,
    town,
    servers: servers.map((server) => ({
      ...server,
      ask: async (call: Call) => note(faults, await server.ask(call)),
    })) as unknown as [Server, Server],
    now,
    passUntil: async (until) => {
      for (let rounds = 0; rounds < 400; rounds += 1) {
        const due = await nextDue(db);
        if (!due || due > until) break;
        await setClock(db, due);
        await askBoth({ what: 'fire' });
      }
      await setClock(db, until);
      await askBoth({ what: 'fire' });
      await askBoth({ what: 'post' });
      await askBoth({ what: 'destroy' });
    },
    look: () => look(db, town),
    people: () => people(db, town),
    misconfigure: async (statement) => {
      await inTenant(db.owner, town.id, (tx) => sql.raw(statement).execute(tx.kysely));
    },
    breaches: async () =>
      (await findBreaches(db.app)).map(
        ({ breach }) => `${breach.invariant}: ${breach.row}: ${breach.detail}`,
      ),
    faults: () => faults.splice(0),
    close: async () => {
      await Promise.all(servers.map((server) => server.kill()));
      await db.close();
    },
  };
}

function note(faults: string[], told: Told): Told {
  if (told.error !== undefined) faults.push(told.error);
  faults.push(...told.failures);
  return told;
}

/** Never back: what is past stays past. */
export async function setClock(db: TestDatabase, at: Date): Promise<void> {
  const byMs = at.getTime() - (await databaseNow(db.owner)).getTime();
  if (byMs > 0) await advanceClock(db.owner, byMs, { production: false });
}

export async function nextDue(db: TestDatabase): Promise<Date | undefined> {
  const { rows } = await sql<{ due: Date | null }>`select min(due_at) as due from timer`.execute(db.owner);
  return rows[0]?.due ?? undefined;
}

export async function startServer(db: TestDatabase, town: Town, mutant?: Mutant): Promise<Server> {
  const mutating = mutant ? ['--import', './tests/walk/mutate.ts'] : [];
  const child = spawn(process.execPath, [...mutating, 'tests/walk/process.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      APP_DATABASE_URL: db.appUrl,
      RETENTION_DATABASE_URL: db.retentionUrl,
      WALK_MUNICIPALITY: town.id,
      // nobody listens there: mail waits, is tried again, and fails in the end
      WALK_SMTP_URL: 'smtp://127.0.0.1:9',
      ...(mutant ? { WIJK_MUTANT: JSON.stringify(mutant) } : {}),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const waiting = new Map<number, (told: Told) => void>();
  const ready = new Promise<void>((resolve, reject) => {
    child.once('exit', () => {
      reject(new Error(`expected a server process to serve, but it ended: ${said}`));
      for (const [id, tell] of waiting) tell({ id, error: ENDED, failures: [] });
    });
    createInterface(child.stdout).on('line', (line) => {
      if (line === 'ready') return resolve();
      const told = JSON.parse(line) as Told;
      waiting.get(told.id)?.(told);
      waiting.delete(told.id);
    });
  });
  await ready;
  let last = 0;
  return {
    ask: (call) =>
      new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        child.stdin.write(`${JSON.stringify({ id: last, call })}\n`);
      }),
    kill: () => kill(child),
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

interface SeenRow {
  id: string;
  number: number;
  about: string;
  status: Seen['status'];
  owner_id: string;
  owner_service_id: string | null;
  next_step: string | null;
  deadline: Date | null;
  overdue_count: number;
  outcome: string | null;
  leading_id: string | null;
  whole_id: string | null;
  asked_service_id: string | null;
  asked_lead_id: string | null;
  owner_active: boolean;
  timers: number;
}

/** Read past every room: straight from the tables, as a stranger would look whether the house tells the truth. */
export async function look(db: TestDatabase, town: Town): Promise<Map<number, Seen>> {
  const rows = await inTenant(db.owner, town.id, async (tx) => {
    const found = await sql<SeenRow>`
      select r.id, r.number, r.observations->>'about' as about, r.status, r.owner_id, r.owner_service_id, r.next_step, r.deadline,
        r.overdue_count, r.outcome, r.leading_id, r.whole_id, h.service_id as asked_service_id, h.team_lead_id as asked_lead_id,
        u.active as owner_active,
        (select count(*)::int from timer t where t.subject_id = r.id and t.kind = 'report-deadline' and t.due_at = r.deadline) as timers
      from report r
      join user_account u on u.municipality_id = r.municipality_id and u.id = r.owner_id
      left join handover h on h.municipality_id = r.municipality_id and h.report_id = r.id and h.status = 'offered'
      order by r.number`.execute(tx.kysely);
    return found.rows;
  });
  return new Map(
    rows.map((row) => [
      row.number,
      {
        id: row.id,
        number: row.number,
        isPlace: row.about === 'place',
        status: row.status,
        ownerId: row.owner_id,
        ownerActive: row.owner_active,
        serviceId: row.owner_service_id,
        nextStep: row.next_step,
        deadline: row.deadline,
        overdue: row.overdue_count,
        outcome: row.outcome,
        leadingId: row.leading_id,
        wholeId: row.whole_id,
        asked: row.asked_service_id ? { serviceId: row.asked_service_id, leadId: row.asked_lead_id } : null,
        timers: row.timers,
      },
    ]),
  );
}

interface PersonRow {
  id: string;
  roles: Role[] | null;
  services: string[] | null;
  /** The services of the own party, and of the parties that this person leads by name. */
  own: string[] | null;
  led: string[] | null;
  away: boolean;
  stand_in_id: string | null;
}

/** Who works here now, in what, and for whom. */
async function people(db: TestDatabase, town: Town): Promise<Person[]> {
  const rows = await inTenant(db.owner, town.id, async ({ kysely }) => {
    const found = await sql<PersonRow>`
      select u.id, a.id is not null as away, a.stand_in_id,
        (select array_agg(role) from user_role where municipality_id = u.municipality_id and user_id = u.id) as roles,
        (select array_agg(m.service_id) from service_member m join service s on s.municipality_id = m.municipality_id and s.id = m.service_id
          where m.municipality_id = u.municipality_id and m.user_id = u.id and s.active) as services,
        (select array_agg(s.id) from service s where s.municipality_id = u.municipality_id and s.party_id = u.party_id and s.active) as own,
        (select array_agg(s.id) from service s join party p on p.municipality_id = s.municipality_id and p.id = s.party_id
          where s.municipality_id = u.municipality_id and p.team_lead_id = u.id and s.active) as led
      from user_account u
      left join absence a on a.municipality_id = u.municipality_id and a.user_id = u.id and a.starts_at <= wijk_now() and a.ends_at > wijk_now()
      where u.active order by u.login`.execute(kysely);
    return found.rows;
  });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return rows.map((row) => {
    const may = new Set((row.roles ?? []).flatMap((role) => [...PERMISSIONS[role]]));
    const standsInFor = rows.filter(({ id }) => inPlaceOf(byId, id) === row.id).map(({ id }) => id);
    return {
      id: row.id,
      serviceIds: row.services ?? [],
      standsInFor,
      ledServiceIds: [
        ...(may.has('team.read') ? (row.own ?? []) : []),
        ...standsInFor.flatMap((id) => byId.get(id)?.led ?? []),
      ],
      handles: may.has('report.handle'),
      coordinates: may.has('coordination.act'),
    };
  });
}

/** Who is there in the place of somebody who is away: along those who are away too, and nobody where it ends in a circle. */
function inPlaceOf(byId: ReadonlyMap<string, PersonRow>, userId: string): string | undefined {
  let [row, steps] = [byId.get(userId), 0];
  if (!row?.away) return undefined;
  for (; row?.away; steps += 1) {
    if (steps > byId.size) return undefined;
    row = byId.get(row.stand_in_id ?? '');
  }
  return row?.id;
}

/** Somebody new in the place of who left: the same work under another name. */
export async function hire(world: World, leaver: string, name: string): Promise<void> {
  const [, party, roles, services] = PEOPLE.find(([login]) => login === leaver) ?? [];
  if (!party || !roles || !services)
    throw new Error(`expected somebody called ${leaver} among the people of a town`);
  const { town } = world;
  const id = idOf(town.slug, 'user', name);
  await world.misconfigure(
    `insert into user_account (municipality_id, id, party_id, login, name)
     select municipality_id, '${id}', party_id, '${name}', '${name}' from user_account where login = '${leaver}'`,
  );
  for (const role of roles)
    await world.misconfigure(`insert into user_role values ('${town.id}', '${id}', '${role}')`);
  for (const service of services)
    await world.misconfigure(
      `insert into service_member values ('${town.id}', '${town.services[service]}', '${id}')`,
    );
}
