import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import type { UserActor } from '../../people/model.ts';
import { changedReports, reportsByIds, reportsByNumbers } from '../../reports/index.ts';
import type { Report } from '../../reports/model.ts';
import { personOf } from '../load.ts';
import type { Handling } from '../model.ts';
import { isNear, maySee, type Person } from '../rules.ts';
import { noticesSince, openOffers } from '../store.ts';

/** What is news on a page, of what opens for who looks at it: the own work, everything, or only what the page shows. */
export type Scope = 'mine' | 'all' | 'these';

/** A report with who is asked: enough to know who may see it. */
export type Heard = Pick<Handling, 'report' | 'offer'>;

/** Where a page stands, so that what changed since is told once. */
export interface Standing {
  readonly since: Date | undefined;
  /** The reports that the page shows, by number. */
  readonly shown: readonly number[];
}

export interface CatchUp {
  readonly person: Person;
  /** Of the shown reports those that still open, with when they last changed. */
  readonly open: readonly Report[];
  readonly changed: readonly Heard[];
  /** There is more than is worth telling one by one. */
  readonly isTooMuch: boolean;
  readonly hasNotice: boolean;
}

/** A transaction that began before the page was made can be committed after it. */
const OVERLAP_MS = 30_000;
const CHANGES_MAX = 200;

async function heardOf(tx: Tx, reports: readonly Report[]): Promise<Heard[]> {
  const ids = reports.map(({ id }) => id);
  const offers = new Map((await openOffers(tx, ids)).map((offer) => [offer.reportId, offer]));
  return reports.map((report) => ({ report, offer: offers.get(report.id) }));
}

export function heardByIds(
  db: Database,
  municipalityId: string,
  reportIds: readonly string[],
): Promise<Heard[]> {
  return inTenant(db, municipalityId, async (tx) => heardOf(tx, await reportsByIds(tx, reportIds)));
}

/** Everything that a page which was made or last told at `since` has to be told now. */
export function catchUp(db: Database, actor: UserActor, { since, shown }: Standing): Promise<CatchUp> {
  return inTenant(db, actor.municipalityId, async (tx) => {
    const person = await personOf(tx, actor);
    const open = (await heardOf(tx, await reportsByNumbers(tx, shown))).filter((heard) =>
      maySee(person, heard),
    );
    const from = since && new Date(since.getTime() - OVERLAP_MS);
    const changed = from ? await changedReports(tx, { changedSince: from, limit: CHANGES_MAX }) : [];
    return {
      person,
      open: open.map(({ report }) => report),
      changed: await heardOf(tx, changed),
      isTooMuch: changed.length === CHANGES_MAX,
      hasNotice: since !== undefined && (await noticesSince(tx, actor.userId, since)),
    };
  });
}

/** Whether a change of this report is news on a page of this scope. */
export function concerns(person: Person, scope: Scope, heard: Heard): boolean {
  if (scope === 'these' || !maySee(person, heard)) return false;
  return scope === 'all' || isNear(person, heard);
}
