import type { Tx } from '../kit/db.ts';
import { namesOfPlace } from '../places/index.ts';
import type { UserActor } from '../people/model.ts';
import { countDocuments, findReport, partsOf, photosOf, readFile } from '../reports/index.ts';
import type { Report, Words } from '../reports/model.ts';
import type { PlaceNames, Spot } from '../places/model.ts';
import type { Names } from './extracts.ts';
import type { Handling, Handover } from './model.ts';
import { showsPlace, showsStory } from './part-rules.ts';
import type { PartsView, PartView, WholeView } from './part-wire.ts';
import { mayReadWords, maySee, permit, type Person } from './rules.ts';
import * as store from './store.ts';

interface Who {
  readonly actor: UserActor;
  readonly person: Person;
}

/**
 * The parts of a whole, for who may read its words: they asked them, so they read what was asked and what came of it, and nothing
 * else of a part. Each that is opened so leaves its lines in the access log.
 */
export async function partsIn(
  tx: Tx,
  who: Who,
  handling: Handling,
  names: Names,
): Promise<PartsView | undefined> {
  const { report } = handling;
  if (report.part || !mayReadWords(who.person, handling)) return undefined;
  const reports = await partsOf(tx, report.id);
  if (reports.length === 0 && !permit(who.person, handling, 'split').ok) return undefined;
  const parts: PartView[] = [];
  for (const part of reports) parts.push(await partView(tx, who, part, names));
  return { parts, open: reports.filter(({ status }) => status !== 'closed').length };
}

async function partView(tx: Tx, { actor, person }: Who, report: Report, names: Names): Promise<PartView> {
  const handovers = await store.handoversOf(tx, report.id);
  const offer = handovers.find(({ status }) => status === 'offered');
  const { words } = await readFile(tx, actor, report.id, { action: 'read', only: ['story', 'conversation'] });
  const serviceId = serviceOf(report, offer, handovers);
  const documents = await countDocuments(tx, report.id);
  return {
    number: report.number,
    canOpen: maySee(person, { report, offer }),
    status: report.status,
    isBack: report.nextStep === 'decide',
    serviceName: serviceId === undefined ? undefined : names.services.get(serviceId)?.name,
    ownerName: names.users.get(report.ownerId) ?? '',
    deadline: report.deadline,
    isLate: report.deadline !== null && (report.overdueCount > 0 || report.deadline <= tx.now),
    asked: asNowSaid(words),
    result: words.findLast(({ kind }) => kind === 'result')?.body,
    photos: (await photosOf(tx, report.id)).length,
    documents: documents.reporter + documents.user,
    shows: report.part?.shows ?? 'nothing',
    outcome: report.outcome,
    closedAt: report.closedAt,
  };
}

/** The story as it is now: put right, where somebody did. */
function asNowSaid(words: readonly Words[]): string | undefined {
  const story = words.find(({ kind }) => kind === 'story');
  return (words.findLast(({ corrects }) => story !== undefined && corrects === story.id) ?? story)?.body;
}

/** Who is asked or has it; of what ended who had it, or was asked last. */
function serviceOf(
  { status, nextStep, ownerServiceId }: Report,
  offer: Handover | undefined,
  handovers: readonly Handover[],
): string | undefined {
  if (status === 'closed') return handovers.at(-1)?.serviceId;
  if (nextStep === 'decide') return undefined;
  return offer?.serviceId ?? ownerServiceId ?? undefined;
}

/** What a part belongs to. The number alone opens nothing: who may not see the whole gets what everybody gets. */
export async function wholeIn(tx: Tx, person: Person, { report }: Handling): Promise<WholeView | undefined> {
  const { part, nextStep } = report;
  const whole = part ? await findReport(tx, part.wholeId) : undefined;
  if (!part || !whole) return undefined;
  const offer = await store.openOfferOf(tx, whole.id);
  return {
    number: whole.number,
    canOpen: maySee(person, { report: whole, offer }),
    due: part.due,
    isBack: nextStep === 'decide',
    shows: part.shows,
    ground: part.ground,
  };
}

/** What opens of the whole with the words of a part: what was chosen, and no longer than the part is open. */
export async function shownOfWhole(
  tx: Tx,
  actor: UserActor,
  { part, status }: Pick<Report, 'part' | 'status'>,
): Promise<{ wholeStory?: string | undefined; names?: PlaceNames; place?: Spot | undefined }> {
  if (!part || status === 'closed' || part.shows === 'nothing') return {};
  const { words, place } = await readFile(tx, actor, part.wholeId, {
    action: 'read',
    only: [
      ...(showsStory(part.shows) ? (['story'] as const) : []),
      ...(showsPlace(part.shows) ? (['place'] as const) : []),
    ],
  });
  return {
    wholeStory: asNowSaid(words),
    names: await namesOfPlace(tx, place ?? {}),
    place: place?.spot,
  };
}
