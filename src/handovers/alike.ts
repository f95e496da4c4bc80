import { readFileSync } from 'node:fs';
import { matchProbability, type Pair } from '@wijkverbond/core/matching';
import { z } from 'zod';
import { contentFile } from '../kit/content.ts';
import type { Tx } from '../kit/db.ts';
import type { UserActor } from '../people/model.ts';
import { nearReports, reportsByIds, type Near } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { assessmentsOf } from '../triage/index.ts';
import type { Nature } from '../triage/model.ts';
import type { Handling } from './model.ts';
import { decisionsOf } from './otherwise-store.ts';
import { mayReadWords, type Person } from './rules.ts';
import type { AlikeView } from './wire.ts';

/** When two reports are said to look alike: learned elsewhere, and data of who runs this. */
const Matching = z.strictObject({
  source: z.string().min(1),
  /** Whether it was tried on Dutch reports. */
  verified: z.boolean(),
  weights: z.strictObject({
    base: z.number(),
    distance: z.number(),
    gap: z.number(),
    around: z.number(),
  }),
  /** From this probability on it is said to look alike, and to look much alike. */
  alikeFrom: z.number().min(0).max(1),
  muchAlikeFrom: z.number().min(0).max(1),
  withinM: z.number().min(1).max(100),
  windowDays: z.number().min(1).max(60),
  /** How far off a place may be that was told so, in metres. A telephone says itself how far. */
  toleranceM: z.strictObject({
    address: z.number().min(0),
    pin: z.number().min(0),
    gps: z.number().min(0),
    register: z.number().min(0),
  }),
});
type Matching = z.infer<typeof Matching>;

let learned: Matching | undefined;

/** As content/matching.json has it. Throws on what cannot be used. */
export function matchingRules(): Matching {
  learned ??= Matching.parse(JSON.parse(readFileSync(contentFile('matching.json'), 'utf8')));
  return learned;
}

const DAY_MS = 86_400_000;
const SHOWN = 5;
/** Of a square where more came in than this within the window the newest are weighed. */
const WEIGHED = 500;

/**
 * Open reports that look like this one, the likeliest first: of those whose words this person may read, so of the own
 * service's work. Never one about a person, nor for one. It compares metres, moments and natures, and no words.
 */
export async function alikeReports(
  tx: Tx,
  { actor, person }: { actor: UserActor; person: Person },
  { report, advice, otherwise }: Handling,
): Promise<AlikeView[]> {
  if (report.status === 'closed' || report.status === 'joined') return [];
  const { withinM, windowDays, toleranceM: tolerance } = matchingRules();
  const near = await nearReports(tx, actor, report, { withinM, windowDays, tolerance, limit: WEIGHED });
  const { nature } = otherwise ?? advice;
  const same = await ofNature(tx, near, nature);
  const candidates = await reportsByIds(
    tx,
    same.map(({ reportId }) => reportId),
  );
  const open = new Map(
    candidates
      .filter((other) => isOpenLeading(other) && mayReadWords(person, { report: other }))
      .map((other) => [other.id, other]),
  );
  return same
    .flatMap((one) => {
      const other = open.get(one.reportId);
      return other ? [{ other, one, chance: chanceOf(report, one, same) }] : [];
    })
    .filter(({ chance }) => chance >= matchingRules().alikeFrom)
    .toSorted((a, b) => b.chance - a.chance)
    .slice(0, SHOWN)
    .map(({ other, one, chance }) => ({
      number: other.number,
      // that one complex is one place is our own choice, and not learned
      isMuch: chance >= matchingRules().muchAlikeFrom && !one.isSameComplex,
      distanceM: Math.round(one.distanceM),
      isSameComplex: one.isSameComplex,
      gapHours: Math.round(Math.abs(gapMs(report, one)) / 3_600_000),
      isLater: gapMs(report, one) > 0,
      nature,
    }));
}

/** What can lead: open, and not going along with another itself. */
function isOpenLeading({ status }: Report): boolean {
  return status !== 'closed' && status !== 'joined';
}

/** The nature that a person decided stands before the one that was advised. */
async function ofNature(tx: Tx, near: readonly Near[], nature: Nature): Promise<Near[]> {
  const ids = near.map(({ reportId }) => reportId);
  if (ids.length === 0) return [];
  const [advised, decided] = [await assessmentsOf(tx, ids), await decisionsOf(tx, ids)];
  return near.filter(({ reportId }) => (decided.get(reportId) ?? advised.get(reportId))?.nature === nature);
}

/** Nearer than both places can be told apart counts as one place. */
function chanceOf(report: Report, one: Near, same: readonly Near[]): number {
  const pair: Pair = {
    distanceM: Math.max(0, one.distanceM - one.toleranceM),
    gapDays: Math.floor(Math.abs(gapMs(report, one)) / DAY_MS),
    around: same.length - 1,
  };
  return matchProbability(pair, matchingRules().weights);
}

function gapMs(report: Report, { receivedAt }: Near): number {
  return receivedAt.getTime() - report.receivedAt.getTime();
}
