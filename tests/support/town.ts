import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { inTenant, type Database } from '../../src/kit/db.ts';
import type { Role } from '../../src/people/model.ts';
import type { MunicipalitySettings } from '../../src/places/model.ts';

/** A small municipality for tests: everything named, nothing random. */
export interface Town {
  readonly id: string;
  readonly slug: string;
  readonly neighbourhoodId: string;
  readonly addressId: string;
  readonly users: Readonly<Record<string, string>>;
  readonly services: Readonly<Record<string, string>>;
  readonly contactPointId: string;
}

export const TEST_PASSWORD = 'een goed geheim';
/** Of that password, at the least that argon2id can cost: hundreds of tests log in. */
const PASSWORD_HASH =
  '$argon2id$v=19$m=8,t=1,p=1$Mdc9XPt2HF8-C18Kqef4UA$AIY8XbZZDtg88UZtt-tuvn39jUxm8DrJqQ6JB50yHhg';

const ALWAYS = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, untilMinute: 1440 }));
const TERMS = {
  now: { amount: 30, unit: 'minutes' },
  today: { amount: 2 * 60, unit: 'minutes' },
  soon: { amount: 24 * 60, unit: 'minutes' },
  normal: { amount: 48 * 60, unit: 'minutes' },
};
const SETTINGS: MunicipalitySettings = {
  decideTerm: { amount: 60, unit: 'minutes' },
  resolveTerm: { amount: 10 * 24 * 60, unit: 'minutes' },
  answerTerm: { amount: 5 * 24 * 60, unit: 'minutes' },
  secondLookTerm: { amount: 20 * 24 * 60, unit: 'minutes' },
  graceTerm: { amount: 24 * 60, unit: 'minutes' },
  callNumbers: [],
  aftercareTerm: { amount: 24 * 60, unit: 'minutes' },
  coordinatorCapacity: 3,
  nearestWithinM: 100,
  digestAtMinute: 480,
  // tests of the second factor ask for it themselves
  secondFactorRoles: [],
};

const PARTIES = ['gemeente', 'wijkteam', 'corporatie', 'politie', 'welzijn'];
export const PEOPLE: readonly (readonly [
  login: string,
  party: string,
  roles: readonly Role[],
  services: readonly string[],
])[] = [
  ['coordinator', 'gemeente', ['coordinator', 'desk-worker'], ['meldpunt']],
  ['coordinator2', 'gemeente', ['coordinator'], ['meldpunt']],
  ['manager', 'gemeente', ['manager'], []],
  ['privacy', 'gemeente', ['privacy-officer'], []],
  ['beheer', 'gemeente', ['functional-manager'], []],
  ['beheerder', 'gemeente', ['functional-manager'], []],
  ['beheerder2', 'gemeente', ['functional-manager', 'table-approver'], []],
  ['goedkeurder', 'gemeente', ['table-approver'], []],
  ['rechten', 'gemeente', ['rights-officer'], []],
  ['openbaar', 'gemeente', ['public-space-worker'], ['public-space']],
  ['wijkteam-lead', 'wijkteam', ['team-lead'], []],
  ['wijkteam', 'wijkteam', ['district-team-worker'], ['district-team', 'public-health-nurse', 'debt-help']],
  ['wijkteam2', 'wijkteam', ['district-team-worker'], ['district-team', 'public-health-nurse', 'debt-help']],
  ['corporatie-lead', 'corporatie', ['team-lead'], []],
  ['woonconsulent', 'corporatie', ['housing-officer'], ['tenancy-support']],
  ['huismeester', 'corporatie', ['caretaker'], ['caretaker']],
  ['wijkagent', 'politie', ['community-officer'], ['neighbourhood-police']],
  ['opbouwwerk', 'welzijn', ['community-worker'], ['community-work', 'mediation']],
];
const SERVICES: readonly (readonly [kind: string, party: string])[] = [
  ['meldpunt', 'gemeente'],
  ['public-space', 'gemeente'],
  ['enforcement', 'gemeente'],
  ['district-team', 'wijkteam'],
  ['public-health-nurse', 'wijkteam'],
  ['debt-help', 'wijkteam'],
  ['tenancy-support', 'corporatie'],
  ['caretaker', 'corporatie'],
  ['neighbourhood-police', 'politie'],
  ['community-work', 'welzijn'],
  ['mediation', 'welzijn'],
];
const LEADS: Readonly<Record<string, string>> = {
  gemeente: 'coordinator',
  wijkteam: 'wijkteam-lead',
  corporatie: 'corporatie-lead',
  politie: 'wijkagent',
  welzijn: 'opbouwwerk',
};

/** The same name always gives the same id, so that a failing test names the same rows again. */
export function idOf(...names: string[]): string {
  const hex = createHash('sha256').update(names.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Lets the municipality ask a second factor of these roles; without any named, of those that it asks by itself. */
export async function askSecondFactor(owner: Database, { id }: Pick<Town, 'id'>, roles?: readonly Role[]) {
  const asked = roles === undefined ? null : JSON.stringify(roles);
  await sql`update municipality set settings = case when ${asked}::jsonb is null then settings - 'secondFactorRoles'
    else jsonb_set(settings, '{secondFactorRoles}', ${asked}::jsonb) end where municipality_id = ${id}`.execute(
    owner,
  );
}

/** Lays a town in the middle of the Netherlands: at the corner of the grid, where it is founded, no telephone can be. */
export async function layInTheNetherlands(owner: Database, { id }: Pick<Town, 'id'>): Promise<void> {
  const ring = [
    [155_000, 463_000],
    [156_000, 463_000],
    [156_000, 464_000],
    [155_000, 464_000],
    [155_000, 463_000],
  ];
  await inTenant(owner, id, async ({ kysely }) => {
    await sql`update neighbourhood set rings = ${JSON.stringify([ring])} where municipality_id = ${id}`.execute(
      kysely,
    );
    await sql`update address set x_m = 155100, y_m = 463100 where municipality_id = ${id}`.execute(kysely);
  });
}

/** Founds a complex of an organisation of the town, with these addresses in it; gives its id. */
export async function foundComplex(
  owner: Database,
  { id, slug, neighbourhoodId }: Pick<Town, 'id' | 'slug' | 'neighbourhoodId'>,
  {
    name = 'De Linde',
    code = null,
    party = 'corporatie',
    addressIds = [],
  }: {
    name?: string;
    code?: string | null;
    party?: string;
    addressIds?: readonly string[];
  } = {},
): Promise<string> {
  const complexId = idOf(slug, 'complex', name);
  await inTenant(owner, id, async ({ kysely }) => {
    await sql`insert into complex (municipality_id, id, name, code, party_id, neighbourhood_id)
      values (${id}, ${complexId}, ${name}, ${code}, ${idOf(slug, 'party', party)}, ${neighbourhoodId})`.execute(
      kysely,
    );
    await sql`update address set complex_id = ${complexId}
      where municipality_id = ${id} and id = any(${[...addressIds]}::uuid[])`.execute(kysely);
  });
  return complexId;
}

/** Founds a front door in the neighbourhood of the town; gives its id. */
export async function foundAddress(
  owner: Database,
  { id, slug, neighbourhoodId }: Pick<Town, 'id' | 'slug' | 'neighbourhoodId'>,
  { street, houseNumber, at: [x, y] }: { street: string; houseNumber: string; at: readonly [number, number] },
): Promise<string> {
  const addressId = idOf(slug, 'adres', street, houseNumber);
  await inTenant(owner, id, ({ kysely }) =>
    sql`insert into address (municipality_id, id, neighbourhood_id, street, house_number, postcode, x_m, y_m)
      values (${id}, ${addressId}, ${neighbourhoodId}, ${street}, ${houseNumber}, '9999ZZ', ${x}, ${y})`.execute(
      kysely,
    ),
  );
  return addressId;
}

/** The town that `foundTown` founds: its ids follow from its name. */
export function townOf(slug: string): Town {
  const [neighbourhoodId, addressId, contactPointId] = ['buurt', 'adres', 'crisis'].map((name) =>
    idOf(slug, name),
  ) as [string, string, string];
  return {
    id: idOf(slug),
    slug,
    neighbourhoodId,
    addressId,
    contactPointId,
    users: Object.fromEntries(PEOPLE.map(([login]) => [login, idOf(slug, 'user', login)])),
    services: Object.fromEntries(SERVICES.map(([kind]) => [kind, idOf(slug, 'service', kind)])),
  };
}

/** Founds a municipality with a desk, eleven services that are always open, and somebody in every role. */
export async function foundTown(owner: Database, slug = 'proefstad'): Promise<Town> {
  const town = townOf(slug);
  const { id, neighbourhoodId, addressId, contactPointId } = town;
  const userId = (login: string) => idOf(slug, 'user', login);
  const serviceId = (kind: string) => idOf(slug, 'service', kind);
  await owner.transaction().execute(async (tx) => {
    const run = (statement: ReturnType<typeof sql>) => statement.execute(tx);
    await run(sql`set local app.municipality_id = ${sql.lit(id)}`);
    await run(
      sql`insert into municipality values (${id}, ${slug}, ${slug}, ${`GM-${slug}`}, ${userId('coordinator')}, ${userId('manager')}, ${serviceId('meldpunt')}, ${JSON.stringify(SETTINGS)})`,
    );
    await run(sql`insert into district values (${id}, ${idOf(slug, 'wijk')}, 'WK01', 'Wijk')`);
    const ring = [
      [
        [0, 0],
        [1000, 0],
        [1000, 1000],
        [0, 1000],
        [0, 0],
      ],
    ];
    await run(
      sql`insert into neighbourhood values (${id}, ${neighbourhoodId}, ${idOf(slug, 'wijk')}, 'BU0101', 'Proefbuurt', ${JSON.stringify(ring)})`,
    );
    await run(
      sql`insert into address values (${id}, ${addressId}, ${neighbourhoodId}, 'Proefstraat', '1', '9999ZZ', 10, 10)`,
    );
    for (const party of PARTIES)
      await run(
        sql`insert into party values (${id}, ${idOf(slug, 'party', party)}, ${party}, ${party}, ${userId(LEADS[party] ?? '')})`,
      );
    for (const [login, party, roles] of PEOPLE) {
      await run(
        sql`insert into user_account values (${id}, ${userId(login)}, ${idOf(slug, 'party', party)}, ${login}, ${`Naam ${login}`}, ${PASSWORD_HASH})`,
      );
      for (const role of roles)
        await run(sql`insert into user_role values (${id}, ${userId(login)}, ${role})`);
    }
    for (const [kind, party] of SERVICES) {
      await run(
        sql`insert into service values (${id}, ${serviceId(kind)}, ${idOf(slug, 'party', party)}, ${kind}, ${kind}, ${kind}, 'always', ${JSON.stringify(ALWAYS)}, ${JSON.stringify(TERMS)})`,
      );
      await run(sql`insert into service_coverage values (${id}, ${neighbourhoodId}, ${serviceId(kind)})`);
    }
    for (const [login, , , services] of PEOPLE) {
      for (const kind of services)
        await run(sql`insert into service_member values (${id}, ${serviceId(kind)}, ${userId(login)})`);
    }
    await run(
      sql`insert into contact_point values (${id}, ${contactPointId}, 'crisis-service', 'Crisisdienst')`,
    );
    await registerDataClasses(tx, id);
  });
  return town;
}

/** Two years for what belongs to a report, from its closing; half of that until it is blanked. */
const CLOSING = ['story', 'contact', 'place', 'conversation', 'note', 'codes', 'rights', 'safety'];
const WRITING = ['roster', 'notice', 'message', 'session', 'rate-limit'];
const FIVE_YEARS: readonly (readonly [name: string, from: string])[] = [
  ['access-log', 'writing'],
  ['account', 'last-act'],
  ['history', 'last-act'],
];

async function registerDataClasses(tx: Kysely<unknown>, id: string): Promise<void> {
  const classes: (readonly [name: string, from: string, anonymise: number | null, destroy: number])[] = [
    ...CLOSING.map((name) => [name, 'closing', 365, 730] as const),
    ['photo', 'writing', null, 730],
    ['document', 'writing', null, 730],
    ...WRITING.map((name) => [name, 'writing', null, 365] as const),
    ...FIVE_YEARS.map(([name, from]) => [name, from, name === 'account' ? 30 : null, 1827] as const),
  ];
  for (const [name, from, anonymise, destroy] of classes) {
    await sql`insert into data_class (municipality_id, class, ground, purpose, retention_days, source, verified, counts_from, anonymise_days)
      values (${id}, ${name}, 'AVG 6(1)(e)', 'doel', ${destroy}, 'test', false, ${from}, ${anonymise})`.execute(
      tx,
    );
  }
}
