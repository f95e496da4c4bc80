import { globePoint } from '@wijkverbond/core/spatial';
import { isOpenAt, nextOpening } from '../kit/calendar.ts';
import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { readEvents } from '../kit/events.ts';
import type { Language } from '../kit/translate.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality, namesOfPlace, pointOfPlace, townMap } from '../places/index.ts';
import type { MapView, Spot } from '../places/model.ts';
import { awayUntil, contactPoints, openHoursOf, servicesIn, standInNow } from '../people/index.ts';
import type { Actor, UserActor } from '../people/model.ts';
import type { Report, ReportEvent } from '../reports/model.ts';
import {
  findReportByNumber,
  historyOf,
  isAboutPerson,
  photosOf,
  readDocuments,
  readFile,
  refuseUnseen,
  reportsByIds,
  type ReportFile,
} from '../reports/index.ts';
import { becauseOf, type DecisionSet } from '../triage/index.ts';
import type { Nature } from '../triage/model.ts';
import { answerIn, talkFacts } from './answer-view.ts';
import { extractsOf, loadNames, peopleByName, type Names } from './extracts.ts';
import { causeChoices, causeName } from './causes.ts';
import { mayCorrectContact } from './contact.ts';
import { colleaguesFor } from './giving.ts';
import { informingOf } from './informing.ts';
import { presentAt } from './presence-store.ts';
import { joiningOf } from './joining.ts';
import { loadHandling, personOf } from './load.ts';
import { HandoverEvent, type Command, type Handling } from './model.ts';
import { handoverStream } from './offers.ts';
import { commandsFor, mayReadWords, maySee, permit, type Person } from './rules.ts';
import { outsideIn } from './outside/view.ts';
import { partsIn, shownOfWhole, wholeIn } from './parts-view.ts';
import { withNames } from './attached.ts';
import { referencesFor } from './references.ts';
import { textsFor } from './standard-texts.ts';
import type { HistoryLine, ReportView, SpotView } from './wire.ts';

/** One report for who works on it. Who has nothing to do with it gets the same answer as for a number that does not exist. */
export async function reportPage(
  db: Database,
  actor: Actor,
  { number, decisions, language }: { number: number; decisions: DecisionSet; language: Language },
): Promise<Outcome<ReportView>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    const handling = report && (await loadHandling(tx, report));
    const person = await personOf(tx, actor);
    if (!handling || !maySee(person, handling)) {
      if (report) await refuseUnseen(tx, actor, report.id);
      return refuse('report-unknown');
    }
    const sentences = await becauseOf(tx, handling.advice, { house: decisions, language });
    return ok(await viewOf(tx, { actor, person, language }, handling, sentences));
  });
}

/** Whether the report still opens for this person. It shows nothing, so it leaves no line. */
export async function isOpenTo(db: Database, actor: Actor, number: number): Promise<boolean> {
  if (actor.kind !== 'user') return false;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    return report !== undefined && maySee(await personOf(tx, actor), await loadHandling(tx, report));
  });
}

const OF_ONE_PART: readonly Command[] = ['take-part-back', 'drop-part'];
const OF_ONE_QUESTION: readonly Command[] = ['renew-outside', 'withdraw-outside'];

async function viewOf(
  tx: Tx,
  { actor, person, language }: { actor: UserActor; person: Person; language: 'nl' | 'en' },
  handling: Handling,
  sentences: readonly string[],
): Promise<ReportView> {
  const { report, advice } = handling;
  const names = await loadNames(tx);
  const [extract] = await extractsOf(tx, [report]);
  if (!extract) throw new Error(`expected an extract of report ${report.id}`);
  const { danger, sights } = report.observations;
  const parts = await partsIn(tx, { actor, person }, handling, names);
  const opened = mayReadWords(person, handling) ? await readFile(tx, actor, report.id) : undefined;
  const outside =
    opened && (await outsideIn(tx, { actor, person }, handling, { words: opened.words, names }));
  return {
    extract,
    ownerAway: await ownerAway(tx, report, names),
    because: (report.part ? [] : advice.because).map(({ step, table, version, ruleNumber }, at) => ({
      step,
      table,
      version,
      rule: ruleNumber,
      text: sentences[at] ?? '',
    })),
    advised: { nature: advice.nature, urgency: advice.urgency },
    police: advice.police,
    show112: advice.show112 && !report.part,
    askGp: advice.askGp && !report.part,
    // of a part who is asked sees the kind and the danger; what else was seen belongs to the whole
    sights: report.part ? [] : sights,
    dangers: danger.kind === 'seen' ? danger.signs : [danger.kind],
    answers: report.part ? [] : (report.observations.answers ?? []),
    // what can be done with a part stands where there is one
    commands: commandsFor(person, handling).filter(
      (command) =>
        (parts?.open || !OF_ONE_PART.includes(command)) &&
        (outside?.isAwaited || !OF_ONE_QUESTION.includes(command)) &&
        (outside?.mayAsk || command !== 'ask-outside'),
    ),
    colleagues: await colleagueNames(tx, person, handling, names),
    answer: await answerIn(tx, { actor, person }, handling, names),
    outcome: report.outcome,
    file: opened && (await fileOf(tx, actor, report, { names, opened })),
    whole: await wholeIn(tx, person, handling),
    parts,
    outside,
    history: await historyLines(tx, handling, names, language),
    joining: await joiningOf(tx, { actor, person }, handling),
    services: await otherServices(tx, report, names),
    here: (await presentAt(tx, report.id)).filter(({ userId }) => userId !== actor.userId),
    contactPoints: (await contactPoints(tx)).map(({ id, name }) => ({ id, name })),
    aboutPerson: isAboutPerson(report),
    reporterLanguage: report.language,
    texts: await textChoices(tx, handling, extract.nature),
    informing: await informingOf(tx, actor, report),
    ...(await referencesFor(tx, person, handling)),
    causes: causeChoices(handling, { slug: (await getMunicipality(tx)).slug, language }),
    mayCorrectContact: mayCorrectContact(actor, report),
    now: tx.now,
  };
}

async function ownerAway(
  tx: Tx,
  { ownerId, status }: Report,
  names: Names,
): Promise<ReportView['ownerAway']> {
  const until = status === 'closed' ? undefined : (await awayUntil(tx)).get(ownerId);
  if (!until) return undefined;
  const standIn = await standInNow(tx, ownerId);
  return { until, standInName: standIn && names.users.get(standIn) };
}

/** The texts to write to the reporter with; about a person none is told at the end. */
async function textChoices(tx: Tx, { report }: Handling, nature: Nature): Promise<ReportView['texts']> {
  if (report.status === 'closed' || report.part) return [];
  const purposes = isAboutPerson(report) ? (['question'] as const) : (['close', 'question'] as const);
  const texts = await textsFor(tx, { purposes, nature });
  return texts.map(({ ref, text: { name, purpose, outcome } }) => ({ ref, name, purpose, outcome }));
}

async function colleagueNames(
  tx: Tx,
  person: Person,
  handling: Handling,
  names: Names,
): Promise<ReportView['colleagues']> {
  if (!permit(person, handling, 'give').ok) return [];
  return peopleByName(await colleaguesFor(tx, handling.report), names.users);
}

/** The services that can be asked beside the owning one: whether each works where the report lies, and whether it is open. */
async function otherServices(tx: Tx, report: Report, names: Names): Promise<ReportView['services']> {
  const { neighbourhoodId, ownerServiceId } = report;
  const here = neighbourhoodId === null ? undefined : await servicesIn(tx, neighbourhoodId);
  return [...names.services.values()]
    .filter(({ id }) => id !== ownerServiceId)
    .map((service) => {
      const open = openHoursOf(service);
      const opensAt = isOpenAt(open, tx.now) ? undefined : nextOpening(open, tx.now);
      return { id: service.id, name: service.name, isHere: here?.has(service.id), opensAt };
    });
}

export async function fileOf(
  tx: Tx,
  actor: UserActor,
  report: Report,
  { names, opened }: { readonly names: Names; readonly opened: ReportFile },
): Promise<NonNullable<ReportView['file']>> {
  const { words, contact, place } = opened;
  const whole = await shownOfWhole(tx, actor, report);
  const spot = place?.spot ?? whole.place;
  return {
    letters: words.map(({ id, kind, at, authorId, authorKind, body }) => ({
      kind,
      at,
      authorName: authorId === null ? undefined : names.users.get(authorId),
      authorKind,
      body,
      replacedAt: words.findLast(({ corrects }) => corrects === id)?.at,
    })),
    contact,
    ...(place ? await namesOfPlace(tx, place) : whole.names),
    spot: spot && (await spotOf(tx, spot)),
    addressMap: spot || !place ? undefined : await mapOf(tx, place),
    photos: withNames(await photosOf(tx, report.id), names.users),
    documents: withNames(await readDocuments(tx, actor, report.id), names.users),
    wholeStory: whole.wholeStory,
  };
}

const SPOT_MAP_M = 400;
const SPOT_MAP_RATIO = 0.6;

/** Where an address or a complex lies, for who just read it. */
async function mapOf(tx: Tx, place: Parameters<typeof pointOfPlace>[1]): Promise<MapView | undefined> {
  const centre = await pointOfPlace(tx, place);
  return centre && townMap(tx, { centre, widthM: SPOT_MAP_M, ratio: SPOT_MAP_RATIO });
}

/** A point with a map of what lies around it, and as a telephone's own map knows it. */
export async function spotOf(tx: Tx, { point, ...told }: Spot): Promise<SpotView> {
  const globe = globePoint(point);
  const map = await townMap(tx, { centre: point, widthM: SPOT_MAP_M, ratio: SPOT_MAP_RATIO });
  return { ...told, latDeg: globe?.latDeg, lonDeg: globe?.lonDeg, map };
}

/** The history of the report and of its offers as one story, oldest first. */
export async function historyLines(
  tx: Tx,
  { report, handovers, advice }: Handling,
  names: Names,
  language: 'nl' | 'en' = 'nl',
): Promise<HistoryLine[]> {
  const { slug } = await getMunicipality(tx);
  const causeOf = (id: string) => causeName(id, { slug, language });
  const points = new Map((await contactPoints(tx)).map(({ id, name }) => [id, name]));
  const history = await historyOf(tx, report.id);
  const numbers = await numbersIn(tx, history);
  const own = history.map((stored) => ({
    ...stored,
    ...lineOf(stored.event, { names, points, numbers, advice, causeOf }),
  }));
  const offers = [];
  for (const handover of handovers) {
    const service = names.services.get(handover.serviceId)?.name ?? '';
    for (const stored of await readEvents(tx, handoverStream(handover.id))) {
      const event = HandoverEvent.parse({ kind: stored.kind, data: stored.data });
      const facts = {
        service,
        step: handover.step,
        ...(event.kind === 'declined' ? { reason: event.data.reason } : {}),
        ...talkFacts(event, names),
      };
      offers.push({ ...stored, what: event.kind, facts, ownerName: undefined });
    }
  }
  return [...own, ...offers]
    .toSorted((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1))
    .map(({ at, what, facts, actorId, actorKind, ownerName }) => ({
      at,
      what,
      facts,
      actorKind,
      ownerName,
      actorName: actorId === null ? undefined : names.users.get(actorId),
    }));
}

/** The numbers of the reports that a history tells of. */
async function numbersIn(
  tx: Tx,
  history: readonly { readonly event: ReportEvent }[],
): Promise<Map<string, string>> {
  const ids = history.flatMap(({ event }) => {
    if (event.kind === 'joined') return [event.data.leadingId];
    if (event.kind === 'part-changed') return [event.data.partId];
    return event.kind === 'follower-joined' || event.kind === 'follower-parted' ? [event.data.reportId] : [];
  });
  return new Map((await reportsByIds(tx, ids)).map(({ id, number }) => [id, String(number)]));
}

interface Telling {
  /** What a cause is called. */
  readonly causeOf: (id: string) => string;
  readonly names: Names;
  readonly points: ReadonlyMap<string, string>;
  readonly numbers: ReadonlyMap<string, string>;
  readonly advice: Handling['advice'];
}

function lineOf(
  event: ReportEvent,
  { names, points, numbers, advice, causeOf }: Telling,
): { what: string; facts: Record<string, string>; ownerName: string | undefined } {
  switch (event.kind) {
    case 'received':
      return {
        what: 'received',
        facts: { channel: event.data.channel, ...turnFacts(event.data) },
        ownerName: names.users.get(event.data.ownerId),
      };
    case 'assigned':
      return {
        what: 'assigned',
        facts: { cause: event.data.cause, ...turnFacts(event.data) },
        ownerName: names.users.get(event.data.ownerId),
      };
    case 'joined':
      return {
        what: 'joined',
        facts: { number: numbers.get(event.data.leadingId) ?? '', ...turnFacts(event.data) },
        ownerName: names.users.get(event.data.ownerId),
      };
    case 'follower-joined':
    case 'follower-parted':
      return told(event.kind, { number: numbers.get(event.data.reportId) ?? '' });
    case 'worded':
      return { what: event.data.words, facts: {}, ownerName: undefined };
    case 'called':
      return { what: event.kind, facts: calledFacts(event.data, points), ownerName: undefined };
    case 'danger-checked':
      return { what: 'danger-checked', facts: { finding: event.data.finding }, ownerName: undefined };
    case 'decided': {
      const { nature, urgency, serviceId, reason } = event.data;
      const service = serviceId === null ? '' : (names.services.get(serviceId)?.name ?? '');
      const advised = { advisedNature: advice.nature, advisedUrgency: advice.urgency };
      return told('decided', { ...advised, nature, urgency, service, reason });
    }
    case 'closed':
      return told(event.kind, {
        outcome: event.data.outcome,
        ...(event.data.cause === undefined ? {} : { cause: causeOf(event.data.cause) }),
      });
    case 'photo-added':
      return told(event.kind, { count: String(event.data.photoIds.length) });
    case 'document-added':
      return told(event.kind, { count: String(event.data.documentIds.length) });
    case 'photo-shared':
    case 'document-shared':
      return told(event.kind, {});
    case 'photo-removed':
    case 'document-removed':
      return told(event.kind, { reason: event.data.reason });
    case 'reference-noted':
    case 'reference-removed': {
      const service = names.services.get(event.data.serviceId)?.name ?? '';
      return told(event.kind, { service });
    }
    case 'part-changed':
      return told(event.kind, partFacts(event.data, { names, numbers }));
    case 'outside-changed':
      return told(event.kind, { change: event.data.what, why: event.data.reason ?? '' });
    case 'contact-corrected':
      return told(event.kind, contactFacts(event.data));
    case 'informed':
      return told(event.kind, { result: event.data.result });
  }
}

function calledFacts(
  { contactPointId, calledAt, about }: Extract<ReportEvent, { kind: 'called' }>['data'],
  points: Telling['points'],
): Record<string, string> {
  return { contact: points.get(contactPointId) ?? '', calledAt, about };
}

function partFacts(
  { partId, what, serviceId, outcome }: Extract<ReportEvent, { kind: 'part-changed' }>['data'],
  { names, numbers }: Pick<Telling, 'names' | 'numbers'>,
): Record<string, string> {
  const service = serviceId === null ? '' : (names.services.get(serviceId)?.name ?? '');
  return { change: what, number: numbers.get(partId) ?? '', service, outcome: outcome ?? '' };
}

function contactFacts({ fields, isFirst }: { fields: readonly string[]; isFirst: boolean }) {
  return { fields: fields.join('-'), first: isFirst ? 'first' : 'again' };
}

/** What says nothing of who is at turn. */
function told(what: string, facts: Readonly<Record<string, string>>) {
  return { what, facts: { ...facts }, ownerName: undefined };
}

function turnFacts({ nextStep, deadline }: { nextStep: string; deadline: string }): Record<string, string> {
  return { nextStep, deadline };
}
