import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  clientOf,
  register,
  startIdentityProvider,
  type TestProvider,
} from '../../../tests/support/identity-provider.ts';
import { cookieOf, openHouse, sendReport, type TestHouse } from '../../../tests/support/house.ts';
import { wander, type Wanderer } from '../../../tests/support/provider-visitor.ts';
import { askSecondFactor, idOf, type Town } from '../../../tests/support/town.ts';
import { anotherApp, wordsOf } from '../../../tests/support/visitor.ts';
import { findBreaches } from '../../cli/verify.ts';
import { perform } from '../../handovers/index.ts';
import { advanceClock } from '../../kit/clock.ts';
import { inTenant } from '../../kit/db.ts';
import { findReport } from '../../reports/index.ts';
import type { App } from '../../server/app.ts';
import { listen, type Listening } from '../../server/listen.ts';
import { userActor } from '../index.ts';

const SECRET = 'een-geheim-van-de-proef-1234567890';
const PAGE = '/proefstad/inloggen/gemeente';

let house: TestHouse;
let town: Town;
let other: Town;
let app: App;
let server: Listening;
let origin: string;
let idp: TestProvider;

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  await askSecondFactor(house.db.owner, town);
  app = await anotherApp(house, { env: { OIDC_SECRET_PROEF: SECRET, LOGINS_PER_HOUR: '1000' } });
  server = await listen((request) => app.fetch(request), { host: '127.0.0.1', port: 0 });
  origin = server.address;
  const at = (townSlug: string, slug: string) => ({ origin, town: townSlug, slug });
  idp = await startIdentityProvider([
    clientOf('wijk', at('proefstad', 'gemeente')),
    clientOf('wijk-2', at('proefstad', 'corporatie')),
    clientOf('wijk-3', at('anderdorp', 'gemeente')),
    clientOf('dicht', at('proefstad', 'besloten')),
  ]);
  const { issuer } = idp;
  const secondFactor = { amr: ['otp', 'mfa'] };
  await register(house.db, town, { slug: 'gemeente', issuer, clientId: 'wijk', secondFactor });
  await register(house.db, town, {
    slug: 'corporatie',
    issuer,
    clientId: 'wijk-2',
    name: 'Corporatie-inlog',
  });
  await register(house.db, town, {
    slug: 'besloten',
    issuer,
    clientId: 'dicht',
    name: 'Besloten',
    makesUsers: false,
  });
  await register(house.db, other, { slug: 'gemeente', issuer, clientId: 'wijk-3' });
  await register(house.db, town, {
    slug: 'stil',
    issuer: 'http://127.0.0.1:9',
    clientId: 'x',
    name: 'Stille dienst',
  });
  await register(house.db, town, {
    slug: 'open',
    issuer: 'http://idp.example',
    clientId: 'x',
    name: 'Zonder slot',
  });
}, 180_000);
afterAll(async () => {
  await idp?.close();
  await server?.stop();
  await house?.close();
});

let last = 0;
/** A new account at the provider, in these groups. */
function account(
  groups: string[],
  more: { amr?: string[]; name?: string; preferred_username?: string } = {},
): string {
  last += 1;
  const sub = `persoon-${last}`;
  const { amr, ...claims } = more;
  idp.accounts.set(sub, {
    claims: { groups, name: `Naam ${last}`, preferred_username: `inlog-${last}`, ...claims },
    ...(amr ? { amr } : {}),
  });
  return sub;
}

const words = ({ html }: { html: string }) =>
  wordsOf({ html, status: 200, location: null, headers: new Headers(), bytes: new Uint8Array() });
const visitor = () => wander(app, origin);
const asOwner = <T>(statement: ReturnType<typeof sql<T>>, where: Town = town) =>
  inTenant(house.db.owner, where.id, (tx) => statement.execute(tx.kysely));

async function rolesOf(sub: string): Promise<string[]> {
  const { rows } = await asOwner(
    sql<{ role: string }>`select role from user_role join user_identity using (municipality_id, user_id)
      where subject = ${sub} order by role`,
  );
  return rows.map(({ role }) => role);
}

/** Goes to the provider, chooses who one is, and stops before the answer is brought back to us. */
async function answerFor(who: Wanderer, sub: string, page = PAGE): Promise<URL> {
  let here = await who.walk(page);
  if (here.url.pathname.startsWith('/choose/')) here = await who.step(here.url.href, { sub });
  while (here.location !== null) {
    const next = new URL(here.location, here.url);
    if (next.pathname.endsWith('/terug')) return next;
    here = await who.step(next.href);
  }
  throw new Error(`expected an answer of the provider, got ${here.status}`);
}

describe('logging in at a provider', () => {
  it('makes the user on the first log-in, with the roles of the claims and nothing of the address', async () => {
    const sub = account(['wijkteam', 'iets-anders']);
    const end = await visitor().logIn(`${PAGE}?naar=${encodeURIComponent('/proefstad/werk?x=1')}`, sub);
    expect([end.status, end.url.href]).toEqual([200, `${origin}/proefstad/werk?x=1`]);
    expect(end.html).toContain(`Naam ${last}`);
    expect(await rolesOf(sub)).toEqual(['district-team-worker']);
    const { rows } = await asOwner(
      sql`select login, password_hash, party_id, last_login_at is not null as seen from user_account
        join user_identity on user_id = user_account.id where subject = ${sub}`,
    );
    expect(rows).toEqual([
      {
        login: `inlog-${last}`,
        password_hash: null,
        party_id: idOf('proefstad', 'party', 'wijkteam'),
        seen: true,
      },
    ]);
  });

  it('asks with PKCE (S256), state and nonce, and keeps all three to itself', async () => {
    const who = visitor();
    const start = await who.step(PAGE);
    const asked = new URL(start.location ?? '').searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('response_type')).toBe('code');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)?.length).toBeGreaterThan(20);
    expect(asked.get('code_verifier')).toBeNull();
    expect(who.cookie('aanmelden')).toMatch(/^[0-9a-f]{64}$/);
    const { rows } = await asOwner(
      sql<{ held: string }>`select encode(browser_hash, 'hex') as held from login_transaction`,
    );
    expect(rows.some(({ held }) => held === who.cookie('aanmelden'))).toBe(false);
  });

  it('is begun by the person and not by another site, which could make a session without a deed', async () => {
    const begin = (site: string) =>
      app.request(`${origin}${PAGE}?naar=%2Fproefstad%2Fwerk`, { headers: { 'sec-fetch-site': site } });
    for (const site of ['cross-site', 'same-site']) {
      const answer = await begin(site);
      expect(answer.headers.get('location')).toBe('/proefstad/inloggen?naar=%2Fproefstad%2Fwerk');
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    for (const site of ['same-origin', 'none'])
      expect((await begin(site)).headers.get('location')).toContain(`${idp.issuer}/auth?`);
  });

  it('knows the same person again, and takes over the roles and the name at every log-in', async () => {
    const sub = account(['wijkteam', 'coordinatie']);
    await visitor().logIn(PAGE, sub);
    expect(await rolesOf(sub)).toEqual(['coordinator', 'district-team-worker']);
    idp.accounts.set(sub, { claims: { groups: ['wijkteam'], name: 'Nieuwe Naam' } });
    const again = await visitor().logIn(PAGE, sub);
    expect(await rolesOf(sub)).toEqual(['district-team-worker']);
    expect(again.html).toContain('Nieuwe Naam');
  });

  it('lets nobody in without a role, ends the sessions there were, and hands on what was open', async () => {
    const sub = account(['wijkteam']);
    const who = visitor();
    await who.logIn(PAGE, sub);
    const { rows } = await asOwner(
      sql<{ user_id: string }>`select user_id from user_identity where subject = ${sub}`,
    );
    const userId = rows[0]?.user_id ?? '';
    await asOwner(
      sql`insert into service_member values (${town.id}, ${town.services['community-work']}, ${userId})`,
    );
    const { number, reportId } = await sendReport(house, town);
    const worker = await inTenant(house.db.app, town.id, (tx) => userActor(tx, userId));
    const accepted = worker && (await perform(house.db.app, worker, number, { command: 'accept' }));
    expect(accepted).toMatchObject({ ok: true });
    idp.accounts.set(sub, { claims: { groups: [] } });
    const end = await visitor().logIn(PAGE, sub);
    expect([end.status, words(end)]).toEqual([
      403,
      expect.stringContaining('U heeft geen rol in dit programma'),
    ]);
    expect(await rolesOf(sub)).toEqual([]);
    expect((await who.step('/proefstad/werk')).location).toContain('/inloggen');
    const report = await inTenant(house.db.app, town.id, (tx) => findReport(tx, reportId));
    expect(report).toMatchObject({ status: 'with-coordinator', ownerId: town.users['coordinator'] });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('makes nobody who has no role, and nobody at all where the municipality does not want it', async () => {
    const none = await visitor().logIn(PAGE, account(['iets-anders']));
    expect([none.status, words(none)]).toEqual([403, expect.stringContaining('U heeft geen rol')]);
    const unknown = await visitor().logIn('/proefstad/inloggen/besloten', account(['wijkteam']));
    expect([unknown.status, words(unknown)]).toEqual([403, expect.stringContaining('nog geen account')]);
  });

  it('never takes a log-in name for a proof: the same name becomes somebody else', async () => {
    const sub = account(['wijkteam'], { preferred_username: 'coordinator', name: 'Namaak' });
    await visitor().logIn(PAGE, sub);
    const { rows } = await asOwner(
      sql`select login, user_account.id from user_account join user_identity on user_id = user_account.id where subject = ${sub}`,
    );
    expect(rows).toMatchObject([{ login: 'coordinator (gemeente)' }]);
    expect(rows).not.toMatchObject([{ id: town.users['coordinator'] }]);
    expect(await rolesOf(sub)).toEqual(['district-team-worker']);
  });

  it('makes one user when somebody comes for the first time in two windows at once', async () => {
    const sub = account(['wijkteam']);
    const windows = await Promise.all([visitor().logIn(PAGE, sub), visitor().logIn(PAGE, sub)]);
    expect(windows.map(({ status }) => status)).toEqual([200, 200]);
    const { rows } = await asOwner(sql`select 1 from user_account where login like ${`inlog-${last}%`}`);
    expect(rows).toHaveLength(1);
  });

  it('refuses who left', async () => {
    const sub = account(['wijkteam']);
    await visitor().logIn(PAGE, sub);
    await asOwner(
      sql`update user_account set active = false where id = (select user_id from user_identity where subject = ${sub})`,
    );
    const end = await visitor().logIn(PAGE, sub);
    expect([end.status, words(end)]).toEqual([403, expect.stringContaining('niet meer actief')]);
  });

  it('gives a new session, and ends the one the browser came with', async () => {
    const who = visitor();
    await who.logIn(PAGE, account(['wijkteam']));
    const before = who.cookie('sessie') ?? '';
    await who.walk(PAGE);
    expect(who.cookie('sessie')).not.toBe(before);
    const old = await app.request(`${origin}/proefstad/werk`, { headers: { cookie: `sessie=${before}` } });
    expect(old.status).toBe(303);
  });
});

describe('the second factor of a provider', () => {
  it('counts when the mapping says so; else our own is asked', async () => {
    const strong = await visitor().logIn(PAGE, account(['privacy'], { amr: ['pwd', 'otp'] }));
    expect(strong.url.pathname).toBe('/proefstad/logboek');
    const weak = visitor();
    const end = await weak.logIn(PAGE, account(['privacy'], { amr: ['pwd'] }));
    expect(end.url.pathname).toBe('/proefstad/inloggen/tweede-stap');
    expect((await weak.step('/proefstad/logboek')).status).toBe(303);
  });
});

describe('an answer that is not to be believed', () => {
  const TOO_OLD = 'Dit inloggen is te oud';
  const NOT_PROVEN = 'Het antwoord van de inlogdienst klopt niet';
  /** What the page says of it, and whether there is a session after all. */
  const outcomeOf = async (who: Wanderer, answer: URL) => {
    const end = await who.step(answer.href);
    const said = [TOO_OLD, NOT_PROVEN].find((text) => words(end).includes(text));
    return { status: end.status, said, session: who.cookie('sessie') };
  };
  const refusal = (said: string) => ({ status: 400, said, session: undefined });

  it('has another state', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    answer.searchParams.set('state', `${answer.searchParams.get('state') ?? ''}x`);
    expect(await outcomeOf(who, answer)).toEqual(refusal(TOO_OLD));
  });

  it('comes without the cookie, or in another browser', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    const stranger = visitor();
    expect(await outcomeOf(stranger, answer)).toEqual(refusal(TOO_OLD));
    await stranger.step(PAGE);
    expect(await outcomeOf(stranger, answer)).toEqual(refusal(TOO_OLD));
    who.forget('aanmelden');
    expect(await outcomeOf(who, answer)).toEqual(refusal(TOO_OLD));
  });

  it('was used before', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    const cookie = who.cookie('aanmelden') ?? '';
    expect((await who.step(answer.href)).status).toBe(303);
    const again = await app.request(answer.href, { headers: { cookie: `aanmelden=${cookie}` } });
    expect(again.status).toBe(400);
    expect(again.headers.getSetCookie().some((line) => line.startsWith('sessie='))).toBe(false);
  });

  it('comes after ten minutes', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    await advanceClock(house.db.owner, 11 * 60_000, { production: false });
    expect(await outcomeOf(who, answer)).toEqual(refusal(TOO_OLD));
    await advanceClock(house.db.owner, -11 * 60_000, { production: false });
  });

  it('carries the code of another client', async () => {
    const sub = account(['wijkteam']);
    const [who, thief] = [visitor(), visitor()];
    const theirs = await answerFor(thief, sub, '/proefstad/inloggen/corporatie');
    const answer = await answerFor(who, sub);
    answer.searchParams.set('code', theirs.searchParams.get('code') ?? '');
    expect(await outcomeOf(who, answer)).toEqual(refusal(NOT_PROVEN));
  });

  it('names another issuer', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    answer.searchParams.set('iss', 'https://elders.example');
    expect(await outcomeOf(who, answer)).toEqual(refusal(NOT_PROVEN));
  });

  it.each([
    ['nonce', sql`update login_transaction set nonce = 'een-andere-nonce'`],
    ['PKCE verifier', sql`update login_transaction set verifier = ${'v'.repeat(43)}`],
  ])('was made for another %s', async (_what, change) => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    await asOwner(change);
    expect(await outcomeOf(who, answer)).toEqual(refusal(NOT_PROVEN));
  });

  it('is for another audience', async () => {
    const who = visitor();
    const answer = await answerFor(who, account(['wijkteam']));
    await asOwner(sql`update identity_provider set client_id = 'wijk-2' where slug = 'gemeente'`);
    expect(await outcomeOf(who, answer)).toEqual(refusal(NOT_PROVEN));
    await asOwner(sql`update identity_provider set client_id = 'wijk' where slug = 'gemeente'`);
  });

  it('says that somebody gave up, in words for that', async () => {
    const who = visitor();
    const page = await who.walk(PAGE);
    const end = await who.walk(page.url.href, { cancel: '1' });
    expect([end.status, words(end)]).toEqual([400, expect.stringContaining('Het inloggen is afgebroken')]);
  });
});

describe('the way back', () => {
  it.each(['//elders.example/', 'https://elders.example/proefstad/werk', '/anderdorp/werk'])(
    'never leads to %s',
    async (naar) => {
      const end = await visitor().logIn(`${PAGE}?naar=${encodeURIComponent(naar)}`, account(['wijkteam']));
      expect(end.url.href).toBe(`${origin}/proefstad/werk`);
    },
  );
});

describe('several providers', () => {
  it('stand on the log-in page by name, and are different people with one subject', async () => {
    const page = await visitor().step('/proefstad/inloggen?naar=%2Fproefstad%2Fwerk');
    for (const name of ['Gemeente-inlog', 'Corporatie-inlog'])
      expect(words(page)).toContain(`Inloggen met ${name}`);
    expect(page.html).toContain('/proefstad/inloggen/corporatie?naar=%2Fproefstad%2Fwerk');
    const sub = account(['wijkteam']);
    await visitor().logIn(PAGE, sub);
    await visitor().logIn('/proefstad/inloggen/corporatie', sub);
    const { rows } = await asOwner(sql`select distinct user_id from user_identity where subject = ${sub}`);
    expect(rows).toHaveLength(2);
  });

  it('of two municipalities may be the same one, and know nothing of each other', async () => {
    const sub = account(['wijkteam']);
    const who = visitor();
    await who.logIn(PAGE, sub);
    expect((await who.step('/anderdorp/werk')).status).toBe(303);
    const there = await visitor().logIn('/anderdorp/inloggen/gemeente', sub);
    expect(there.url.pathname).toBe('/anderdorp/werk');
    for (const where of [town, other]) {
      const { rows } = await asOwner(sql`select 1 from user_identity where subject = ${sub}`, where);
      expect(rows).toHaveLength(1);
    }
  });

  it('that do not answer get a page that says so, and the log-in by name goes on', async () => {
    const end = await visitor().step('/proefstad/inloggen/stil');
    expect([end.status, words(end)]).toEqual([503, expect.stringContaining('antwoordt niet')]);
    expect((await visitor().step('/proefstad/inloggen')).status).toBe(200);
  });

  it('without TLS are refused unless they are on this machine, and in production even then', async () => {
    expect((await visitor().step('/proefstad/inloggen/open')).status).toBe(400);
    const production = await anotherApp(house, { env: { OIDC_SECRET_PROEF: SECRET, PRODUCTION: 'true' } });
    expect((await wander(production, origin).step(PAGE)).status).toBe(400);
  });

  it('that nobody registered, or that are switched off, do not exist', async () => {
    expect((await visitor().step('/proefstad/inloggen/onbekend')).status).toBe(404);
    await asOwner(sql`update identity_provider set active = false where slug = 'corporatie'`);
    expect((await visitor().step('/proefstad/inloggen/corporatie')).status).toBe(404);
    await asOwner(sql`update identity_provider set active = true where slug = 'corporatie'`);
  });
});

describe('adding a provider to an account', () => {
  it('needs the password and the session that asked for it, and gives the subject to that person', async () => {
    const sub = account(['wijkteam']);
    const who = visitor();
    await who.step('/proefstad/inloggen', {
      intent: 'login',
      login: 'wijkteam2',
      password: 'een goed geheim',
    });
    const wanted = { intent: 'link', provider: 'besloten' };
    for (const current of ['', 'niet het wachtwoord']) {
      const refused = await who.step('/proefstad/account', { ...wanted, current });
      expect([refused.status, words(refused)]).toEqual([400, expect.stringContaining('wachtwoord van nu')]);
      expect(refused.html).not.toContain('/auth?');
    }
    const page = await who.step('/proefstad/account', { ...wanted, current: 'een goed geheim' });
    const address =
      /href="(http:\/\/127[^"]+\/auth\?[^"]+)"/.exec(page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const choice = await who.walk(address);
    const end = await who.walk(choice.url.href, { sub });
    expect(end.url.pathname).toBe('/proefstad/account');
    expect(words(end)).toContain('Besloten is gekoppeld');
    const again = await visitor().logIn('/proefstad/inloggen/besloten', sub);
    expect(again.html).toContain('Naam');
    const { rows } = await asOwner(sql`select user_id from user_identity where subject = ${sub}`);
    expect(rows).toEqual([{ user_id: town.users['wijkteam2'] }]);
  });
});

describe('logging out', () => {
  it('leads on to the provider, which logs out as well and leads back', async () => {
    const who = visitor();
    await who.logIn(PAGE, account(['wijkteam']));
    const out = await who.step('/proefstad/uitloggen', {});
    expect(out.location).toBe('/proefstad/inloggen/gemeente/uit');
    const way = await app.request(`${origin}${out.location}`);
    const refresh = way.headers.get('refresh') ?? '';
    expect(refresh).toMatch(/^0; url=http:\/\/127\.0\.0\.1/);
    const asked = new URL(refresh.slice('0; url='.length));
    expect([
      asked.origin,
      asked.searchParams.get('post_logout_redirect_uri'),
      asked.searchParams.get('client_id'),
    ]).toEqual([idp.issuer, `${origin}/proefstad/inloggen?uit`, 'wijk']);
    expect((await who.step('/proefstad/werk')).status).toBe(303);
  });

  it('at the provider ends the session here (back channel)', async () => {
    const who = visitor();
    await who.logIn(PAGE, account(['wijkteam']));
    const bystander = visitor();
    await bystander.logIn(PAGE, account(['wijkteam']));
    const ask = await who.step(
      `${idp.issuer}/session/end?client_id=wijk&post_logout_redirect_uri=${encodeURIComponent(`${origin}/proefstad/inloggen?uit`)}`,
    );
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(ask.html)?.[1] ?? '';
    const end = await who.walk(`${idp.issuer}/session/end/confirm`, { xsrf, logout: 'yes' });
    expect(end.url.href).toBe(`${origin}/proefstad/inloggen?uit`);
    expect((await who.step('/proefstad/werk')).status).toBe(303);
    expect((await bystander.step('/proefstad/werk')).status).toBe(200);
  });

  describe('by the back channel', () => {
    const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
    const nowS = () => Math.floor(performance.timeOrigin / 1000 + performance.now() / 1000);
    const claims = (sub: string) => ({
      iss: idp.issuer,
      aud: 'wijk',
      sub,
      iat: nowS(),
      exp: nowS() + 120,
      jti: 'een',
      events: { [LOGOUT]: {} },
    });
    const tell = async (token: Record<string, unknown>, typ?: string) => {
      const body = new URLSearchParams({ logout_token: idp.sign(token, typ) });
      return (await app.request(`${origin}${PAGE}/afmelden`, { method: 'POST', body })).status;
    };

    it('with a subject ends all sessions of that person from there, and no others', async () => {
      const sub = account(['wijkteam']);
      const [one, two, bystander] = [visitor(), visitor(), visitor()];
      await one.logIn(PAGE, sub);
      await two.logIn(PAGE, sub);
      await bystander.logIn(PAGE, account(['wijkteam']));
      expect(await tell(claims(sub))).toBe(200);
      const after = [one, two, bystander].map(async (who) => (await who.step('/proefstad/werk')).status);
      expect(await Promise.all(after)).toEqual([303, 303, 200]);
    });

    it('of another type than a logout token does nothing', async () => {
      const sub = account(['wijkteam']);
      const who = visitor();
      await who.logIn(PAGE, sub);
      expect([await tell(claims(sub), 'at+jwt'), await tell(claims(sub), 'secevent+jwt')]).toEqual([
        400, 400,
      ]);
      expect((await who.step('/proefstad/werk')).status).toBe(200);
      expect(await tell(claims(sub), 'JWT')).toBe(200);
    });

    it.each<[string, (token: Record<string, unknown>) => Record<string, unknown>]>([
      ['for another audience', (token) => ({ ...token, aud: 'wijk-2' })],
      ['by another issuer', (token) => ({ ...token, iss: 'https://elders.example' })],
      ['that is an ID token', ({ events: _events, ...token }) => token],
      ['with a nonce', (token) => ({ ...token, nonce: 'n' })],
      ['that is old', (token) => ({ ...token, iat: nowS() - 900, exp: nowS() - 600 })],
      ['of nobody', ({ sub: _sub, ...token }) => token],
    ])('does nothing for a token %s', async (_what, spoil) => {
      const sub = account(['wijkteam']);
      const who = visitor();
      await who.logIn(PAGE, sub);
      expect(await tell(spoil(claims(sub)))).toBe(400);
      expect((await who.step('/proefstad/werk')).status).toBe(200);
    });
  });

  it.each([
    ['nothing', {}],
    ['no token', { logout_token: 'onzin' }],
    [
      'an unsigned token',
      {
        logout_token: `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"persoon-1"}').toString('base64url')}.`,
      },
    ],
  ])('by the back channel with %s ends nothing', async (_what, form: Record<string, string>) => {
    const answer = await app.request(`${origin}${PAGE}/afmelden`, {
      method: 'POST',
      body: new URLSearchParams(form),
    });
    expect(answer.status).toBe(400);
  });
});

it('goes the whole round, provider included, and tells how long that takes', async () => {
  const times: number[] = [];
  for (let at = 0; at < 5; at += 1) {
    const begun = performance.now();
    const end = await visitor().logIn(PAGE, account(['wijkteam']));
    times.push(performance.now() - begun);
    expect(end.url.pathname).toBe('/proefstad/werk');
  }
  const [, , median = 0] = times.toSorted((a, b) => a - b);
  process.stdout.write(`log-in at a provider, there and back: ${Math.round(median)} ms (median of 5)\n`);
});

it('keeps the log-in by name as it was', async () => {
  const cookie = await cookieOf(house, town, 'wijkteam');
  expect((await app.request(`${origin}/proefstad/werk`, { headers: { cookie } })).status).toBe(200);
});
