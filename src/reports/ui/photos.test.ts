import { sql } from 'kysely';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, ORIGIN, type TestHouse } from '../../../tests/support/house.ts';
import { aJpeg, heicHead, pngOfSize, tellingJpeg } from '../../../tests/support/pictures.ts';
import {
  anotherApp,
  hiddenField,
  visit,
  wordsOf,
  type Page,
  type Visitor,
} from '../../../tests/support/visitor.ts';
import { findBreaches } from '../../cli/verify.ts';
import { advanceClock } from '../../kit/clock.ts';
import { createDatabase, inTenant } from '../../kit/db.ts';
import { FORM_LIMITS } from '../../kit/form.ts';
import { destroyExpired } from '../index.ts';

const FORM = '/proefstad/melden';
const RECEIVED = '/proefstad/melden/ontvangen';
const OWN = '/proefstad/volgen/melding';
const HOUR_MS = 3_600_000;
const lantern = {
  dangers: 'none',
  sights: ['damage'],
  story: 'De lantaarn is stuk.',
  about: 'place',
  addressUnknown: 'yes',
};

let house: TestHouse;
let photos: Buffer[];
beforeAll(async () => {
  house = await openHouse();
  photos = await Promise.all(
    ['#00ff00', '#ffff00', '#ff00ff', '#00ffff', '#ffffff', '#000000', '#888888'].map((colour) =>
      aJpeg(60, 40, colour),
    ),
  );
}, 180_000);
afterAll(() => house.close());

const inTown = <Row>(statement: ReturnType<typeof sql<Row>>) =>
  inTenant(house.db.app, house.towns[0].id, async ({ kysely }) => (await statement.execute(kysely)).rows);
const countReports = async () =>
  (await inTown(sql<{ count: number }>`select count(*) as count from report`))[0]?.count;
const newest = async () =>
  (
    await inTown(sql<{ number: number; next_step: string; photos: number }>`
      select number, next_step,
        (select count(*) from report_photo p where p.report_id = report.id and destroy_after > wijk_now()) as photos
      from report order by number desc limit 1`)
  )[0];
const waiting = async () =>
  (
    await inTown(
      sql<{ count: number }>`select count(*) as count from pending_photo where destroy_after > wijk_now()`,
    )
  )[0]?.count;

const keyOf = async (visitor: Visitor) => hiddenField(await visitor.get(FORM), 'key');
const pendingIn = ({ html }: Page) =>
  [...html.matchAll(/<input type="hidden" name="photos" value="([^"]*)"/g)].map(([, id]) => id ?? '');

describe('photos with a new report', () => {
  it('come in with it, three at once, made anew and without what the camera wrote into them', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const sent = [...photos.slice(0, 2), await tellingJpeg(6)];
    const page = await visitor.send(FORM, { key, ...lantern }, { photo: sent });
    expect([page.status, page.location]).toEqual([303, RECEIVED]);
    expect(await newest()).toMatchObject({ photos: 3 });
    const stored = await inTown(sql<{ picture: Buffer; width: number; height: number }>`
      select picture, width, height from report_photo order by at, id`);
    expect(stored.map(({ width, height }) => [width, height])).toEqual([
      [60, 40],
      [60, 40],
      [60, 80],
    ]);
    for (const { picture } of stored) expect(picture.toString('latin1')).not.toMatch(/Geheim|Exif|GPS/);
    expect(wordsOf(await visitor.get(RECEIVED))).toContain('Uw 3 foto’s zijn ook binnen.');
    expect(await waiting()).toBe(0);
  });

  it('are shown to their reporter blurred, and sharp when they are opened; never kept by a cache', async () => {
    const visitor = visit(house.app);
    await visitor.send(FORM, { key: await keyOf(visitor), ...lantern }, { photo: photos.slice(0, 1) });
    const page = await visitor.get(OWN);
    const path = /href="([^"]*\/fotos\/[0-9a-f-]{36})"/.exec(page.html)?.[1] ?? '';
    expect(page.html).toContain(`src="${path}/voorbeeld"`);
    expect(page.html).not.toContain(`src="${path}"`);
    const cookie = { cookie: `melder=${visitor.cookie('melder', OWN)}` };
    for (const [address, width] of [
      [path, 60],
      [`${path}/voorbeeld`, 28],
    ] as const) {
      const answer = await house.app.request(`${ORIGIN}${address}`, { headers: cookie });
      const picture = await sharp(Buffer.from(await answer.arrayBuffer())).metadata();
      const header = (name: string) => answer.headers.get(name);
      expect([answer.status, header('content-type'), picture.format, picture.width]).toEqual([
        200,
        'image/jpeg',
        'jpeg',
        width,
      ]);
      expect([header('cache-control'), header('x-content-type-options')]).toEqual([
        'private, no-store',
        'nosniff',
      ]);
      expect((await house.app.request(`${ORIGIN}${address}`)).status).toBe(404);
    }
  });

  it('sent twice, also at the same instant, are one report with each photo once', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const before = (await countReports()) ?? 0;
    const send = () => visitor.send(FORM, { key, ...lantern }, { photo: photos.slice(0, 3) });
    const answers = [...(await Promise.all([send(), send()])), await send()];
    expect(answers.map(({ location }) => location)).toEqual([RECEIVED, RECEIVED, RECEIVED]);
    expect([await countReports(), await newest()]).toEqual([
      before + 1,
      expect.objectContaining({ photos: 3 }),
    ]);
    expect(await waiting()).toBe(0);
  });

  it('that came through only the second time belong to the report of the first', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    await visitor.send(FORM, { key, ...lantern }, {});
    await visitor.send(FORM, { key, ...lantern }, { photo: photos.slice(0, 1) });
    expect(await newest()).toMatchObject({ photos: 1 });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('chosen twice in one form are there once', async () => {
    const visitor = visit(house.app);
    const twice = [photos[0] ?? Buffer.alloc(0), photos[0] ?? Buffer.alloc(0)];
    const page = await visitor.send(FORM, { key: await keyOf(visitor), ...lantern }, { photo: twice });
    expect([page.location, await newest()]).toEqual([RECEIVED, expect.objectContaining({ photos: 1 })]);
  });

  it('need not be there: a form without files, or with an empty field for them, is a form', async () => {
    const none: readonly Record<string, Buffer[]>[] = [{}, { photo: [] }];
    for (const files of none) {
      const visitor = visit(house.app);
      expect((await visitor.send(FORM, { key: await keyOf(visitor), ...lantern }, files)).location).toBe(
        RECEIVED,
      );
    }
  });
});

describe('a form with photos that is not right', () => {
  it('keeps them: they are sent along without being chosen again', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const before = await countReports();
    const page = await visitor.send(FORM, { key, ...lantern, story: '' }, { photo: photos.slice(0, 2) });
    expect([page.status, await countReports(), pendingIn(page).length]).toEqual([400, before, 2]);
    expect(wordsOf(page)).toContain('2 foto’s zijn al binnen');
    const again = await visitor.send(
      FORM,
      { key, ...lantern, photos: pendingIn(page) },
      { photo: photos.slice(1, 3) },
    );
    expect([again.location, await newest()]).toEqual([RECEIVED, expect.objectContaining({ photos: 3 })]);
  });

  it('lets one be taken back, and sent again after all', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const page = await visitor.send(FORM, { key, ...lantern, story: '' }, { photo: photos.slice(0, 3) });
    const [first = '', second = ''] = pendingIn(page);
    const asked = { key, ...lantern, photos: pendingIn(page) };
    const less = await visitor.send(FORM, { ...asked, story: '', removePhoto: [first, second] }, {});
    expect(pendingIn(less)).toHaveLength(1);
    const more = await visitor.send(FORM, { ...asked, story: '' }, { photo: photos.slice(0, 1) });
    expect(pendingIn(more)).toHaveLength(2);
    await visitor.send(FORM, { ...asked, photos: pendingIn(more) }, {});
    expect(await newest()).toMatchObject({ photos: 2 });
  });

  it('shows and takes away nothing of another form', async () => {
    const [mine, theirs] = [visit(house.app), visit(house.app)];
    const keys = [await keyOf(mine), await keyOf(theirs)] as const;
    const page = await mine.send(
      FORM,
      { key: keys[0], ...lantern, story: '' },
      { photo: photos.slice(0, 1) },
    );
    const attempt = await theirs.send(
      FORM,
      { key: keys[1], story: '', photos: pendingIn(page), removePhoto: pendingIn(page) },
      {},
    );
    expect(pendingIn(attempt)).toEqual([]);
    await mine.send(FORM, { key: keys[0], ...lantern, photos: pendingIn(page) }, {});
    expect(await newest()).toMatchObject({ photos: 1 });
  });

  it('says beside the field what is wrong with a photo, and keeps the others and every word', async () => {
    const visitor = visit(house.app);
    const sent = [
      photos[0] ?? Buffer.alloc(0),
      Buffer.from('geen foto'),
      Buffer.from('<svg/>'),
      heicHead(),
      pngOfSize(60_000, 60_000),
    ];
    const page = await visitor.send(FORM, { key: await keyOf(visitor), ...lantern }, { photo: sent });
    expect([page.status, pendingIn(page).length]).toEqual([400, 1]);
    const words = wordsOf(page);
    expect(words).toContain('2 bestanden zijn geen foto’s die wij kunnen lezen.');
    expect(words).toContain('Eén foto is van het soort HEIC.');
    expect(words).toContain('Eén foto heeft te veel beeldpunten.');
    expect(page.html).toContain('href="#field-photo"');
    expect(page.html).toContain('>De lantaarn is stuk.</textarea>');
  });

  it('is told of a file that is too large, and of more than five, with every word and every good photo kept', async () => {
    const visitor = visit(house.app);
    const large = Buffer.concat([photos[0] ?? Buffer.alloc(0), Buffer.alloc(13 * 1024 * 1024)]);
    const page = await visitor.send(
      FORM,
      { key: await keyOf(visitor), ...lantern },
      { photo: [large, ...photos.slice(1, 6)] },
    );
    expect([page.status, pendingIn(page).length]).toEqual([400, 4]);
    expect(wordsOf(page)).toContain('Eén foto is te groot. Kies een foto tot 12 MB.');
    expect(wordsOf(page)).toContain('Er kunnen hier 5 foto’s bij een melding.');
    expect(page.html).toContain('>De lantaarn is stuk.</textarea>');
  });

  it('has room for five, also over several tries', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const page = await visitor.send(FORM, { key, ...lantern, story: '' }, { photo: photos.slice(0, 4) });
    const more = await visitor.send(
      FORM,
      { key, ...lantern, photos: pendingIn(page) },
      { photo: photos.slice(4, 7) },
    );
    expect([more.status, pendingIn(more).length]).toEqual([400, 5]);
    expect((await visitor.send(FORM, { key, ...lantern, photos: pendingIn(more) }, {})).location).toBe(
      RECEIVED,
    );
    expect(await newest()).toMatchObject({ photos: 5 });
  });

  it('keeps its photos no longer than a day when no report follows', async () => {
    const visitor = visit(house.app);
    const key = await keyOf(visitor);
    const page = await visitor.send(FORM, { key, ...lantern, story: '' }, { photo: photos.slice(0, 2) });
    expect(pendingIn(page)).toHaveLength(2);
    await advanceClock(house.db.owner, 24 * HOUR_MS + 1, { production: false });
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    await inTenant(retention, house.towns[0].id, destroyExpired);
    await retention.destroy();
    expect(await inTown(sql`select id from pending_photo`)).toEqual([]);
    const late = await visitor.send(FORM, { key, ...lantern, photos: pendingIn(page) }, {});
    expect([late.location, (await newest())?.photos]).toEqual([RECEIVED, 0]);
  });

  it('from who fills in the field that nobody sees leaves no photo', async () => {
    const visitor = visit(house.app);
    const before = await waiting();
    await visitor.send(
      FORM,
      { key: await keyOf(visitor), ...lantern, website: 'x' },
      { photo: photos.slice(0, 1) },
    );
    expect(await waiting()).toBe(before);
  });
});

describe('danger', () => {
  it('is not held up by a photo that fails: the report is in, and the receipt says what is not', async () => {
    const visitor = visit(house.app);
    const sent = [Buffer.from('geen foto'), photos[0] ?? Buffer.alloc(0), heicHead()];
    const page = await visitor.send(FORM, { key: await keyOf(visitor), dangers: 'weapon' }, { photo: sent });
    expect(page.location).toBe(RECEIVED);
    expect(await newest()).toMatchObject({ next_step: 'check-danger', photos: 1 });
    const words = wordsOf(await visitor.get(RECEIVED));
    expect(words).toMatch(/^Bel eerst 112/);
    expect(words).toContain('Uw melding is binnen, maar 2 foto’s niet');
  });

  it('is not held up when no photo can be kept at all', async () => {
    const asOwner = (statement: ReturnType<typeof sql>) => statement.execute(house.db.owner);
    await asOwner(sql`alter table pending_photo rename to pending_photo_away`);
    await asOwner(sql`create view pending_photo as select * from pending_photo_away`);
    await asOwner(sql`grant select on pending_photo to public`);
    try {
      const visitor = visit(house.app);
      const page = await visitor.send(
        FORM,
        { key: await keyOf(visitor), dangers: 'weapon' },
        { photo: photos.slice(0, 2) },
      );
      expect([page.location, await newest()]).toEqual([
        RECEIVED,
        expect.objectContaining({ next_step: 'check-danger', photos: 0 }),
      ]);
      expect(wordsOf(await visitor.get(RECEIVED))).toContain('maar 2 foto’s niet');
      const calm = await visitor.send(
        FORM,
        { key: await keyOf(visitor), ...lantern },
        { photo: photos.slice(0, 2) },
      );
      expect([calm.status, wordsOf(calm)]).toEqual([
        400,
        expect.stringContaining('De foto’s konden wij niet bewaren.'),
      ]);
    } finally {
      await asOwner(sql`drop view pending_photo`);
      await asOwner(sql`alter table pending_photo_away rename to pending_photo`);
    }
  });
});

describe('too much', () => {
  it('from one address in an hour is not taken, and the report goes on without', async () => {
    const app = await anotherApp(house, { env: { PHOTOS_PER_HOUR: '2' } });
    const visitor = visit(app, { address: '192.0.2.90' });
    const key = await keyOf(visitor);
    const page = await visitor.send(FORM, { key, ...lantern }, { photo: photos.slice(0, 3) });
    expect([page.status, pendingIn(page).length]).toEqual([400, 2]);
    expect(wordsOf(page)).toContain('U stuurde al veel foto’s. Eén foto is niet aangekomen.');
    expect((await visitor.send(FORM, { key, ...lantern, photos: pendingIn(page) }, {})).location).toBe(
      RECEIVED,
    );
  });

  it('is not looked at when the whole post is beyond all measure, or does not say how long it is', async () => {
    const headers = { origin: ORIGIN, 'content-type': 'multipart/form-data; boundary=x' };
    const lengths: readonly Record<string, string>[] = [{ 'content-length': String(129 * 1024 * 1024) }, {}];
    for (const length of lengths) {
      const answer = await house.app.request(`${ORIGIN}${FORM}`, {
        method: 'POST',
        headers: { ...headers, ...length },
        body: '--x--',
      });
      expect([answer.status, await answer.text()]).toEqual([
        413,
        expect.stringContaining('Dit is te veel in één keer'),
      ]);
    }
  });

  it('stays too much where no photos are asked for', async () => {
    const visitor = visit(house.app);
    const large = Buffer.alloc(300 * 1024);
    for (const path of ['/proefstad/volgen', '/proefstad/inloggen', OWN])
      expect([path, (await visitor.send(path, {}, { photo: [large] })).status]).toEqual([path, 413]);
    const long = 'x'.repeat(FORM_LIMITS.valueLength + 1);
    expect((await visitor.send(FORM, { story: long }, {})).status).toBe(413);
  });
});

it('never answers with an error of ours, whatever bytes come as a photo or as the whole form', async () => {
  const visitor = visit(
    await anotherApp(house, { env: { PHOTOS_PER_HOUR: '100000', REPORTS_PER_HOUR: '100000' } }),
  );
  const key = await keyOf(visitor);
  const heads = [photos[0] ?? Buffer.alloc(0), pngOfSize(9, 9), heicHead(), Buffer.alloc(0)];
  const bytes = fc
    .tuple(fc.constantFrom(...heads), fc.nat(300), fc.uint8Array({ maxLength: 200 }))
    .map(([head, keep, tail]) => Buffer.concat([head.subarray(0, keep), tail]));
  await fc.assert(
    fc.asyncProperty(fc.array(bytes, { minLength: 1, maxLength: 3 }), async (sent) => {
      const { status } = await visitor.send(FORM, { key, ...lantern, story: '' }, { photo: sent });
      expect(status).toBe(400);
    }),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (noise) => {
      const body = Buffer.concat([Buffer.from('--x\r\n'), Buffer.from(noise)]);
      const answer = await house.app.request(`${ORIGIN}${FORM}`, {
        method: 'POST',
        headers: {
          origin: ORIGIN,
          'content-type': 'multipart/form-data; boundary=x',
          'content-length': String(body.length),
        },
        body: new Uint8Array(body),
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    }),
    { numRuns: 40 },
  );
}, 60_000);
