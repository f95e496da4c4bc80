import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, sendReport, type SentReport, type TestHouse } from '../../tests/support/house.ts';
import { aJpeg } from '../../tests/support/pictures.ts';
import type { Town } from '../../tests/support/town.ts';
import { findBreaches } from '../cli/verify.ts';
import { advanceClock } from '../kit/clock.ts';
import { createDatabase, inTenant } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { readImage } from '../kit/image-codec.ts';
import type { Image } from '../kit/image.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { historyOf } from '../reports/index.ts';
import { destroyDue } from '../rights/index.ts';
import type { Submission } from '../reports/model.ts';
import {
  addReportPhotos,
  openPhoto,
  perform,
  photosPage,
  removeReportPhoto,
  reporterPage,
  reportPage,
  shareReportPhoto,
  workList,
} from './index.ts';

const DAY_MS = 86_400_000;
const COORDINATORS = ['coordinator', 'coordinator2'];
const aboutPlace: Partial<Submission> = {
  observations: { danger: { kind: 'none' }, sights: ['lonely'], about: 'place' },
};

let house: TestHouse;
let town: Town;
let other: Town;
const pictures: Image[] = [];

beforeAll(async () => {
  house = await openHouse();
  [town, other] = house.towns;
  for (const colour of ['#000011', '#002200', '#333300', '#004444', '#555555', '#660066', '#777700']) {
    const made = await readImage(await aJpeg(40, 30, colour));
    if (made.ok) pictures.push(made.value);
  }
}, 180_000);
afterAll(() => house.close());

const db = () => house.db.app;
async function user(login: string, of = town): Promise<Actor> {
  const actor = await inTenant(db(), of.id, (tx) => userActor(tx, of.users[login] ?? ''));
  if (!actor) throw new Error(`expected ${login} in ${of.slug}`);
  return actor;
}
const reporter = ({ reportId }: SentReport): Actor => ({
  kind: 'reporter',
  municipalityId: town.id,
  reportId,
});

async function accepted(changes: Partial<Submission> = aboutPlace): Promise<SentReport> {
  const report = await sendReport(house, town, changes);
  const done = await perform(db(), await worker(report), report.number, { command: 'accept' });
  if (!done.ok) throw new Error(JSON.stringify(done));
  return report;
}

/** Somebody of the service that this report is offered to. */
async function worker({ number }: SentReport): Promise<Actor> {
  const { rows } = await inTenant(db(), town.id, (tx) =>
    sql<{ login: string }>`
      select u.login from handover h join report r on r.id = h.report_id
      join service_member m on m.service_id = h.service_id join user_account u on u.id = m.user_id
      where r.number = ${number} order by h.offered_at desc, u.login limit 1`.execute(tx.kysely),
  );
  return user(rows[0]?.login ?? '');
}

async function add(actor: Actor, report: SentReport, images: readonly Image[]) {
  const number = actor.kind === 'reporter' ? undefined : report.number;
  return addReportPhotos(db(), actor, { number, images });
}

async function photosOf(actor: Actor, { number }: SentReport) {
  const page = await photosPage(db(), actor, number);
  if (!page.ok) throw new Error(JSON.stringify(page.refusals));
  return page.value.photos;
}

const rows = <Row>(statement: ReturnType<typeof sql<Row>>, of = town) =>
  inTenant(house.db.app, of.id, async (tx) => (await statement.execute(tx.kysely)).rows);

const logOf = ({ reportId }: SentReport) =>
  rows(
    sql<{ action: string; outcome: string; actor: string }>`
      select action, outcome, actor_kind as actor from access_log where subject_id = ${reportId} and data_class = 'photo' order by id`,
  );

const codesOf = (outcome: { ok: boolean; refusals?: readonly { code: string }[] }) =>
  outcome.ok ? [] : (outcome.refusals ?? []).map(({ code }) => code);

describe('who may see a photo', () => {
  it('is who may read the words, preview and picture alike: nobody else of this or another municipality', async () => {
    const offered = await sendReport(house, town, aboutPlace);
    const taken = await accepted();
    const offeree = await worker(offered);
    await add(reporter(offered), offered, pictures.slice(0, 1));
    await add(reporter(taken), taken, pictures.slice(1, 2));
    const owner = offeree.kind === 'user' ? offeree.userId : '';
    for (const [report, readers] of [
      [offered, COORDINATORS],
      [taken, [...COORDINATORS, ...Object.keys(town.users).filter((login) => town.users[login] === owner)]],
    ] as const) {
      const [photo] = await photosOf(await user('coordinator'), report);
      for (const size of ['picture', 'preview'] as const) {
        const seeing: string[] = [];
        const refusals = new Set<string>();
        for (const [of, login] of [town, other].flatMap((one) =>
          Object.keys(one.users).map((name) => [one, name] as const),
        )) {
          const opened = await openPhoto(db(), await user(login, of), {
            number: report.number,
            photoId: photo?.id ?? '',
            size,
          });
          if (opened.ok) seeing.push(of === town ? login : `${login}@${of.slug}`);
          else refusals.add(JSON.stringify(opened.refusals));
        }
        expect([size, seeing.toSorted()]).toEqual([size, [...readers].toSorted()]);
        expect([...refusals]).toEqual(['[{"code":"report-unknown"}]']);
      }
    }
    const [photo] = await photosOf(await user('coordinator'), taken);
    const asked = { photoId: photo?.id ?? '', size: 'picture' } as const;
    expect(
      codesOf(
        await openPhoto(
          db(),
          { kind: 'public', municipalityId: town.id },
          { ...asked, number: taken.number },
        ),
      ),
    ).toEqual(['not-logged-in']);
    expect((await openPhoto(db(), reporter(taken), { ...asked, number: undefined })).ok).toBe(true);
    expect(codesOf(await openPhoto(db(), reporter(offered), { ...asked, number: undefined }))).toEqual([
      'report-unknown',
    ]);
    expect(codesOf(await openPhoto(db(), reporter(offered), { ...asked, number: taken.number }))).toEqual([
      'report-unknown',
    ]);
  });

  it('cannot reach a photo by way of another report that is open to them', async () => {
    const [mine, theirs] = [await accepted(), await accepted()];
    await add(reporter(mine), mine, pictures.slice(0, 1));
    await add(reporter(theirs), theirs, pictures.slice(1, 2));
    const coordinator = await user('coordinator');
    const [photo] = await photosOf(coordinator, theirs);
    const asked = { number: mine.number, photoId: photo?.id ?? '', size: 'picture' } as const;
    expect(codesOf(await openPhoto(db(), coordinator, asked))).toEqual(['report-unknown']);
    expect(codesOf(await openPhoto(db(), coordinator, { ...asked, photoId: "x' or 1=1" }))).toEqual([
      'report-unknown',
    ]);
    expect(codesOf(await openPhoto(db(), coordinator, { ...asked, photoId: newId() }))).toEqual([
      'report-unknown',
    ]);
  });

  it('leaves a line for each picture that is opened, and none for a preview', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 1));
    const actor = await worker(report);
    const [photo] = await photosOf(actor, report);
    const before = (await logOf(report)).length;
    const asked = { number: report.number, photoId: photo?.id ?? '' };
    await openPhoto(db(), actor, { ...asked, size: 'preview' });
    expect(await logOf(report)).toHaveLength(before);
    const opened = await openPhoto(db(), actor, { ...asked, size: 'picture' });
    expect(opened.ok && opened.value.equals(pictures[0]?.picture ?? Buffer.alloc(0))).toBe(true);
    expect((await logOf(report)).slice(before)).toEqual([
      { action: 'read', outcome: 'success', actor: 'user' },
    ]);
  });
});

describe('photos that are added', () => {
  it('stand once, however often and from however many hands they come at the same instant', async () => {
    const report = await accepted();
    const actor = await worker(report);
    const sent = await Promise.all([
      add(reporter(report), report, pictures.slice(0, 3)),
      add(reporter(report), report, pictures.slice(0, 3)),
      add(actor, report, pictures.slice(0, 1)),
    ]);
    expect(sent.every(({ ok }) => ok)).toBe(true);
    expect(await photosOf(actor, report)).toHaveLength(3);
  });

  it('are five at most from the reporter, and five more from who works on it; what finds room stays', async () => {
    const report = await accepted();
    expect((await add(reporter(report), report, pictures.slice(0, 4))).ok).toBe(true);
    expect(codesOf(await add(reporter(report), report, pictures.slice(3, 6)))).toEqual(['photos-too-many']);
    const actor = await worker(report);
    expect(await photosOf(actor, report)).toHaveLength(5);
    expect((await add(actor, report, pictures.slice(5, 6))).ok).toBe(true);
    expect(await photosOf(actor, report)).toHaveLength(6);
  });

  it('tell the history how many, and their owner that there are some', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 2));
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    const ids = (await photosOf(await user('coordinator'), report)).map(({ id }) => id);
    expect(history.at(-1)).toMatchObject({
      actorKind: 'reporter',
      event: { kind: 'photo-added', data: { photoIds: ids } },
    });
    const list = await workList(db(), await worker(report));
    expect(list.ok && list.value.notices).toContainEqual(
      expect.objectContaining({ kind: 'photo-added', reportNumber: report.number, canOpen: true }),
    );
  });

  it('do not come to a report that is closed, and not from who does not have it', async () => {
    const report = await accepted();
    const stranger = await user('wijkagent');
    expect(codesOf(await add(stranger, report, pictures))).toEqual(['report-unknown']);
    await perform(db(), await worker(report), report.number, {
      command: 'close',
      outcome: 'helped',
      message: 'Klaar.',
    });
    expect(codesOf(await add(reporter(report), report, pictures))).toEqual(['photo-report-closed']);
    expect(codesOf(await add(await worker(report), report, pictures))).toEqual(['report-closed']);
  });
});

describe('what the reporter sees', () => {
  const seenBy = async (report: SentReport) => {
    const page = await reporterPage(db(), reporter(report));
    return page.ok ? page.value.photos : [];
  };

  it('is the own photos, and those of others only once they are shared', async () => {
    const report = await accepted();
    const actor = await worker(report);
    await add(reporter(report), report, pictures.slice(0, 1));
    await add(actor, report, pictures.slice(1, 3));
    expect(await seenBy(report)).toHaveLength(1);
    const [, second, third] = await photosOf(actor, report);
    const asked = { number: undefined, photoId: second?.id ?? '', size: 'picture' } as const;
    expect(codesOf(await openPhoto(db(), reporter(report), asked))).toEqual(['report-unknown']);
    const share = () => shareReportPhoto(db(), actor, { number: report.number, photoId: second?.id ?? '' });
    expect([await share(), await share()]).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
    expect((await seenBy(report)).map(({ id }) => id)).toContain(second?.id);
    expect((await seenBy(report)).map(({ id }) => id)).not.toContain(third?.id);
    expect((await openPhoto(db(), reporter(report), asked)).ok).toBe(true);
    expect((await seenBy(report)).every(({ authorName }) => authorName === undefined)).toBe(true);
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    expect(history.filter(({ event }) => event.kind === 'photo-shared')).toHaveLength(1);
  });

  it.each(['someone', 'several', 'unknown'] as const)(
    'is nothing of others when it is about %s',
    async (about) => {
      const report = await accepted({
        observations: { danger: { kind: 'none' }, sights: ['lonely'], about },
      });
      const actor = await worker(report);
      await add(actor, report, pictures.slice(0, 1));
      const [photo] = await photosOf(actor, report);
      const shared = await shareReportPhoto(db(), actor, { number: report.number, photoId: photo?.id ?? '' });
      expect(codesOf(shared)).toEqual(['photo-about-person']);
      expect(await seenBy(report)).toEqual([]);
    },
  );

  it('is for its owner to decide', async () => {
    const report = await accepted();
    const actor = await worker(report);
    await add(actor, report, pictures.slice(0, 1));
    const [photo] = await photosOf(actor, report);
    const asked = { number: report.number, photoId: photo?.id ?? '' };
    expect(codesOf(await shareReportPhoto(db(), await user('coordinator'), asked))).toEqual([
      'not-your-turn',
    ]);
    expect(codesOf(await shareReportPhoto(db(), await user('wijkagent'), asked))).toEqual(['report-unknown']);
    expect(codesOf(await shareReportPhoto(db(), actor, { ...asked, photoId: newId() }))).toEqual([
      'photo-unknown',
    ]);
  });
});

describe('a photo that should not be here', () => {
  it('is gone for all at once, destroyed by the retention role, and does not come back', async () => {
    const report = await accepted();
    const actor = await worker(report);
    await add(reporter(report), report, pictures.slice(0, 2));
    const [photo] = await photosOf(actor, report);
    const photoId = photo?.id ?? '';
    const remove = () => removeReportPhoto(db(), actor, { number: report.number, photoId, reason: 'person' });
    expect([await remove(), await remove()]).toEqual([
      { ok: true, value: true },
      { ok: true, value: true },
    ]);
    for (const [who, number] of [
      [actor, report.number],
      [reporter(report), undefined],
      [await user('coordinator'), report.number],
    ] as const)
      for (const size of ['picture', 'preview'] as const)
        expect(codesOf(await openPhoto(db(), who, { number, photoId, size }))).toEqual(['report-unknown']);
    expect(await photosOf(actor, report)).toHaveLength(1);
    const page = await reportPage(db(), actor, {
      number: report.number,
      decisions: house.decisions,
      language: 'nl',
    });
    expect(page.ok && page.value.file?.photos).toHaveLength(1);
    expect(codesOf(await add(reporter(report), report, pictures.slice(0, 1)))).toEqual(['photo-removed']);
    const history = await inTenant(db(), town.id, (tx) => historyOf(tx, report.reportId));
    expect(
      history.filter(({ event }) => event.kind === 'photo-removed').map(({ event }) => event.data),
    ).toEqual([{ photoId, reason: 'person' }]);
    await destroy();
    const left = await rows(
      sql<{ count: number }>`select count(*) as count from report_photo where report_id = ${report.reportId}`,
    );
    expect(left).toEqual([{ count: 1 }]);
  });

  it('can be taken away by the coordinator too, from a report that is closed as well', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 1));
    await perform(db(), await worker(report), report.number, {
      command: 'close',
      outcome: 'helped',
      message: 'Klaar.',
    });
    const coordinator = await user('coordinator');
    const [photo] = await photosOf(coordinator, report);
    const asked = { number: report.number, photoId: photo?.id ?? '', reason: 'private' } as const;
    expect(codesOf(await removeReportPhoto(db(), await user('manager'), asked))).toEqual(['report-unknown']);
    expect((await removeReportPhoto(db(), coordinator, asked)).ok).toBe(true);
    expect(await photosOf(coordinator, report)).toEqual([]);
  });
});

describe('the time of a photo', () => {
  it('ends: it is not shown from then on, wijk verify sees what stays, and the retention role destroys it', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 1));
    await advanceClock(house.db.owner, 732 * DAY_MS, { production: false });
    try {
      expect(await photosOf(await user('coordinator'), report)).toEqual([]);
      const late = (await findBreaches(house.db.app)).map(({ breach }) => breach);
      expect(late).toContainEqual(
        expect.objectContaining({
          invariant: 'nothing-outlives-its-time',
          row: expect.stringMatching(/of photo in report_photo$/) as string,
        }),
      );
      await destroy();
      expect(await rows(sql`select id from report_photo`)).toEqual([]);
    } finally {
      await advanceClock(house.db.owner, -732 * DAY_MS, { production: false });
    }
  });

  it('does not end while its report is blocked, and does when the report is erased', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 1));
    const kept = async () =>
      (await rows(sql`select id from report_photo where report_id = ${report.reportId}`)).length;
    const owner = <Row>(statement: ReturnType<typeof sql<Row>>) =>
      inTenant(house.db.owner, town.id, (tx) => statement.execute(tx.kysely));
    const officer = town.users['rechten'];
    const [blockId, requestId] = [newId(), newId()];
    await owner(sql`insert into report_block (municipality_id, id, report_id, reason, owner_id, blocked_at, blocked_by, review_at)
      values (${town.id}, ${blockId}, ${report.reportId}, 'complaint', ${officer}, wijk_now(), ${officer}, wijk_now() + interval '1 day')`);
    await owner(sql`insert into rights_request (municipality_id, id, report_id, kind, asked_by, received_at, deadline, status, owner_id, decision, decided_at, decided_by)
      values (${town.id}, ${requestId}, ${report.reportId}, 'erase', 'person', wijk_now(), wijk_now(), 'closed', ${officer}, 'granted', wijk_now(), ${officer})`);
    await owner(sql`insert into report_erasure (municipality_id, report_id, request_id, at)
      values (${town.id}, ${report.reportId}, ${requestId}, wijk_now() - interval '1 minute')`);
    await destroy();
    expect(await kept()).toBe(1);
    await perform(db(), await worker(report), report.number, {
      command: 'close',
      outcome: 'helped',
      message: 'Klaar.',
    });
    await destroy();
    expect(await kept()).toBe(1);
    await owner(
      sql`update report_block set lifted_at = wijk_now(), lifted_by = ${officer} where id = ${blockId}`,
    );
    await destroy();
    expect(await kept()).toBe(0);
  });

  it('cannot be ended by the application, which may not destroy, change or move a photo', async () => {
    const report = await accepted();
    await add(reporter(report), report, pictures.slice(0, 1));
    for (const statement of [
      sql`delete from report_photo`,
      sql`delete from pending_photo`,
      sql`update report_photo set picture = preview`,
      sql`update report_photo set report_id = ${newId()}`,
      sql`update report_photo set municipality_id = ${other.id}`,
      sql`update pending_photo set key_hash = content_hash`,
    ])
      await expect(rows(statement)).rejects.toThrow(/permission denied/);
  });

  it('is known to the retention role, and what the photo shows is not', async ({ skip }) => {
    skip(
      house.db.retentionUrl === house.db.ownerUrl,
      'this server has no retention role: RETENTION_DATABASE_URL is not set',
    );
    const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
    for (const column of ['picture', 'preview', 'content_hash'])
      for (const table of ['report_photo', 'pending_photo'])
        await expect(
          inTenant(retention, town.id, (tx) =>
            sql`select ${sql.ref(column)} from ${sql.table(table)}`.execute(tx.kysely),
          ),
        ).rejects.toThrow(/permission denied/);
    await retention.destroy();
  });
});

it('leaves every invariant standing', async () => {
  expect(await findBreaches(house.db.app)).toEqual([]);
});

async function destroy(): Promise<void> {
  const retention = createDatabase(house.db.retentionUrl, { connections: 1 });
  await destroyDue(retention, town.id);
  await retention.destroy();
}
