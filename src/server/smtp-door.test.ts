import { sql } from 'kysely';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clearOfWindowEnd, HOUR_MS } from '../../tests/support/database.ts';
import { openHouse, type TestHouse } from '../../tests/support/house.ts';
import { giveMailAddresses, sayAndHangUp, sendMail } from '../../tests/support/mail.ts';
import { aPdf, rawPdf } from '../../tests/support/documents.ts';
import { aJpeg } from '../../tests/support/pictures.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { receive, reporterPage, reportPage } from '../handovers/index.ts';
import { readConfig } from '../kit/config.ts';
import { sleep } from '../kit/clock.ts';
import { contentFile } from '../kit/content.ts';
import { inTenant } from '../kit/db.ts';
import { silent } from '../kit/log.ts';
import { loadTexts } from '../kit/texts.ts';
import { userActor } from '../people/index.ts';
import { reporterExport } from '../rights/index.ts';
import { isAmong, openSmtpDoor, relaysOf, type SmtpDoor } from './smtp-door.ts';

const TO = 'meld@proefstad.test';
const PROVEN = { 'Authentication-Results': 'mx.stad.test; dmarc=pass header.from=corporatie.test' };
const STAFF = 'Sanne <woonconsulent@corporatie.test>';

let house: TestHouse;
let town: Town;
let port: number;
const doors: SmtpDoor[] = [];

const openWith = async (settings: Readonly<Record<string, string>> = {}): Promise<number> => {
  const door = await openSmtpDoor({
    db: house.db.app,
    config: { ...readConfig({ SMTP_IN_AUTHSERV_ID: 'mx.stad.test', ...settings }), SMTP_IN_PORT: 0 },
    log: silent,
    t: loadTexts(contentFile('texts'), { strict: true }).translator('nl'),
    onReceived: (tx, report) => receive(tx, report, house.decisions),
  });
  if (!door) throw new Error('expected a door');
  doors.push(door);
  return door.port;
};

beforeAll(async () => {
  house = await openHouse();
  [town] = house.towns;
  for (const one of house.towns) await giveMailAddresses(house.db.owner, one);
  port = await openWith();
}, 180_000);
afterAll(async () => {
  for (const door of doors) await door.stop();
  await house.close();
});

interface Row {
  readonly number: number;
  readonly channel: string;
  readonly owner_id: string;
  readonly next_step: string;
  readonly deadline: Date;
  readonly story: string;
  readonly whole: string;
  readonly email: string | null;
  readonly name: string | null;
  readonly photos: number;
  readonly documents: readonly string[] | null;
  readonly actor_kind: string;
}

const reports = (where: Town = town) =>
  inTenant(house.db.app, where.id, async ({ kysely }) => {
    const { rows } = await sql<Row>`
      select r.number, r.channel, r.owner_id, r.next_step, r.deadline, c.email, c.name,
        (select body from report_words w where w.report_id = r.id and kind = 'story') as story,
        (select string_agg(body, '' order by id) from report_words w where w.report_id = r.id and kind = 'original') as whole,
        (select count(*) from report_photo p where p.report_id = r.id) as photos,
        (select array_agg(d.author_kind || ' ' || d.name order by d.name) from report_document d where d.report_id = r.id) as documents,
        (select actor_kind from event e where e.stream = 'report:' || r.id and e.kind = 'received') as actor_kind
      from report r left join report_contact c on c.report_id = r.id order by r.number`.execute(kysely);
    return rows;
  });
const newest = async (): Promise<Row> => {
  const row = (await reports()).at(-1);
  if (!row) throw new Error('expected a report');
  return row;
};
const refusalOf = (sent: Promise<unknown>) =>
  sent.then(
    () => 'taken',
    (error: unknown) => {
      const { response, message } = error as { response?: string; message: string };
      return response ?? message;
    },
  );

describe('a mail of a resident', () => {
  it('becomes a report that somebody has to decide on, with the words, the sender and the photos', async () => {
    const answer = await sendMail(port, {
      from: 'Riet <riet@voorbeeld.nl>',
      to: TO,
      subject: 'Zorgen om buurman',
      text: 'Ik zag hem al dagen niet.\n-- \nRiet, secretaresse',
      attachments: [
        { filename: 'foto.jpg', content: await aJpeg(640, 480) },
        { filename: 'brief.pdf', content: Buffer.from('%PDF-1.7 geheim') },
        { filename: 'offerte.pdf', content: await aPdf('Offerte') },
        { filename: 'nogmaals.pdf', content: await aPdf('Offerte') },
        { filename: 'plan.docx', content: Buffer.from('PK geheim') },
        { filename: 'virus.pdf', content: rawPdf({ catalogue: '/OpenAction << /S /Launch >>' }) },
        { filename: 'logo.png', content: await aJpeg(80, 60) },
      ],
    });
    expect(answer).toBe('250 2.0.0 Taken in');
    const row = await newest();
    expect(row).toMatchObject({
      channel: 'mail',
      owner_id: town.users['coordinator'],
      next_step: 'decide',
      actor_kind: 'public',
      story: 'Zorgen om buurman\n\nIk zag hem al dagen niet.',
      email: 'riet@voorbeeld.nl',
      name: 'Riet',
      photos: 1,
      documents: ['reporter offerte.pdf'],
    });
    expect(row.deadline.getTime()).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(row.whole).toContain('Riet, secretaresse');
    expect(row.whole).toContain('- brief.pdf (application/pdf, 1 kB): een PDF die wij niet kunnen lezen');
    expect(row.whole).toContain(
      '- virus.pdf (application/pdf, 1 kB): een PDF die iets doet als hij opengaat',
    );
    expect(row.whole).toMatch(/- plan\.docx .*: geen foto en geen PDF; andere bestanden bewaren wij niet/);
    expect(row.whole).not.toContain('- offerte.pdf');
    expect(row.whole).toContain('- logo.png (image/png, 1 kB): een klein plaatje, zoals een logo');
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('decides nothing by its words: danger is not known, whatever they say', async () => {
    await sendMail(port, {
      from: 'a@voorbeeld.nl',
      to: TO,
      subject: 'Mes!',
      text: 'Hij dreigt met een mes.',
    });
    const { number } = await newest();
    const [row] = await inTenant(house.db.app, town.id, async ({ kysely }) => {
      const { rows } = await sql<{
        observations: unknown;
      }>`select observations from report where number = ${number}`.execute(kysely);
      return rows;
    });
    expect(row?.observations).toEqual({ danger: { kind: 'unknown' }, sights: [], about: 'unknown' });
  });

  it('is read from HTML and from old character sets as well', async () => {
    await sendMail(port, {
      from: 'a@voorbeeld.nl',
      to: TO,
      subject: 'Café',
      html: '<style>p{}</style><p>Het is <b>lawaai</b>.</p><p>Elke avond.<script>alert(1)</script></p>',
    });
    expect((await newest()).story).toBe('Café\n\nHet is lawaai.\n\nElke avond.');
    await sendMail(port, {
      envelope: { from: 'a@voorbeeld.nl', to: [TO] },
      raw: Buffer.from(
        `From: a@voorbeeld.nl\r\nMessage-ID: <latin@x>\r\nSubject: =?iso-8859-1?Q?ruzi=EBn?=\r\nContent-Type: text/plain; charset=windows-1252\r\n\r\nZo\x92n herrie \x80 5\r\n`,
        'latin1',
      ),
    });
    expect((await newest()).story).toBe('ruziën\n\nZo’n herrie € 5');
  });

  it('goes into one report for each municipality that it was sent to, and into no other', async () => {
    const [there, here] = [await reports(house.towns[1]), await reports()];
    await sendMail(port, {
      from: 'a@voorbeeld.nl',
      to: [TO, 'staf@proefstad.test', 'meld@anderdorp.test'],
      text: 'Beide',
    });
    expect([(await reports(house.towns[1])).length, (await reports()).length]).toEqual([
      there.length + 1,
      here.length + 1,
    ]);
  });

  it('that the filter before us marked comes in all the same, and says so', async () => {
    await sendMail(port, { from: 'a@voorbeeld.nl', to: TO, text: 'Win!', headers: { 'X-Spam-Flag': 'YES' } });
    expect((await newest()).whole).toMatch(/^Let op: het filter van de mailserver/);
  });

  it('that is very long is kept whole in pieces, and the story says where it goes on', async () => {
    const text = Array.from({ length: 3000 }, (_, at) => `regel ${at}`).join('\n');
    await sendMail(port, { from: 'a@voorbeeld.nl', to: TO, subject: 'Lang', text });
    const row = await newest();
    expect(row.story.length).toBeLessThanOrEqual(4000);
    expect(row.story).toContain('Hele e-mail');
    expect(row.whole).toContain('regel 2999');
  });
});

describe('a mail that a colleague sends on', () => {
  const forwarded = {
    from: STAFF,
    to: 'staf@proefstad.test',
    subject: 'FW: Herrie',
    text: 'Graag oppakken. Niet voor de melder.\n\nVan: Riet de Vries <riet@voorbeeld.nl>\nVerzonden: gisteren\nAan: Sanne\nOnderwerp: Herrie\n\nElke nacht herrie boven mij.',
    headers: PROVEN,
  };

  it('is a report of who wrote it first, taken in by that colleague; the remark of the colleague stays inside', async () => {
    await sendMail(port, forwarded);
    const row = await newest();
    expect(row).toMatchObject({
      channel: 'mail',
      actor_kind: 'user',
      story: 'Herrie\n\nElke nacht herrie boven mij.',
      email: 'riet@voorbeeld.nl',
      name: 'Riet de Vries',
    });
    expect(row.whole).toContain('Niet voor de melder.');
  });

  it('may be enclosed whole, with its photos', async () => {
    const inner = Buffer.from(
      `From: Jan <jan@voorbeeld.nl>\r\nSubject: Lantaarn\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nStuk.\r\n--x\r\nContent-Type: image/jpeg; name=f.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n${(await aJpeg(320, 240)).toString('base64')}\r\n--x--\r\n`,
    );
    await sendMail(port, {
      ...forwarded,
      subject: 'zie bijlage',
      text: 'Zie bijlage',
      attachments: [{ filename: 'mail.eml', contentType: 'message/rfc822', content: inner }],
    });
    expect(await newest()).toMatchObject({
      story: 'Lantaarn\n\nStuk.',
      email: 'jan@voorbeeld.nl',
      photos: 1,
    });
  });

  it('brings its documents along, for the reporter to see once somebody shares them', async () => {
    const attachments = [{ filename: 'offerte.pdf', content: await aPdf('Een offerte') }];
    await sendMail(port, { ...forwarded, date: new Date('2026-03-02'), attachments });
    expect(await newest()).toMatchObject({ email: 'riet@voorbeeld.nl', documents: ['user offerte.pdf'] });
    expect(await findBreaches(house.db.app)).toEqual([]);
  });

  it('counts as of a colleague only on the word of the mail server before us, and for the own organisation', async () => {
    await sendMail(port, { ...forwarded, headers: {} });
    expect(await newest()).toMatchObject({ actor_kind: 'public', email: 'woonconsulent@corporatie.test' });
    await sendMail(port, {
      ...forwarded,
      headers: { 'Authentication-Results': 'mx.boef.test; dmarc=pass header.from=corporatie.test' },
    });
    expect((await newest()).actor_kind).toBe('public');
  });

  it('is a note of the colleague when it holds nobody else’s words', async () => {
    await sendMail(port, { ...forwarded, subject: 'Gezien', text: 'De deur van het portiek staat open.' });
    expect(await newest()).toMatchObject({ channel: 'note', actor_kind: 'user', email: null });
  });

  it('opens whole to who may read the words, and to nobody else', async () => {
    await sendMail(port, { ...forwarded, date: new Date('2026-03-01') });
    const { number } = await newest();
    const seenBy = async (login: string) => {
      const actor = await inTenant(house.db.app, town.id, (tx) => userActor(tx, town.users[login] ?? ''));
      if (!actor) throw new Error(login);
      return reportPage(house.db.app, actor, { number, decisions: house.decisions, language: 'nl' });
    };
    const coordinator = await seenBy('coordinator');
    expect(coordinator.ok && coordinator.value.file?.letters.map(({ kind }) => kind)).toEqual([
      'story',
      'original',
    ]);
    expect(await seenBy('woonconsulent')).toMatchObject({ ok: false });
    const [row] = await inTenant(
      house.db.app,
      town.id,
      async ({ kysely }) =>
        (await sql<{ id: string }>`select id from report where number = ${number}`.execute(kysely)).rows,
    );
    const reporter = { kind: 'reporter', municipalityId: town.id, reportId: row?.id ?? '' } as const;
    const seen = JSON.stringify([
      await reporterPage(house.db.app, reporter),
      await reporterExport(house.db.app, reporter),
    ]);
    expect(seen).toContain('Elke nacht herrie boven mij.');
    expect(seen).not.toContain('Niet voor de melder.');
  });
});

describe('a mail that comes twice', () => {
  const raw = (id: string) =>
    `From: dubbel@voorbeeld.nl\r\nMessage-ID: <${id}@x>\r\nDate: Fri, 27 Nov 2026 10:00:00 +0100\r\nSubject: Dubbel\r\n\r\n${id}`;

  it('is one report, also when the first answer got lost', async () => {
    const before = (await reports()).length;
    const talk = ['EHLO relay', 'MAIL FROM:<dubbel@voorbeeld.nl>', `RCPT TO:<${TO}>`, 'DATA', raw('een')];
    await sayAndHangUp(port, talk);
    while ((await reports()).length === before) await sleep(20);
    const again = { envelope: { from: 'dubbel@voorbeeld.nl', to: [TO] }, raw: raw('een') };
    expect(await sendMail(port, again)).toContain('250');
    await Promise.all([sendMail(port, again), sendMail(port, again)]);
    expect((await reports()).length).toBe(before + 1);
  });

  it('has its documents once, and all of them, when it comes at the same instant', async () => {
    const before = (await reports()).length;
    const attachments = [
      { filename: 'a.pdf', content: await aPdf('Een') },
      { filename: 'b.pdf', content: await aPdf('Twee') },
    ];
    const same = { from: 'pdf@voorbeeld.nl', to: TO, messageId: '<pdf@x>', date: new Date(0), attachments };
    await Promise.all([sendMail(port, same), sendMail(port, same)]);
    expect((await reports()).length).toBe(before + 1);
    expect((await newest()).documents).toEqual(['reporter a.pdf', 'reporter b.pdf']);
  });

  it('is one report when two come at the same instant', async () => {
    const before = (await reports()).length;
    const same = { envelope: { from: 'dubbel@voorbeeld.nl', to: [TO] }, raw: raw('twee') };
    await Promise.all([sendMail(port, same), sendMail(port, same), sendMail(port, same)]);
    expect((await reports()).length).toBe(before + 1);
  });

  it('is two reports when a machine gave two mails one number', async () => {
    const before = (await reports()).length;
    const of = (date: string) => ({
      from: 's@voorbeeld.nl',
      to: TO,
      messageId: '<vast@x>',
      date: new Date(date),
      text: date,
    });
    await sendMail(port, of('2026-01-01'));
    await sendMail(port, of('2026-01-02'));
    expect((await reports()).length).toBe(before + 2);
  });
});

describe('what does not come in', () => {
  it('is told to the sending server in words, and never taken and dropped', async () => {
    const before = (await reports()).length;
    const mail = { from: 'a@voorbeeld.nl', to: TO, text: 'x' };
    expect(await refusalOf(sendMail(port, { ...mail, to: 'niemand@proefstad.test' }))).toContain('550 5.1.1');
    expect(
      await refusalOf(sendMail(port, { ...mail, headers: { 'Auto-Submitted': 'auto-replied' } })),
    ).toContain('550 5.7.1');
    expect(await refusalOf(sendMail(port, { ...mail, headers: { 'List-Id': '<a.b>' } }))).toContain(
      '550 5.7.1',
    );
    expect(await refusalOf(sendMail(port, { ...mail, envelope: { from: '', to: TO } }))).toContain(
      '550 5.7.1',
    );
    expect(await refusalOf(sendMail(port, { ...mail, from: TO }))).toContain('554 5.4.6');
    const deep = Array.from(
      { length: 60 },
      (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    ).join('');
    const nested = { envelope: { from: 'a@voorbeeld.nl', to: [TO] }, raw: `From: a@voorbeeld.nl\r\n${deep}` };
    expect(await refusalOf(sendMail(port, nested))).toContain('554 5.6.0');
    const attachments = Array.from({ length: 51 }, (_, at) => ({ filename: `${at}.txt`, content: 'x' }));
    expect(await refusalOf(sendMail(port, { ...mail, attachments }))).toContain('554 5.6.0');
    expect((await reports()).length).toBe(before);
  });

  it('waits at the sending server when one sender sends too many, and then comes', async () => {
    await clearOfWindowEnd(house.db.owner, HOUR_MS);
    const strict = await openWith({ SMTP_IN_PER_SENDER_PER_HOUR: '2' });
    const mail = (at: number) => ({
      from: 'veel@voorbeeld.nl',
      to: TO,
      messageId: `<veel${at}@x>`,
      date: new Date('2026-05-05'),
      text: `${at}`,
    });
    await sendMail(strict, mail(1));
    await sendMail(strict, mail(2));
    expect(await refusalOf(sendMail(strict, mail(3)))).toContain('450 4.7.1');
    // one that stands already is not held up by the limit
    expect(await sendMail(strict, mail(2))).toContain('250');
    expect(await sendMail(port, mail(3))).toContain('250');
  });

  it('is too large, and nothing of it is kept in memory', async () => {
    const small = await openWith({ SMTP_IN_MAX_MB: '1' });
    const big = { from: 'a@voorbeeld.nl', to: TO, text: 'x'.repeat(1_500_000) };
    expect(await refusalOf(sendMail(small, big))).toContain('552');
  });

  it('comes from another machine than the named mail servers', async () => {
    const closed = await openWith({ SMTP_IN_RELAYS: '192.0.2.0/28' });
    expect(await refusalOf(sendMail(closed, { from: 'a@voorbeeld.nl', to: TO, text: 'x' }))).toContain('554');
    const relays = relaysOf('192.0.2.0/28, 2001:db8::1');
    expect(
      ['192.0.2.15', '::ffff:192.0.2.1', '2001:db8::1'].map((address) => isAmong(relays, address)),
    ).toEqual([true, true, true]);
    expect(['192.0.2.16', '2001:db8::2', 'x'].map((address) => isAmong(relays, address))).toEqual([
      false,
      false,
      false,
    ]);
    expect(() => relaysOf('mail.stad.test')).toThrow('expected addresses or ranges');
  });

  it('stays at the sending server while the database is away', async () => {
    const gone = await openWith();
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`alter table report_words rename to words_away`.execute(kysely),
    );
    const mail = {
      from: 'weg@voorbeeld.nl',
      to: TO,
      messageId: '<weg@x>',
      date: new Date('2026-05-05'),
      text: 'Blijf',
    };
    expect(await refusalOf(sendMail(gone, mail))).toContain('451 4.3.0');
    await inTenant(house.db.owner, town.id, ({ kysely }) =>
      sql`alter table words_away rename to report_words`.execute(kysely),
    );
    expect(await sendMail(gone, mail)).toContain('250');
    expect((await newest()).story).toBe('Blijf');
  });
});

describe('a mail of any make', () => {
  it('is taken in or refused in words, and leaves every invariant standing', async () => {
    const free = await openWith({ SMTP_IN_PER_SENDER_PER_HOUR: '10000' });
    const line = fc.oneof(
      fc.constantFrom(
        'Content-Type: multipart/mixed; boundary="a"',
        '--a',
        '--a--',
        '',
        'Content-Type: text/html; charset=utf-7',
        'Content-Transfer-Encoding: base64',
        'Content-Type: message/rfc822',
        'Subject: =?utf-8?B?////?=',
        'From: <x@y.nl>',
        'From: ',
        'Content-Type: text/plain; charset=bestaat-niet',
        'AAAA====',
        '<p><p><p>',
        'UEsDBBQAAAAI',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 25 }), async (lines) => {
        const raw = Buffer.from(lines.join('\r\n'));
        const answer = await refusalOf(
          sendMail(free, { envelope: { from: 'fuzz@voorbeeld.nl', to: [TO] }, raw }),
        );
        expect(answer).toMatch(/^taken$|^5\d\d/);
      }),
      { numRuns: 60 },
    );
    expect(await findBreaches(house.db.app)).toEqual([]);
  }, 60_000);
});
