import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import { TEST_PASSWORD, type Town } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Visitor } from '../../../tests/support/visitor.ts';
import { contentFile } from '../../kit/content.ts';
import { inTenant } from '../../kit/db.ts';
import { userActor } from '../../people/index.ts';
import type { UserActor } from '../../people/model.ts';
import { mirror, mirrorBlock, stateCheck } from '../index.ts';
import { readBlocks } from './blocks.ts';

const CONTENT = readFileSync(contentFile('blocks.json'), 'utf8');

describe('the nine building blocks', () => {
  const blocks = readBlocks(CONTENT);

  it('have their exact names in their order', () => {
    expect(blocks.map(({ name }) => name.nl)).toEqual([
      'Inbreng mensen met verward gedrag en hun omgeving',
      'Preventie en levensstructuur',
      'Vroegtijdige signalering',
      'Melding',
      'Beoordeling en risicotaxatie',
      'Toeleiding',
      'Passend vervoer',
      'Passende ondersteuning, zorg en straf',
      'Informatievoorziening',
    ]);
  });

  it('call no check verified that nobody laid down, and give a source for what is no proposal', () => {
    expect(blocks.flatMap(({ checks }) => checks).filter(({ verified }) => verified)).toEqual([]);
    for (const { source, reliability } of blocks.flatMap(({ steps }) => steps))
      expect(source === undefined).toBe(reliability === 'proposal');
    expect(blocks.every(({ steps }) => steps.length >= 2)).toBe(true);
  });

  it('are refused in another order, or with a check twice', () => {
    const turned = { blocks: blocks.toReversed() };
    expect(() => readBlocks(JSON.stringify(turned))).toThrow('in their order');
    const twice = CONTENT.replace('"receipt"', '"feedback-rule"');
    expect(() => readBlocks(twice)).toThrow('feedback-rule twice');
  });
});

describe('how far a check is', () => {
  let house: TestHouse;
  let town: Town;
  beforeAll(async () => {
    house = await openHouse();
    [town] = house.towns;
  }, 180_000);
  afterAll(() => house.close());

  async function as(login: string): Promise<UserActor> {
    const found = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
    if (found?.kind !== 'user') throw new Error(`expected ${login} to be there`);
    return found;
  }

  async function logIn(login: string): Promise<Visitor> {
    const visitor = visit(house.app);
    await visitor.post('/proefstad/inloggen', { intent: 'login', login, password: TEST_PASSWORD });
    return visitor;
  }

  const RECEIPT = { checkId: 'receipt', partyId: undefined, explanation: undefined } as const;
  const WORKS = { ...RECEIPT, level: 'works', since: '2025-03-01' } as const;

  async function receiptNow() {
    const found = await mirrorBlock(house.db.app, await as('manager'), { number: 4, language: 'nl' });
    if (!found.ok) throw new Error(JSON.stringify(found.refusals));
    return found.value.block.checks.find(({ id }) => id === 'receipt');
  }

  it('is unknown until somebody says it', async () => {
    const found = await mirror(house.db.app, await as('manager'), { language: 'nl' });
    expect(found.ok && found.value.blocks.flatMap(({ checks }) => checks).some(({ now }) => now)).toBe(false);
  });

  it('is kept with who said it, and what stood before stays', async () => {
    const [first, second] = [await as('coordinator'), await as('beheerder')];
    const partly = {
      ...RECEIPT,
      level: 'partly',
      since: '2024-09-01',
      explanation: 'Nog niet aan de balie.',
    };
    expect(await stateCheck(house.db.app, first, { ...partly, level: 'partly', version: 0 })).toMatchObject({
      ok: true,
    });
    expect(await stateCheck(house.db.app, second, { ...WORKS, version: 1 })).toMatchObject({ ok: true });
    expect(await receiptNow()).toMatchObject({
      verified: false,
      now: { version: 2, level: 'works', since: '2025-03-01', actorName: second.name },
      before: [{ version: 1, level: 'partly', actorName: first.name, explanation: 'Nog niet aan de balie.' }],
    });
  });

  it('is said once by a form that comes twice, and not over what a colleague said meanwhile', async () => {
    const actor = await as('coordinator');
    expect(await stateCheck(house.db.app, actor, { ...WORKS, version: 1 })).toMatchObject({ ok: true });
    const other = { ...WORKS, since: '2025-04-01', version: 1 };
    expect(await stateCheck(house.db.app, actor, other)).toMatchObject({
      refusals: [{ code: 'check-changed' }],
    });
    expect((await receiptNow())?.before).toHaveLength(1);
  });

  it('is said by one of two who say it at one instant', async () => {
    const actors = [await as('coordinator'), await as('beheerder')];
    const said = await Promise.all(
      actors.map((actor, at) =>
        stateCheck(house.db.app, actor, {
          ...RECEIPT,
          checkId: 'hours-published',
          level: 'partly',
          since: `2025-01-0${at + 1}`,
          version: 0,
        }),
      ),
    );
    expect(said.filter(({ ok }) => ok)).toHaveLength(1);
  });

  it('has a date when it is there, and none that has yet to come', async () => {
    const actor = await as('coordinator');
    const refusalOf = async (since: string | undefined) => {
      const done = await stateCheck(house.db.app, actor, { ...WORKS, since, version: 2 });
      return done.ok ? undefined : done.refusals;
    };
    expect(await refusalOf(undefined)).toEqual([{ code: 'check-since-missing', pointer: 'since' }]);
    expect(await refusalOf('2999-01-01')).toEqual([{ code: 'check-since-later', pointer: 'since' }]);
  });

  it('is said by the coordinator and the functional manager alone, about checks and organisations that there are', async () => {
    for (const login of ['manager', 'wijkteam-lead', 'wijkteam', 'privacy'])
      expect(await stateCheck(house.db.app, await as(login), { ...WORKS, version: 2 })).toMatchObject({
        refusals: [{ code: 'not-allowed' }],
      });
    const actor = await as('coordinator');
    expect(await stateCheck(house.db.app, actor, { ...WORKS, checkId: 'no-such', version: 0 })).toMatchObject(
      { refusals: [{ code: 'check-unknown' }] },
    );
    const elsewhere = town.users['coordinator'];
    expect(await stateCheck(house.db.app, actor, { ...WORKS, partyId: elsewhere, version: 2 })).toMatchObject(
      { refusals: [{ code: 'field-invalid', pointer: 'party' }] },
    );
  });

  it('is said on the page, which tells what is missing and shows what was typed again', async () => {
    const visitor = await logIn('coordinator');
    const form = { intent: 'feedback-rule', version: '0', since: '', party: '', explanation: 'Op de site.' };
    const refused = await visitor.post('/proefstad/spiegel/4', { ...form, level: 'works' });
    expect(refused.status).toBe(400);
    expect(refused.html).toContain('Op de site.');
    const done = await visitor.post('/proefstad/spiegel/4', { ...form, level: 'works', since: '2025-02-01' });
    expect(done.headers.get('location')).toContain('/proefstad/spiegel/4?bewaard');
    const words = wordsOf(await visitor.get('/proefstad/spiegel'));
    expect(words).toContain('Het is bekend wie wat terughoort sinds 1 februari 2025 Werkt en wordt gemeten');
    expect((await visitor.get('/proefstad/spiegel/10')).status).toBe(404);
  });
});
