import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { z } from 'zod';
import { inTenant } from '../../kit/db.ts';
import { list, optional, readForm, type Form } from '../../kit/form.ts';
import { randomToken } from '../../kit/ids.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain, valueOrPage } from '../../kit/web/responses.ts';
import { requirePermission } from '../../people/index.ts';
import { addressBook, findAddress, neighbourhoodAt } from '../../places/index.ts';
import { addressSuggestions, submitByStaff, type Receipt } from '../index.ts';
import { Duty } from '../model.ts';
import { readSpot, ReportForm } from '../wire.ts';
import { typedAt } from './chosen-place.server.ts';
import { findPlace } from './find-place.server.ts';
import type { ReportFormState } from './form-state.ts';
import {
  isPlaceStep,
  KEY_BYTES,
  readSubmission,
  showFirst,
  showQuestions,
  withKey,
} from './form-steps.server.ts';
import { placeName, showPlaceStep } from './place-step.server.ts';

const HALF_HOUR_S = 30 * 60;

/** What only who works here answers: how it came, in which language to answer, and the police's own tasks. */
const DeskAnswers = z.object({
  channel: z.enum(['phone', 'note']).catch('phone'),
  language: optional(z.enum(['nl', 'en'])),
  duty: list(Duty),
});

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, municipality, actor } = townOf(context);
  const arrival = { request, slug: municipality.slug, absent: [] };
  valueOrPage(requirePermission(actor, 'report.handle'), arrival);
  const suggestions = addressSuggestions(await addressBook(db, municipality.id));
  return data({ key: randomToken(KEY_BYTES), suggestions });
}

/** The steps of the public form, by somebody who may say more. What is wrong is told beside its field, nothing is lost. */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const arrival = { request, slug: town.municipality.slug, absent: [] };
  valueOrPage(requirePermission(town.actor, 'report.handle'), arrival);
  const form = withKey(await readForm(request));
  const answers = ReportForm.parse(form);
  if (answers.go === 'near') return showNearby(town, { form, answers });
  if (isPlaceStep(form, answers)) return showPlaceStep(town, { form, answers, refusals: [] });
  const desk = DeskAnswers.safeParse(form);
  if (!desk.success) return showAgain(form, [{ code: 'field-choice', pointer: 'duty' }]);
  const { channel, language = town.language, duty } = desk.data;
  const { read, further, place, options } = await readSubmission(town, answers, form, duty);
  if (!read.ok)
    return showFirst(form, read.refusals, {
      options,
      spotName: await placeName(town, answers.spot),
      at: await typedAt(town, place),
    });
  if (further.ask.length > 0 || further.refusals.length > 0)
    return showQuestions(form, further, { at: await typedAt(town, place) });
  const submission = { ...read.value, channel, language };
  const received = await submitByStaff(town.db, town.actor, submission, town.services.onReceived);
  return received.ok ? showReceipt(town, received.value) : showAgain(form, received.refusals);
}

/** The form again, with what is known where it is. Without a place there is nothing to look for. */
async function showNearby(town: TownContext, { form, answers }: { form: Form; answers: ReportForm }) {
  const { db, actor, municipality, services } = town;
  const place = await findPlace(town, answers);
  const point = readSpot(answers.spot)?.point ?? (place.kind === 'registered' ? place.spot.point : undefined);
  const neighbourhoodId = await inTenant(db, municipality.id, async (tx) => {
    if (place.kind === 'found') return (await findAddress(tx, place.addressId))?.neighbourhoodId;
    return point && neighbourhoodAt(tx, point);
  });
  if (neighbourhoodId === undefined)
    return showAgain(form, [{ code: 'nearby-no-place', pointer: 'address' }]);
  const nearby = await services.knownNearby(db, actor, neighbourhoodId);
  const spotName = await placeName(town, answers.spot);
  return data<ReportFormState>({
    values: form,
    refusals: [],
    nearby,
    spotName,
    at: await typedAt(town, place),
  });
}

/** To the page that is read out. The code goes along in a cookie for that page alone, as it does for a resident. */
function showReceipt({ municipality: { slug }, origin }: TownContext, { number, code }: Receipt): Response {
  const path = `/${slug}/werk/nieuw/${number}`;
  const response = seeOther(path);
  const secure = origin.startsWith('https:');
  response.headers.append(
    'set-cookie',
    writeCookie('aangenomen', `${number}.${code}`, { path, secure, maxAgeS: HALF_HOUR_S }),
  );
  return response;
}
