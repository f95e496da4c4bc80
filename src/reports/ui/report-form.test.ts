import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS } from '../../../tests/support/database.ts';
import { openHouse, type TestHouse } from '../../../tests/support/house.ts';
import {
  anotherApp,
  hiddenField,
  visit,
  wordsOf,
  type Fields,
  type Page,
  type Visitor,
} from '../../../tests/support/visitor.ts';
import { inTenant } from '../../kit/db.ts';
import type { LogFields } from '../../kit/log.ts';

let house: TestHouse;
beforeAll(async () => {
  house = await openHouse();
}, 180_000);
afterAll(() => house.close());

const FORM = '/proefstad/melden';
const RECEIVED = '/proefstad/melden/ontvangen';
const lantern = {
  dangers: 'none',
  sights: ['damage'],
  story: 'De lantaarn is stuk.',
  about: 'place',
  address: 'proefstraat 1',
};

const townId = () => house.towns[0].id;
const inTown = <Row>(statement: ReturnType<typeof sql<Row>>) =>
  inTenant(house.db.app, townId(), async ({ kysely }) => (await statement.execute(kysely)).rows);
const countReports = async () =>
  (await inTown(sql<{ count: number }>`select count(*) as count from report`))[0]?.count;

interface Stored {
  number: number;
  observations: unknown;
  next_step: string;
  owner_id: string;
  body: string;
  address_id: string | null;
}
const newest = async () =>
  (
    await inTown(sql<Stored>`
      select report.number, report.observations, report.next_step, report.owner_id, report_words.body, report_place.address_id
      from report
      join report_words on report_words.report_id = report.id and report_words.kind = 'story'
      left join report_place on report_place.report_id = report.id
      order by report.number desc limit 1`)
  )[0];

async function send(visitor: Visitor, fields: Fields, path = FORM): Promise<Page> {
  const key = hiddenField(await visitor.get(path), 'key');
  return visitor.post(path, { key, ...fields });
}

/** The inputs that are ticked or filled in, as `name=value`. */
function filled({ html }: Page): string[] {
  const inputs = [...html.matchAll(/<input [^>]*>/g)].map(([tag]) => tag);
  return inputs.flatMap((tag) => {
    const read = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
    const isChoice = ['checkbox', 'radio'].includes(read('type'));
    const isKept = isChoice
      ? / checked(=|>| |\/)/.test(tag)
      : read('value') !== '' && read('type') !== 'hidden';
    return isKept ? [`${read('name')}=${read('value')}`] : [];
  });
}

describe('the form', () => {
  it('asks about danger first, in things one sees, with 112 above it', async () => {
    const page = await visit(house.app).get(FORM);
    const words = wordsOf(page);
    const order = [
      'Bel\u00A0112',
      'Ziet u nu gevaar?',
      'Wat ziet u?',
      'Wat is er aan de hand?',
      'Over wie of wat gaat het?',
      'Waar is het?',
      'Mogen wij u iets vragen?',
    ];
    expect(order.map((question) => words.indexOf(question))).toEqual(
      order.map((question) => words.indexOf(question)).toSorted((a, b) => a - b),
    );
    expect(words).toContain('Iemand bedreigt een ander');
    expect(page.html).toContain('href="tel:112"');
    expect(page.html).toContain('<option value="Proefstraat 1">');
  });

  it('speaks English too, and uses no word of the law or of the trade', async () => {
    const english = wordsOf(await visit(house.app, { language: 'en' }).get(FORM));
    expect(english).toContain('Do you see danger now?');
    const dutch = wordsOf(await visit(house.app).get(FORM));
    expect(dutch).not.toMatch(
      /onbegrepen|verward|misdrijf|delict|strafbaar|overlast|categorie|triage|casus/i,
    );
  });

  it('has a key of its own each time', async () => {
    const keys = await Promise.all(
      [1, 2].map(async () => hiddenField(await visit(house.app).get(FORM), 'key')),
    );
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[0]).not.toBe(keys[1]);
  });
});

describe('a form that is not right', () => {
  it('shows all mistakes at once, each in the summary and beside its field, and keeps what was typed', async () => {
    const visitor = visit(house.app);
    const key = hiddenField(await visitor.get(FORM), 'key');
    const before = await countReports();
    const typed = {
      sights: ['noise', 'lonely'],
      story: ' ',
      address: 'Nergenslaan 99',
      name: 'Sanne <b>',
      email: 'geen adres',
      phone: '06',
    };
    const page = await visitor.post(FORM, { key, dangers: ['none', 'weapon'], ...typed });
    expect(page.status).toBe(400);
    for (const field of ['dangers', 'story', 'about', 'address', 'email']) {
      expect(page.html).toContain(`href="#field-${field}"`);
      expect(page.html).toMatch(new RegExp(`id="field-${field}"`));
      expect(page.html).toContain(`id="field-${field}-error"`);
      expect(page.html).toMatch(new RegExp(`aria-describedby="[^"]*field-${field}-error`));
    }
    expect(page.html).toMatch(/<title>Fout: /);
    expect(hiddenField(page, 'key')).toBe(key);
    expect(filled(page)).toEqual([
      'dangers=weapon',
      'dangers=none',
      'sights=noise',
      'sights=lonely',
      'address=Nergenslaan 99',
      'name=Sanne &lt;b&gt;',
      'email=geen adres',
      'phone=06',
    ]);
    expect(await countReports()).toBe(before);
  });

  it('keeps the words', async () => {
    const page = await send(visit(house.app), { ...lantern, story: 'Regel een\r\nRegel <twee>', about: [] });
    expect(page.html).toContain('>Regel een\nRegel &lt;twee&gt;</textarea>');
  });

  it('is refused when a field that nobody sees was filled in, and shows that field empty', async () => {
    const before = await countReports();
    const page = await send(visit(house.app), { ...lantern, website: 'https://spam.example' });
    expect([page.status, await countReports()]).toEqual([400, before]);
    expect(wordsOf(page)).toContain('Er was iets ingevuld in een veld dat leeg moet blijven.');
    expect(page.html).not.toContain('spam.example');
  });

  it('gets a new key when it lost its own', async () => {
    const page = await visit(house.app).post(FORM, lantern);
    expect([page.status, hiddenField(page, 'key')]).toEqual([400, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  });

  it('from another site is not looked at', async () => {
    const visitor = visit(house.app);
    const key = hiddenField(await visitor.get(FORM), 'key');
    const before = await countReports();
    const page = await visitor.post(FORM, { key, ...lantern }, { origin: 'https://elders.example' });
    expect([page.status, await countReports()]).toEqual([403, before]);
  });
});

describe('a form that is right', () => {
  it('becomes a report with an owner, and leads to the receipt', async () => {
    const page = await send(visit(house.app), lantern);
    expect([page.status, page.location]).toEqual([303, RECEIVED]);
    expect(await newest()).toMatchObject({
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
      body: 'De lantaarn is stuk.',
      address_id: house.towns[0].addressId,
      owner_id: house.towns[0].users.coordinator,
    });
  });

  it('sent twice is one report with one code', async () => {
    const visitor = visit(house.app);
    const key = hiddenField(await visitor.get(FORM), 'key');
    const before = (await countReports()) ?? 0;
    const answers = await Promise.all([
      visitor.post(FORM, { key, ...lantern }),
      visitor.post(FORM, { key, ...lantern }),
    ]);
    const again = await visitor.post(FORM, { key, ...lantern });
    expect([...answers, again].map(({ location }) => location)).toEqual([RECEIVED, RECEIVED, RECEIVED]);
    expect(await countReports()).toBe(before + 1);
    const receipts = new Set(
      [...answers, again].map((page) =>
        page.headers.getSetCookie().find((line) => line.startsWith('ontvangen=')),
      ),
    );
    expect(receipts.size).toBe(1);
  });

  it('gives a code that stands in no address and in no log', async () => {
    const lines: LogFields[] = [];
    const visitor = visit(
      await anotherApp(house, { log: (_level, _event, fields = {}) => void lines.push(fields) }),
    );
    const page = await send(visitor, lantern);
    const [, code = ''] = (visitor.cookie('ontvangen', RECEIVED) ?? '').split('.');
    expect(code).toMatch(/^[0-9A-Z-]{21}$/);
    const receipt = await visitor.get(page.location ?? '');
    expect(receipt.html).toContain(code);
    expect(receipt.html).not.toMatch(new RegExp(`(href|action)="[^"]*${code}`));
    expect(page.location).not.toContain(code);
    expect(JSON.stringify(lines)).not.toContain(code);
    expect(lines).toContainEqual(expect.objectContaining({ route: '/:gemeente/melden', status: 303 }));
  });

  it('sets cookies that no script reads, each for its own pages', async () => {
    const page = await send(visit(house.app), lantern);
    expect(page.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, ''))).toEqual([
      'melder; Path=/proefstad; HttpOnly; SameSite=Lax; Max-Age=1800',
      'ontvangen; Path=/proefstad/melden/ontvangen; HttpOnly; SameSite=Lax; Max-Age=1800',
      'verstuurd; Path=/proefstad/melden; HttpOnly; SameSite=Lax; Max-Age=1800',
    ]);
  });

  it('that names a place we do not know keeps it among the words when the box is ticked', async () => {
    await send(visit(house.app), { ...lantern, address: 'bij de brug', addressUnknown: 'yes' });
    expect(await newest()).toMatchObject({
      body: 'De lantaarn is stuk.\n\nPlek, zoals de melder die opschreef: bij de brug',
      address_id: null,
    });
  });
});

describe('a form that was sent before', () => {
  it('gives the same receipt when the visitor went back and sends it again unchanged', async () => {
    const visitor = visit(house.app);
    await send(visitor, lantern);
    const [before, code] = [await countReports(), visitor.cookie('ontvangen', RECEIVED)];
    expect((await send(visitor, lantern)).location).toBe(RECEIVED);
    expect([await countReports(), visitor.cookie('ontvangen', RECEIVED)]).toEqual([before, code]);
  });

  it('is another report when anything is different, or from another browser', async () => {
    const visitor = visit(house.app);
    await send(visitor, lantern);
    const before = Number(await countReports());
    await send(visitor, { ...lantern, story: 'De lantaarn is weer stuk.' });
    await send(visit(house.app), lantern);
    expect(await countReports()).toBe(before + 2);
  });
});

describe('danger', () => {
  it('shows 112 first and leaves a minimal report with an owner, also when nothing else was filled in', async () => {
    const visitor = visit(house.app);
    const page = await send(visitor, { dangers: 'weapon' });
    expect(page.location).toBe(RECEIVED);
    expect(await newest()).toMatchObject({
      body: '–',
      next_step: 'check-danger',
      owner_id: house.towns[0].users.coordinator,
      observations: { danger: { kind: 'seen', signs: ['weapon'] }, about: 'unknown' },
    });
    const words = wordsOf(await visitor.get(RECEIVED));
    expect(words.match(/112/g)).toHaveLength(2);
    expect(words).not.toContain('in te vullen');
    expect(words).toMatch(
      /^Bel eerst 112 Is er nog gevaar\? Bel.112 Bel meteen, ook nu u het bij ons gemeld hebt\./,
    );
  });

  it('is not read from the words', async () => {
    const visitor = visit(house.app);
    await send(visitor, { ...lantern, story: 'Hij staat daar met een mes! Bel de politie! Brand!' });
    expect(await newest()).toMatchObject({ observations: { danger: { kind: 'none' } } });
    expect(wordsOf(await visitor.get(RECEIVED))).not.toContain('112');
  });

  it('stands large above a form that was refused', async () => {
    const page = await send(visit(house.app), { dangers: ['weapon', 'none'] });
    expect(page.html).toContain('wijk-emergency');
  });
});

describe('too many reports from one address', () => {
  beforeEach(() => clearOfWindowEnd(house.db.owner, HOUR_MS));

  it('are refused with what to do, and nothing typed is lost', async () => {
    const app = await anotherApp(house, { env: { REPORTS_PER_HOUR: '1' } });
    const visitor = visit(app, { address: '192.0.2.77' });
    expect((await send(visitor, lantern)).status).toBe(303);
    const key = hiddenField(await visitor.get(FORM), 'key');
    const before = await countReports();
    const page = await visitor.post(FORM, { key, ...lantern, sights: ['damage', 'noise'] });
    expect([page.status, page.headers.get('retry-after'), await countReports()]).toEqual([
      429,
      '3600',
      before,
    ]);
    expect(wordsOf(page)).toMatch(
      /Probeer het over een uur nog een keer\. Kan dat niet wachten\? Bel uw gemeente\. Is er gevaar\? Bel.112\./,
    );
    expect(hiddenField(page, 'key')).toBe(key);
    expect(page.html).toContain('>De lantaarn is stuk.</textarea>');
    expect((await send(visit(app, { address: '192.0.2.78' }), lantern)).status).toBe(303);
  });

  it('are not meant by a second click: it gets the receipt of the first', async () => {
    const app = await anotherApp(house, { env: { REPORTS_PER_HOUR: '1' } });
    const visitor = visit(app, { address: '192.0.2.80' });
    const key = hiddenField(await visitor.get(FORM), 'key');
    expect((await visitor.post(FORM, { key, ...lantern })).status).toBe(303);
    const before = await countReports();
    const again = await visitor.post(FORM, { key, ...lantern });
    expect([again.status, again.location, await countReports()]).toEqual([303, RECEIVED, before]);
  });

  it('do not stand in the way of somebody who sees danger', async () => {
    const app = await anotherApp(house, { env: { REPORTS_PER_HOUR: '1' } });
    const at = () => visit(app, { address: '192.0.2.81' });
    await send(at(), lantern);
    expect((await send(at(), { ...lantern, sights: 'noise' })).status).toBe(429);
    expect((await send(at(), { dangers: 'injured' })).location).toBe(RECEIVED);
    expect(await newest()).toMatchObject({ next_step: 'check-danger' });
  });

  it('are not counted when the form was not right', async () => {
    const app = await anotherApp(house, { env: { REPORTS_PER_HOUR: '1' } });
    const visitor = visit(app, { address: '192.0.2.79' });
    await send(visitor, { dangers: 'none' });
    expect((await send(visitor, lantern)).status).toBe(303);
  });
});
