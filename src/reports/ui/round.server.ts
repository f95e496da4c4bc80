import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { inTenant, type Tx } from '../../kit/db.ts';
import { firstOf, type Form } from '../../kit/form.ts';
import { readFormWithImages, type ImageRules } from '../../kit/image-upload.ts';
import { isUuid, randomToken } from '../../kit/ids.ts';
import type { Outcome, Refusal } from '../../kit/outcome.ts';
import { withinLimit } from '../../kit/rate-limit.ts';
import { whoIs } from '../../kit/who.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { readCookie, writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, valueOrPage, type FormState } from '../../kit/web/responses.ts';
import { parties, requirePermission, servicesIn } from '../../people/index.ts';
import type { UserActor } from '../../people/model.ts';
import { addressBook, complexBook, complexChoices, getMunicipality } from '../../places/index.ts';
import {
  addressSuggestions,
  keepPhotos,
  placeInComplex,
  roundKindsFor,
  submitByStaff,
  type InComplex,
  type Receipt,
} from '../index.ts';
import { NO_STORY, PHOTOS_MAX } from '../model.ts';
import { readRound, ReportForm, RoundForm } from '../wire.ts';
import { findPlace } from './find-place.server.ts';
import { KEY_BYTES, withKey } from './form-steps.server.ts';

/** Where somebody was last, for the next note of the same round. */
const PLACE_COOKIE = 'plek';
const COMPLEX_COOKIE = 'complex';
const DAY_S = 24 * 3600;

/** What the page shows after a post that was not taken in. */
export interface RoundState extends FormState {
  readonly options: readonly string[];
}

/** The person who may take notes; otherwise throws the page that says why not. */
export function walkerOf(town: TownContext, request: Request): UserActor {
  const arrival = { request, slug: town.municipality.slug, absent: [] };
  return valueOrPage(requirePermission(town.actor, 'report.handle'), arrival);
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const town = townOf(context);
  const user = walkerOf(town, request);
  const { db, municipality, services, language } = town;
  const sent = new URL(request.url).searchParams.get('verstuurd') ?? '';
  // before the transaction: the books are read over a connection of their own when they are a minute old
  const all = await addressBook(db, municipality.id);
  const complexes = await complexBook(db, municipality.id);
  const { settings, isOwnArea, managers } = await inTenant(db, municipality.id, async (tx) => ({
    settings: (await getMunicipality(tx)).settings,
    isOwnArea: await ownAreas(tx, user, all),
    managers: await parties(tx),
  }));
  return data({
    key: randomToken(KEY_BYTES),
    kinds: roundKindsFor(services.round, municipality.slug).map(({ id, label, about }) => ({
      id,
      label: label[language],
      needsPlace: about === 'place',
    })),
    suggestions: addressSuggestions(all.filter(isOwnArea)),
    complexes: complexChoices(
      complexes.filter((one) => one.partyId === user.partyId || isOwnArea(one)),
      { partyId: user.partyId, parties: managers },
    ),
    numbers: settings.callNumbers
      .filter(({ party }) => party === undefined || party === user.partyId)
      .map(({ name, phone }) => ({ name, phone })),
    place: readCookie(request, PLACE_COOKIE) ?? '',
    complex: readCookie(request, COMPLEX_COOKIE) ?? '',
    who: whoIs(municipality.id, user.userId),
    sent: /^\d{1,9}$/.test(sent) ? sent : undefined,
  });
}

interface InArea {
  readonly neighbourhoodId: string;
}

/** Whether something lies where the services of this person work; all does where no service of theirs has an area. */
async function ownAreas(
  tx: Tx,
  { serviceIds }: UserActor,
  all: readonly InArea[],
): Promise<(home: InArea) => boolean> {
  const own = new Set<string>();
  for (const neighbourhoodId of new Set(all.map((address) => address.neighbourhoodId))) {
    const working = await servicesIn(tx, neighbourhoodId);
    if (serviceIds.some((id) => working.has(id))) own.add(neighbourhoodId);
  }
  return ({ neighbourhoodId }) => own.size === 0 || own.has(neighbourhoodId);
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const taken = await takeNote(town, walkerOf(town, request), request);
  const { outcome, form, options } = taken;
  if (!outcome.ok)
    return data<RoundState>({ values: form, refusals: outcome.refusals, options }, { status: 400 });
  const response = seeOther(`/${town.municipality.slug}/ronde?verstuurd=${outcome.value.number}`);
  rememberPlace(response.headers, town, form);
  return response;
}

export interface Taken {
  readonly outcome: Outcome<Receipt>;
  readonly form: Form;
  readonly options: readonly string[];
}

/**
 * One note, with its photos, at once or from the queue of a telephone: the same key again is the same report. A photo that
 * cannot be read holds the note up, so that whoever took it is told while it is still there.
 */
export async function takeNote(town: TownContext, user: UserActor, request: Request): Promise<Taken> {
  const sent = await readFormWithImages(request, photoRules(town, user));
  const form = withKey(sent.values);
  const answers = RoundForm.parse(form);
  const where = await whereOf(town, answers);
  const { place } = where;
  const options = place.kind === 'several' ? place.options : [];
  const waiting = [form['photos'] ?? []].flat().filter(isUuid);
  const read = readRound(answers, {
    language: town.language,
    ...where,
    noStory: NO_STORY,
    placeAsTyped: town.t('reports.story.place'),
    kinds: roundKindsFor(town.services.round, town.municipality.slug),
    hasPhotos: sent.images.length + waiting.length > 0,
  });
  const kept = await keepNotePhotos(town, user, { form, key: answers.key, images: sent.images });
  const shown = { ...form, photos: [...kept.photoIds] };
  const mistakes = [...(read.ok ? [] : read.refusals), ...sent.refusals, ...kept.refusals];
  if (!read.ok || mistakes.length > 0)
    return { outcome: { ok: false, refusals: mistakes }, form: shown, options };
  const outcome = await submitByStaff(town.db, user, read.value, town.services.onReceived);
  return { outcome, form: shown, options };
}

/** Where it is, by the complex that was chosen or by the address alone. */
async function whereOf(town: TownContext, answers: RoundForm): Promise<InComplex> {
  const { complex: complexId } = answers;
  if (!isUuid(complexId)) return { place: await findPlace(town, ReportForm.parse(answers)) };
  return placeInComplex({ ...answers, complexId }, await addressBook(town.db, town.municipality.id));
}

export function photoRules({ db, services }: TownContext, { userId }: UserActor): ImageRules {
  const limit = { name: 'round-photo', max: services.config.PHOTOS_PER_HOUR, windowMinutes: 60 };
  return { field: 'photo', max: PHOTOS_MAX, mayTake: () => withinLimit(db, limit, userId) };
}

/** Photos wait under the key of the note, before it is known whether the note is right. */
async function keepNotePhotos(
  { db }: TownContext,
  user: UserActor,
  { form, key, images }: { form: Form; key: string; images: Parameters<typeof keepPhotos>[2]['added'] },
): Promise<{ photoIds: readonly string[]; refusals: readonly Refusal[] }> {
  if (images.length === 0 && !('photos' in form)) return { photoIds: [], refusals: [] };
  const removed = [form['removePhoto'] ?? []].flat().filter(isUuid);
  const { photoIds, left } = await keepPhotos(db, user, { key, added: images, removed });
  const tooMany = { code: 'photos-too-many', pointer: 'photo', facts: { maximum: PHOTOS_MAX } };
  return { photoIds, refusals: left > 0 ? [tooMany] : [] };
}

/** The complex, or without one the address as it was written: on this telephone and for this page alone. */
function rememberPlace(headers: Headers, { municipality, origin }: TownContext, form: Form): void {
  const chosen = firstOf(form['complex']);
  const complex = isUuid(chosen) ? chosen : '';
  const address = complex === '' ? firstOf(form['addressChoice']) || firstOf(form['address']) : '';
  const path = `/${municipality.slug}/ronde`;
  const secure = origin.startsWith('https:');
  for (const [name, value] of [
    [PLACE_COOKIE, address.slice(0, 200)],
    [COMPLEX_COOKIE, complex],
  ] as const)
    headers.append(
      'set-cookie',
      writeCookie(name, value, { path, secure, maxAgeS: value === '' ? 0 : DAY_S }),
    );
}
