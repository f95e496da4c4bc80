import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { createDatabase, inTenant } from '../kit/db.ts';
import type { KeptDocument } from '../kit/document.ts';
import { newId } from '../kit/ids.ts';
import { userActor } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import { addDocuments, historyOf, partsOf } from '../reports/index.ts';
import type { Submission } from '../reports/model.ts';
import { destroyDue } from '../rights/index.ts';
import {
  addReportDocuments,
  addReportPhotos,
  documentsPage,
  mayAddDocuments,
  openReportDocument,
  perform,
  photosPage,
  removeReportDocument,
  reporterPage,
  reportPage,
  shareReportDocument,
} from './index.ts';

const DAY_MS = 86_400_000;
const COORDINATORS = ['coordinator', 'coordinator2'];
const aboutPlace: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['lonely'], about: 'place' },
};
/** The checks of what comes in are of src/kit/document-file.test.ts: what they let through is here. */
const papers = Array.from({ length: 7 }, (_, at): KeptDocument => {
  const bytes = Buffer.from(`%PDF-1.7 ${at}`);
  return { name: `brief ${at}.pdf`, bytes, pages: 1, hash: createHash('sha256').update(bytes).digest() };
});

let house: TestHouse;
let town: Town;
let other: Town;
beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
}, 180_000);
afterAll(() => house.close());

const db = () => house.db.app;
async function user(login: string, of = town): Promise<UserActor> {
  const actor = await inTenant(db(), of.id, (tx) => userActor(tx, of.users[login] ?? ''));
  if (actor?.kind !== 'user') throw new Error(`expected ${login} in ${of.slug}`);
  return actor;
}
const reporter = ({ reportId }: SentReport): Actor => ({
  kind: 'reporter',
  municipalityId: town.id,
  reportId,
});

async function accepted(changes: Partial<Submission> = aboutPlace) {
  const report = await sendReport(house, town, changes);
  const { rows } = await inTenant(db(), town.id, (tx) =>
    sql<{ login: string }>`
      select u.login from handover h join service_member m on m.service_id = h.service_id
      join user_account u on u.id = m.user_id where h.report_id = ${report.reportId} order by u.login limit 1`.execute(
      tx.kysely,
    ),
  );
  const login = rows[0]?.login ?? '';
  const actor = await user(login);
  expect(await perform(db(), actor, report.number, { command: 'accept' })).toEqual({ ok: true, value: true });
  return { report, actor, login };
}

const add = (actor: Actor, { number }: Pick<SentReport, 'number'>, documents: readonly KeptDocument[]) =>
  addReportDocuments(db(), actor, { number, documents });

/** As a mail brings them. */
const ofReporter = ({ reportId }: SentReport, documents: readonly KeptDocument[]) =>
  inTenant(db(), town.id, (tx) =>
    addDocuments(tx, { kind: 'public', municipalityId: town.id }, reportId, documents),
  );

async function documentsOf(actor: Actor, { number }: Pick<SentReport, 'number'>) {
  const page = await documentsPage(db(), actor, number);
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value.documents;
}

const rows = <Row>(statement: ReturnType<typeof sql<Row>>, of = town) =>
  inTenant(house.db.app, of.id, async (tx) => (await statement.execute(tx.kysely)).rows);

const logOf = ({ reportId }: SentReport) =>
  rows(
    sql<{ action: string; actor: string }>`
      select action, actor_kind as actor from access_log where subject_id = ${reportId} and data_class = 'document' order by id`,
  );

const codesOf = (outcome: { ok: boolean; refusals?: readonly { code: string }[] }) =>
  outcome.ok ? [] : (outcome.refusals ?? []).map(({ code }) => code);

const finish = (actor: Actor, { number }: SentReport) =>
  perform(db(), actor, number, { command: 'close', outcome: 'helped', message: 'Klaar.' });

describe('who may open a document', () => {
  it('is who may read the words: nobody else of this or another municipality', async () => {
    const { report, actor, login } = await accepted();
    await add(actor, report, papers.slice(0, 1));
    const [document] = await documentsOf(actor, report);
    const seeing: string[] = [];
    const refusals = new Set<string>();
    for (const [of, name] of [town, other].flatMap((one) =>
      Object.keys(one.users).map((each) => [one, each] as const),
    )) {
      const asked = { number: report.number, documentId: document?.id ?? '' };
      const who = await user(name, of);
      const opened = [
        await openReportDocument(db(), who, asked),
        await documentsPage(db(), who, report.number),
      ];
      expect(opened[0]?.ok).toBe(opened[1]?.ok);
      for (const each of opened) if (!each.ok) refusals.add(JSON.stringify(each.refusals));
      if (opened[0]?.ok) seeing.push(of === town ? name : `${name}@${of.slug}`);
    }
    const colleagues = Object.keys(town.users).filter((name) => town.users[name] === town.users[login]);
    expect(seeing.toSorted()).toEqual([...COORDINATORS, ...colleagues].toSorted());
    expect([...refusals]).toEqual(['[{"code":"report-unknown"}]']);
    const asked = { number: report.number, documentId: document?.id ?? '' };
    const publicly = { kind: 'public', municipalityId: town.id } as const;
    expect(codesOf(await openReportDocument(db(), publicly, asked))).toEqual(['not-logged-in']);
    expect(codesOf(await openReportDocument(db(), reporter(report), asked))).toEqual(['report-unknown']);
  });

  it('cannot reach one by way of another report that is open to them', async () => {
    const [mine, theirs] = [await accepted(), await accepted()];
    await add(theirs.actor, theirs.report, papers.slice(0, 1));
    const coordinator = await user('coordinator');
    const [document] = await documentsOf(coordinator, theirs.report);
    for (const documentId of [document?.id ?? '', "x' or 1=1", newId()])
      expect(
        codesOf(await openReportDocument(db(), coordinator, { number: mine.report.number, documentId })),
      ).toEqual(['report-unknown']);
  });

  it('leaves a line for the names and one for each document, and none where there are no documents', async () => {
    const { report, actor } = await accepted();
    await documentsOf(actor, report);
    expect(await logOf(report)).toEqual([]);
    await add(actor, report, papers.slice(0, 1));
    const [document] = await documentsOf(actor, report);
    const opened = await openReportDocument(db(), actor, {
      number: report.number,
      documentId: document?.id ?? '',
    });
    expect(opened.ok && opened.value.bytes).toEqual(papers[0]?.bytes);
    expect((await logOf(report)).map(({ action }) => action)).toEqual(['change', 'read', 'export']);
  });
});

describe('documents that are added', () => {
  it('stand once, however often they come at the same instant, and the history holds ids alone', async () => {
    const { report, actor } = await accepted();
    const coordinator = await user('coordinator');
    const sent = await Promise.all([
      add(actor, report, papers.slice(0, 2)),
      add(actor, report, papers.slice(0, 2)),
      add(coordinator, report, papers.slice(1, 3)),
    ]);
    expect(sent.map(({ ok }) => ok)).toEqual([true, true, true]);
    const there = await documentsOf(actor, report);
    expect(there.map(({ name }) => name).toSorted()).toEqual(['brief 0.pdf', 'brief 1.pdf', 'brief 2.pdf']);
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    const added = history.flatMap(({ event }) => (event.kind === 'document-added' ? [event.data] : []));
    expect(added.flatMap(({ documentIds }) => documentIds).toSorted()).toEqual(
      there.map(({ id }) => id).toSorted(),
    );
    expect(JSON.stringify(history)).not.toContain('brief');
  });

  it('are five at most from who works on it, and five more from a mail; what finds room stays', async () => {
    const { report, actor } = await accepted();
    expect((await ofReporter(report, papers.slice(0, 5))).ok).toBe(true);
    expect(codesOf(await ofReporter(report, papers.slice(5)))).toEqual(['documents-too-many']);
    expect((await add(actor, report, papers.slice(5))).ok).toBe(true);
    const page = await documentsPage(db(), actor, report.number);
    expect(page.ok && [page.value.documents.length, page.value.room]).toEqual([7, 3]);
  });

  it('do not come to a report that is closed, not from who does not have it, and not from its reporter', async () => {
    const { report, actor } = await accepted();
    expect(codesOf(await add(await user('wijkagent'), report, papers))).toEqual(['report-unknown']);
    expect(codesOf(await mayAddDocuments(db(), await user('wijkagent'), report.number))).toEqual([
      'report-unknown',
    ]);
    expect(codesOf(await add(reporter(report), report, papers))).toEqual(['not-logged-in']);
    await finish(actor, report);
    expect(codesOf(await add(actor, report, papers))).toEqual(['report-closed']);
    expect(await documentsOf(actor, report)).toEqual([]);
  });
});

describe('what the reporter sees', () => {
  const seenBy = async (report: SentReport) => {
    const page = await reporterPage(db(), reporter(report));
    if (!page.ok) throw new Error('expected a page');
    return page.value.documents;
  };

  it('is what came with the own mail, and that of others only once it is shared, without names', async () => {
    const { report, actor } = await accepted();
    await ofReporter(report, papers.slice(0, 1));
    await add(actor, report, papers.slice(1, 3));
    expect((await seenBy(report)).map(({ name }) => name)).toEqual(['brief 0.pdf']);
    const second = (await documentsOf(actor, report)).find(({ name }) => name === 'brief 1.pdf');
    const asked = { number: undefined, documentId: second?.id ?? '' };
    expect(codesOf(await openReportDocument(db(), reporter(report), asked))).toEqual(['report-unknown']);
    const share = () =>
      shareReportDocument(db(), actor, { number: report.number, documentId: second?.id ?? '' });
    expect([await share(), await share()]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
    const seen = await seenBy(report);
    expect(seen.map(({ name }) => name)).toEqual(['brief 0.pdf', 'brief 1.pdf']);
    expect(seen.every(({ authorName }) => authorName === undefined)).toBe(true);
    const opened = await openReportDocument(db(), reporter(report), asked);
    expect(opened.ok && opened.value.bytes).toEqual(papers[1]?.bytes);
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    expect(history.filter(({ event }) => event.kind === 'document-shared')).toHaveLength(1);
  });

  it.each(['someone', 'unknown'] as const)('is nothing of others when it is about %s', async (about) => {
    const observations: Submission['observations'] = {
      danger: { kind: 'none' },
      sights: ['lonely'],
      about,
    };
    const { report, actor } = await accepted({ observations });
    await add(actor, report, papers.slice(0, 1));
    const [document] = await documentsOf(actor, report);
    const asked = { number: report.number, documentId: document?.id ?? '' };
    expect(codesOf(await shareReportDocument(db(), actor, asked))).toEqual(['document-about-person']);
    expect(await seenBy(report)).toEqual([]);
  });

  it('is for its owner to decide', async () => {
    const { report, actor } = await accepted();
    await add(actor, report, papers.slice(0, 1));
    const [document] = await documentsOf(actor, report);
    const asked = { number: report.number, documentId: document?.id ?? '' };
    const share = async (login: string) => codesOf(await shareReportDocument(db(), await user(login), asked));
    expect(await share('coordinator')).toEqual(['not-your-turn']);
    expect(await share('wijkagent')).toEqual(['report-unknown']);
    expect(codesOf(await shareReportDocument(db(), actor, { ...asked, documentId: newId() }))).toEqual([
      'document-unknown',
    ]);
  });
});

describe('a document that should not be here', () => {
  it('is gone for all at once, destroyed by the retention role, and does not come back', async () => {
    const { report, actor } = await accepted();
    await add(actor, report, papers.slice(0, 2));
    const [document] = await documentsOf(actor, report);
    const documentId = document?.id ?? '';
    const remove = () =>
      removeReportDocument(db(), actor, { number: report.number, documentId, reason: 'person' });
    expect([await remove(), await remove()]).toEqual([
      { ok: true, value: true },
      { ok: true, value: true },
    ]);
    for (const who of [actor, await user('coordinator')])
      expect(codesOf(await openReportDocument(db(), who, { number: report.number, documentId }))).toEqual([
        'report-unknown',
      ]);
    const page = await reportPage(db(), actor, {
      number: report.number,
      decisions: house.decisions,
      language: 'nl',
    });
    expect(page.ok && page.value.file?.documents.length).toBe(1);
    const again = papers.filter(({ name }) => name === document?.name);
    expect(codesOf(await add(actor, report, again))).toEqual(['document-removed']);
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    expect(history.flatMap(({ event }) => (event.kind === 'document-removed' ? [event.data] : []))).toEqual([
      { documentId, reason: 'person' },
    ]);
    await destroy();
    expect(await countOf(report)).toBe(1);
  });

  it('can be taken away from a report that is closed as well', async () => {
    const { report, actor } = await accepted();
    await add(actor, report, papers.slice(0, 1));
    const [document] = await documentsOf(actor, report);
    await finish(actor, report);
    const asked = { number: report.number, documentId: document?.id ?? '', reason: 'private' } as const;
    expect(codesOf(await removeReportDocument(db(), await user('manager'), asked))).toEqual([
      'report-unknown',
    ]);
    expect((await removeReportDocument(db(), await user('coordinator'), asked)).ok).toBe(true);
    expect(await documentsOf(await user('coordinator'), report)).toEqual([]);
  });
});

describe('with a part of a report', () => {
  async function divided() {
    const { report, actor, login } = await accepted();
    const serviceId = town.services['district-team'] ?? '';
    const split = {
      command: 'split',
      body: 'Ga langs.',
      days: 3,
      shows: 'place-and-story',
      ground: 'reporter-agrees',
      key: newId(),
      serviceId,
    } as const;
    expect(await perform(db(), actor, report.number, split)).toEqual({ ok: true, value: true });
    const [part] = await inTenant(db(), town.id, (tx) => partsOf(tx, report.reportId));
    if (!part) throw new Error('expected a part');
    const doer = await user('wijkteam');
    expect((await perform(db(), doer, part.number, { command: 'accept' })).ok).toBe(true);
    return { whole: report, asker: actor, login, part, doer };
  }

  it('what who does it adds opens for who has the whole, who cannot change it, and for no third', async () => {
    const { asker, part, doer, whole } = await divided();
    expect((await add(doer, part, papers.slice(0, 1))).ok).toBe(true);
    const seen = await documentsPage(db(), asker, part.number);
    expect(seen.ok && seen.value).toMatchObject({
      back: whole.number,
      room: 0,
      mayShare: false,
      mayRemove: false,
      documents: [{ name: 'brief 0.pdf' }],
    });
    const documentId = seen.ok ? (seen.value.documents[0]?.id ?? '') : '';
    expect((await openReportDocument(db(), asker, { number: part.number, documentId })).ok).toBe(true);
    expect(codesOf(await add(asker, part, papers.slice(1, 2)))).toEqual(['report-unknown']);
    const remove = { number: part.number, documentId, reason: 'person' } as const;
    expect(codesOf(await removeReportDocument(db(), asker, remove))).toEqual(['report-unknown']);
    expect(codesOf(await documentsPage(db(), await user('wijkagent'), part.number))).toEqual([
      'report-unknown',
    ]);
    const page = await reportPage(db(), asker, {
      number: whole.number,
      decisions: house.decisions,
      language: 'nl',
    });
    expect(page.ok && page.value.parts?.parts).toMatchObject([{ photos: 0, documents: 1 }]);
  });

  it('nothing of the whole opens with it, also when its words do; and nothing of it goes to the reporter', async () => {
    const { asker, part, doer, whole } = await divided();
    await add(asker, whole, papers.slice(0, 1));
    const [document] = await documentsOf(asker, whole);
    const documentId = document?.id ?? '';
    for (const number of [whole.number, part.number])
      expect(codesOf(await openReportDocument(db(), doer, { number, documentId }))).toEqual([
        'report-unknown',
      ]);
    expect(await documentsOf(doer, part)).toEqual([]);
    await add(doer, part, papers.slice(1, 2));
    const [own] = await documentsOf(doer, part);
    const share = { number: part.number, documentId: own?.id ?? '' };
    expect(codesOf(await shareReportDocument(db(), doer, share))).toEqual(['not-allowed']);
    expect((await reporterPage(db(), reporter(whole))).ok).toBe(true);
  });

  it('photos go the same way', async () => {
    const { asker, part, doer } = await divided();
    const image = {
      picture: Buffer.from([0xff, 0xd8, 0xff]),
      preview: Buffer.from([0xff, 0xd8, 0xff]),
      width: 4,
      height: 3,
      hash: createHash('sha256').update('foto').digest(),
    };
    expect((await addReportPhotos(db(), doer, { number: part.number, images: [image] })).ok).toBe(true);
    const seen = await photosPage(db(), asker, part.number);
    expect(seen.ok && [seen.value.photos.length, seen.value.room, seen.value.mayRemove]).toEqual([
      1,
      0,
      false,
    ]);
  });

  it('who asks can give along what is needed, while it waits for an answer', async () => {
    const { report, actor } = await accepted();
    const split = {
      command: 'split',
      body: 'Ga langs.',
      days: 3,
      shows: 'nothing',
      ground: null,
      key: newId(),
      serviceId: town.services['district-team'] ?? '',
    } as const;
    expect((await perform(db(), actor, report.number, split)).ok).toBe(true);
    const [part] = await inTenant(db(), town.id, (tx) => partsOf(tx, report.reportId));
    if (!part) throw new Error('expected a part');
    expect((await add(actor, part, papers.slice(0, 1))).ok).toBe(true);
    const doer = await user('wijkteam');
    expect(codesOf(await documentsPage(db(), doer, part.number))).toEqual(['report-unknown']);
    await perform(db(), doer, part.number, { command: 'accept' });
    expect((await documentsOf(doer, part)).map(({ name }) => name)).toEqual(['brief 0.pdf']);
  });
});

describe('the time of a document', () => {
  it('ends: wijk verify sees what stays, and the retention role destroys it', async () => {
    const { report, actor } = await accepted();
    await add(actor, report, papers.slice(0, 1));
    await advanceClock(house.db.owner, 732 * DAY_MS, { production: false });
    try {
      expect(await documentsOf(await user('coordinator'), report)).toEqual([]);
      const late = (await findBreaches(house.db.app)).map(({ breach }) => breach);
      expect(late).toContainEqual(
        expect.objectContaining({
          invariant: 'nothing-outlives-its-time',
          row: expect.stringMatching(/of document in report_document$/) as string,
        }),
      );
      await destroy();
      expect(await rows(sql`select id from report_document`)).toEqual([]);
    } finally {
      await advanceClock(house.db.owner, -732 * DAY_MS, { production: false });
    }
  });

  it('cannot be ended by the application, which may not destroy, change or move a document', async () => {
    const { report, actor } = await accepted();
    await add(actor, report, papers.slice(0, 1));
    for (const statement of [
      sql`delete from report_document`,
      sql`update report_document set name = ''`,
      sql`update report_document set content = content_hash`,
      sql`update report_document set report_id = ${newId()}`,
      sql`update report_document set municipality_id = ${other.id}`,
    ])
      await expect(rows(statement)).rejects.toThrow(/permission denied/);
  });

  it('is known to the retention role, and what the document says is not', async ({ skip }) => {
    skip(
      house.db.retentionUrl === house.db.ownerUrl,
      'this server has no retention role: RETENTION_DATABASE_URL is not set',
    );
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    for (const column of ['name', 'content', 'content_hash'])
      await expect(
        inTenant(retention, town.id, (tx) =>
          sql`select ${sql.ref(column)} from report_document`.execute(tx.kysely),
        ),
      ).rejects.toThrow(/permission denied/);
    await retention.destroy();
  });
});

it('leaves every invariant standing', async () => {
  expect(await findBreaches(house.db.app)).toEqual([]);
});

const countOf = async ({ reportId }: SentReport) =>
  (await rows(sql`select id from report_document where report_id = ${reportId}`)).length;

async function destroy(): Promise<void> {
  const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
  await destroyDue(retention, town.id);
  await retention.destroy();
}
