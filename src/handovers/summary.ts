import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { namesOfPlace } from '../places/index.ts';
import { logLook } from '../people/index.ts';
import type { Actor, DataClass, UserActor } from '../people/model.ts';
import { findReportByNumber, photosOf, readFile, readPicture, refuseUnseen } from '../reports/index.ts';
import type { Language } from '../kit/translate.ts';
import { talkIn } from './answer-view.ts';
import { extractsOf, loadNames } from './extracts.ts';
import { loadHandling, personOf } from './load.ts';
import type { Handling } from './model.ts';
import { referencesFor } from './references.ts';
import { historyLines } from './report-page.ts';
import { mayReadWords, maySee, type Person } from './rules.ts';
import type { PaperView, SummaryView } from './wire.ts';

/** What is carried out of the house when words go along; how to reach the reporter and what colleagues noted stay here. */
const CARRIED: readonly DataClass[] = ['story', 'conversation', 'place'];

/**
 * The essentials of a report for another system, for who has it in hand. Whether in codes alone or with the words: it leaves the
 * house, so the access log says 'export', for each class of data that goes along.
 */
export async function reportSummary(
  db: Database,
  actor: Actor,
  { number, withWords }: Asked,
): Promise<Outcome<SummaryView>> {
  return inHand(db, actor, number, (tx, found) => summaryOf(tx, found, withWords));
}

interface Asked {
  readonly number: number;
  readonly withWords: boolean;
}

/**
 * The same for a sheet of paper or a file, with what was done, when and by whom; the words come with the pictures that go with
 * them.
 */
export async function reportPaper(
  db: Database,
  actor: Actor,
  { number, withWords, language }: Asked & { readonly language: Language },
): Promise<Outcome<PaperView>> {
  return inHand(db, actor, number, async (tx, found) => {
    const names = await loadNames(tx);
    return {
      summary: await summaryOf(tx, found, withWords),
      history: await historyLines(tx, found.handling, names, language),
      pictures: withWords ? await picturesOf(tx, found) : [],
    };
  });
}

interface Found {
  readonly actor: UserActor;
  readonly person: Person;
  readonly handling: Handling;
}

/** For who may read the words of it; a refusal leaves its line. */
async function inHand<T>(
  db: Database,
  actor: Actor,
  number: number,
  show: (tx: Tx, found: Found) => Promise<T>,
): Promise<Outcome<T>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    const handling = report && (await loadHandling(tx, report));
    const person = await personOf(tx, actor);
    if (!handling || !maySee(person, handling)) {
      if (report) await refuseUnseen(tx, actor, report.id);
      return refuse('report-unknown');
    }
    if (!mayReadWords(person, handling)) {
      await refuseUnseen(tx, actor, handling.report.id);
      return refuse('not-allowed');
    }
    return ok(await show(tx, { actor, person, handling }));
  });
}

async function summaryOf(
  tx: Tx,
  { actor, person, handling }: Found,
  withWords: boolean,
): Promise<SummaryView> {
  const { id, observations, part } = handling.report;
  const [extract] = await extractsOf(tx, [handling.report]);
  if (!extract) throw new Error(`expected an extract of report ${id}`);
  const look = { action: 'export', subjectKind: 'report', subjectId: id } as const;
  const words = withWords ? await wordsOf(tx, actor, id) : undefined;
  if (!words) await logLook(tx, actor, look);
  const { references } = await referencesFor(tx, person, handling);
  return {
    extract,
    answers: part ? [] : (observations.answers ?? []),
    ...seenIn(observations, part !== null),
    references,
    talk: talkIn(handling, await loadNames(tx)),
    words,
    now: tx.now,
  };
}

async function picturesOf(tx: Tx, { actor, handling }: Found): Promise<PaperView['pictures']> {
  const { id } = handling.report;
  const pictures = [];
  for (const { id: photoId, at, authorKind } of await photosOf(tx, id)) {
    const jpeg = await readPicture(tx, actor, id, { photoId, action: 'export' });
    pictures.push({ at, authorKind, jpeg: new Uint8Array(jpeg) });
  }
  return pictures;
}

/** Of a part who has it sees the danger; what else was seen belongs to the whole. */
function seenIn({ danger, sights }: { danger: SeenDanger; sights: readonly string[] }, isPart: boolean) {
  return {
    sights: isPart ? [] : [...sights],
    dangers: danger.kind === 'seen' ? [...danger.signs] : [danger.kind],
  };
}

type SeenDanger = { kind: 'seen'; signs: readonly string[] } | { kind: 'none' | 'unknown' };

async function wordsOf(tx: Tx, actor: UserActor, reportId: string): Promise<SummaryView['words']> {
  const { words, place } = await readFile(tx, actor, reportId, { action: 'export', only: CARRIED });
  const letters = words.filter(({ kind }) => kind !== 'original');
  return {
    ...(await namesOfPlace(tx, place ?? {})),
    spot: place?.spot?.label,
    // what was put right stands in the place of what it puts right
    letters: letters
      .filter(({ id }) => !letters.some(({ corrects }) => corrects === id))
      .map(({ kind, at, body }) => ({ kind: kind === 'correction' ? 'story' : kind, at, body })),
  };
}
