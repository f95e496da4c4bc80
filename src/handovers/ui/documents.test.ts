import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aPdf, rawPdf } from '../../../tests/support/documents.ts';
import {
  openHouse,
  ORIGIN,
  reporterCookie,
  sendReport,
  type SentReport,
  type TestHouse,
} from '../../../tests/support/house.ts';
import { TEST_PASSWORD } from '../../../tests/support/town.ts';
import { visit, wordsOf, type Page, type Visitor } from '../../../tests/support/visitor.ts';
import { DOCUMENT_LIMITS } from '../../kit/document.ts';
import type { Submission } from '../../reports/model.ts';

const LAMP: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
};

let house: TestHouse;
let worker: Visitor;
beforeAll(async () => {
  house = await openHouse();
  worker = await logIn('openbaar');
}, 180_000);
afterAll(() => house.close());

async function logIn(login: string, language = 'nl'): Promise<Visitor> {
  const visitor = visit(house.app, { language });
  const form = { intent: 'login', login, password: TEST_PASSWORD };
  const answer = await visitor.post('/proefstad/inloggen', form);
  if (answer.status !== 303) throw new Error(`expected ${login} to be let in, got ${answer.status}`);
  return visitor;
}

async function taken(): Promise<SentReport> {
  const report = await sendReport(house, house.towns[0], LAMP);
  await worker.post(`/proefstad/werk/${report.number}`, { intent: 'accept' });
  return report;
}

const pageOf = ({ number }: SentReport) => `/proefstad/werk/${number}/documenten`;

const bring = (report: SentReport, files: readonly Buffer[], name = 'offerte.pdf', who = worker) =>
  who.send(pageOf(report), { intent: 'add-documents' }, { document: files }, name);

const idsIn = ({ html }: Page) =>
  [...html.matchAll(/href="[^"]*\/documenten\/([0-9a-f-]{36})"/g)].map(([, id]) => id ?? '');

describe('a document', () => {
  it('is chosen on a page of its own, stands on the report by its name, and is saved, never shown', async () => {
    const report = await taken();
    expect(wordsOf(await worker.get(`/proefstad/werk/${report.number}`))).toContain('Document toevoegen');
    const bytes = await aPdf('Een offerte');
    const answer = await bring(report, [bytes], 'C:\\mappen\\offerte "dak" <b>.pdf');
    expect([answer.status, answer.location]).toEqual([303, pageOf(report)]);
    const page = await worker.get(pageOf(report));
    expect(wordsOf(page)).toContain(`Het document staat bij melding ${report.number}.`);
    expect(page.html).toContain('offerte &quot;dak&quot; &lt;b&gt;.pdf');
    const [id = ''] = idsIn(await worker.get(`/proefstad/werk/${report.number}`));
    const saved = await worker.get(`${pageOf(report)}/${id}`);
    expect(Buffer.from(saved.bytes)).toEqual(bytes);
    expect(
      [
        'content-type',
        'content-disposition',
        'x-content-type-options',
        'content-security-policy',
        'cache-control',
      ].map((name) => saved.headers.get(name)),
    ).toEqual([
      'application/pdf',
      `attachment; filename="melding-${report.number}-document-${id.slice(-8)}.pdf"`,
      'nosniff',
      "sandbox; default-src 'none'",
      'private, no-store',
    ]);
  });

  it('is once the same document, also after a double click', async () => {
    const report = await taken();
    const bytes = await aPdf('Dubbel');
    const answers = await Promise.all([bring(report, [bytes, bytes]), bring(report, [bytes], 'anders.pdf')]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(idsIn(await worker.get(pageOf(report)))).toHaveLength(1);
  });

  it('is shared with the reporter, who saves it behind the code, and taken away with a reason', async () => {
    const report = await taken();
    await bring(report, [await aPdf('Voor de melder')]);
    const [id = ''] = idsIn(await worker.get(pageOf(report)));
    const cookie = await reporterCookie(house, house.towns[0], report.reportId);
    const own = async (path: string) =>
      house.app.request(`${ORIGIN}/proefstad/volgen/melding${path}`, { headers: { cookie } });
    expect((await own(`/documenten/${id}`)).status).toBe(404);
    await worker.post(pageOf(report), { intent: 'share-document', document: id });
    expect(wordsOf(await worker.get(pageOf(report)))).toContain('De melder ziet dit ook');
    expect(await (await own('')).text()).toContain(`/proefstad/volgen/melding/documenten/${id}`);
    const saved = await own(`/documenten/${id}`);
    expect([saved.status, saved.headers.get('content-security-policy')]).toEqual([
      200,
      "sandbox; default-src 'none'",
    ]);
    await worker.post(pageOf(report), { intent: 'remove-document', document: id, reason: 'private' });
    expect((await own(`/documenten/${id}`)).status).toBe(404);
    expect((await worker.get(`${pageOf(report)}/${id}`)).status).toBe(404);
    expect(wordsOf(await worker.get(`/proefstad/werk/${report.number}`))).toContain(
      'Document weggehaald: Er staan gegevens in die hier niet nodig zijn.',
    );
  });
});

describe('what is no document that we keep', () => {
  it.each([
    ['nl', 'Eén document wil iets doen als het opengaat', 'Eén bestand is geen PDF.', 'Kies eerst een PDF.'],
    ['en', 'One document would do something when it opens', 'One file is not a PDF.', 'Choose a PDF first.'],
  ])(
    'is told beside the field, in %s, and what is good of it is kept',
    async (language, active, kind, none) => {
      const report = await taken();
      const visitor = await logIn('openbaar', language);
      const runs = rawPdf({ catalogue: '/OpenAction << /S /JavaScript /JS (app.alert(1)) >>' });
      const sent = [runs, Buffer.from('geen PDF'), await aPdf(`Goed ${language}`)];
      const page = await bring(report, sent, 'x.pdf', visitor);
      expect(page.status).toBe(400);
      for (const text of [active, kind]) expect(wordsOf(page)).toContain(text);
      expect(idsIn(page)).toHaveLength(1);
      expect(wordsOf(await bring(report, [], 'x.pdf', visitor))).toContain(none);
    },
  );

  it('is too large, and let go of while it comes in', async () => {
    const report = await taken();
    const large = Buffer.alloc(DOCUMENT_LIMITS.bytes + 1, '%PDF-1.7');
    expect(wordsOf(await bring(report, [large]))).toContain('Kies een PDF tot 10 MB.');
    expect(idsIn(await worker.get(pageOf(report)))).toEqual([]);
  });

  it('stops halfway: what came whole before it is kept, and nothing of it', async () => {
    const report = await taken();
    const whole = await aPdf('Helemaal');
    const head = (name: string) =>
      `--grens\r\nContent-Disposition: form-data; name="${name}"; filename="a.pdf"\r\n\r\n`;
    const body = Buffer.concat([
      Buffer.from(head('document')),
      whole,
      Buffer.from(`\r\n${head('document')}`),
      whole.subarray(0, 300),
    ]);
    const cookie = `sessie=${worker.cookie('sessie', '/proefstad') ?? ''}`;
    const answer = await house.app.request(`${ORIGIN}${pageOf(report)}`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: {
        cookie,
        origin: ORIGIN,
        'content-type': 'multipart/form-data; boundary=grens',
        'content-length': String(body.length),
      },
    });
    expect(answer.status).toBe(400);
    expect(idsIn(await worker.get(pageOf(report)))).toHaveLength(1);
  });

  it('comes from who has nothing to do with the report, and is not even read', async () => {
    const report = await taken();
    const stranger = await logIn('wijkagent');
    expect((await bring(report, [await aPdf('Vreemd')], 'x.pdf', stranger)).status).toBe(404);
    expect((await bring(report, [await aPdf('Vreemd')], 'x.pdf', visit(house.app))).status).toBe(303);
    expect(idsIn(await worker.get(pageOf(report)))).toEqual([]);
  });

  it('asks for something else than the page does, or for what is no longer there', async () => {
    const report = await taken();
    expect((await worker.post(pageOf(report), { intent: 'iets' })).status).toBe(400);
    const gone = { intent: 'share-document', document: '0190aaaa-0000-7000-8000-0000000000ee' };
    expect(wordsOf(await worker.post(pageOf(report), gone))).toContain('Dit document is er niet meer.');
    for (const path of ['x', '0190aaaa-0000-7000-8000-0000000000ee'])
      expect((await worker.get(`${pageOf(report)}/${path}`)).status).toBe(404);
  });
});
