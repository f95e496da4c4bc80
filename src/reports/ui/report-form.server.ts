import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import type { Form } from '../../kit/form.ts';
import { readFormWithImages } from '../../kit/image-upload.ts';
import { randomToken } from '../../kit/ids.ts';
import { ok, refuse, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { errorFields } from '../../kit/log.ts';
import { outageOf } from '../../kit/outage.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain, type FormState } from '../../kit/web/responses.ts';
import { addressBook } from '../../places/index.ts';
import { addressSuggestions, holdReporter, submitForm, type Receipt } from '../index.ts';
import type { Submission } from '../model.ts';
import { ReportForm, type PlaceFound } from '../wire.ts';
import { asSentBefore, rememberSent } from './sent-before.server.ts';
import { keepFormPhotos, photoRules } from './form-photos.server.ts';
import {
  isPlaceStep,
  KEY_BYTES,
  readSubmission,
  showFirst,
  showQuestions,
  withKey,
} from './form-steps.server.ts';
import { spotAsked, typedAt } from './chosen-place.server.ts';
import { forgetSaved, saveForm } from './save-form.server.ts';
import { chosenOf, reportedNear } from './near-place.server.ts';
import { placeName, showPlaceStep } from './place-step.server.ts';

const HOUR_S = 3600;
const MINUTE_S = 60;
/** As long as the reporter's session: longer than that the page that needs them does not open anyway. */
const COOKIE_S = HOUR_S / 2;

/** The empty form, with a new key: who asks for the page again makes another report. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  const suggestions = addressSuggestions(await addressBook(db, municipality.id));
  return { key: randomToken(KEY_BYTES), suggestions, spot: spotAsked(request) };
}

/**
 * Photos wait under the form's key before the report is made, so that they are there whatever becomes of the form. One
 * that fails is a mistake like any other; to somebody in danger it is told afterwards, on the receipt.
 */
export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const sent = await readFormWithImages(request, photoRules(town));
  const answers = ReportForm.parse(sent.values);
  if (isPlaceStep(sent.values, answers)) {
    const kept = await keepFormPhotos(town, { ...sent, values: withKey(sent.values) });
    const form = { ...withKey(sent.values), photos: [...kept.photoIds] };
    return showPlaceStep(town, { form, answers, refusals: kept.refusals });
  }
  if (answers.go === 'save') {
    const kept = await keepFormPhotos(town, { ...sent, values: withKey(sent.values) });
    return saveForm(town, { ...withKey(sent.values), photos: [...kept.photoIds] });
  }
  const { read, further, place, options } = await readSubmission(town, answers, sent.values);
  const submission = read.ok ? ok(asSentBefore(request, read.value)) : read;
  const values = submission.ok ? { ...sent.values, key: submission.value.key } : withKey(sent.values);
  const kept = await keepFormPhotos(town, { ...sent, values });
  const form = { ...values, photos: [...kept.photoIds] };
  const isDanger = submission.ok && submission.value.observations.danger.kind === 'seen';
  const mistakes = [...(submission.ok ? [] : submission.refusals), ...(isDanger ? [] : kept.refusals)];
  if (!submission.ok || mistakes.length > 0)
    return showFirst(form, mistakes, {
      options,
      spotName: await placeName(town, answers.spot),
      at: await typedAt(town, place),
    });
  const isToAsk = further.ask.length > 0 || further.refusals.length > 0;
  const isToShow = answers.further !== undefined && (answers.nearby === undefined || isToAsk);
  const near = isToShow || answers.same !== '' ? await reportedNear(town, submission.value) : [];
  if (isToAsk || (isToShow && near.length > 0))
    return showQuestions(form, further, { near, at: await shownAt(town, submission.value, place) });
  const sameAsId = chosenOf(near, answers.same);
  return takeIn(town, { submission: submission.value, sameAsId, form, missedPhotos: kept.missed });
}

/** What was pointed out goes before what was typed. */
async function shownAt(town: TownContext, { spot }: Submission, place: PlaceFound) {
  return spot ? `${Math.round(spot.point.xM)},${Math.round(spot.point.yM)}` : typedAt(town, place);
}

interface Complete {
  readonly submission: Submission;
  readonly sameAsId: string | undefined;
  readonly form: Form;
  readonly missedPhotos: number;
}

async function takeIn(town: TownContext, { submission, sameAsId, form, missedPhotos }: Complete) {
  // Who reports is the public, also when the browser still holds a session of an earlier report.
  const received = await submitForm(
    town.db,
    {
      municipalityId: town.municipality.id,
      submission: { ...submission, sameAsId },
      address: town.address,
      reportsPerHour: town.services.config.REPORTS_PER_HOUR,
    },
    town.services.onReceived,
  ).catch((error: unknown) => refuseInOutage(town, error));
  if (received.ok) await forgetSaved(town, form);
  if (received.ok) return showReceipt(town, { ...received.value, submission, missedPhotos });
  const isTooMany = received.refusals.some(({ code }) => code === 'report-limit');
  if (isTooMany) return shownWith(form, received.refusals, { status: 429, retryAfterS: HOUR_S });
  const isOutage = received.refusals.some(({ code }) => OUTAGES.includes(code));
  if (isOutage) return shownWith(form, received.refusals, { status: 503, retryAfterS: MINUTE_S });
  // a point has no field of its own: where it is, is one question
  const atField = (pointer: string | undefined) => (pointer === 'spot' ? 'address' : pointer);
  return showAgain(
    form,
    received.refusals.map((refusal) => ({ ...refusal, pointer: atField(refusal.pointer) })),
  );
}

const OUTAGES = ['report-not-arrived', 'report-unsure'];

/** Without its database the form still tells what became of the report, and keeps every word and the key of it. */
function refuseInOutage({ log, requestId }: TownContext, error: unknown): Outcome<never> {
  const outage = outageOf(error);
  if (!outage) throw error;
  log('error', 'intake.failed', { requestId, outage, ...errorFields(error) });
  return outage === 'refused' ? refuse('report-not-arrived') : refuse('report-unsure');
}

function shownWith(
  values: Form,
  refusals: readonly Refusal[],
  { status, retryAfterS }: { status: number; retryAfterS: number },
) {
  const state: FormState = { values, refusals };
  return data(state, { status, headers: { 'retry-after': String(retryAfterS) } });
}

interface Sent extends Receipt {
  readonly token: string;
  readonly submission: Submission;
  readonly missedPhotos: number;
}

/**
 * Sends the browser to the reporter's page. The code must reach that page once and cannot be read from the
 * database, which holds its hash. Not through the address, which is logged, shared and remembered; not through the
 * memory of this process, which may not be the one that answers. So it goes as a cookie that no script can read, for
 * that one page, for half an hour; the number beside it lets the page see that both belong to one report. Behind them
 * stands how many photos did not come through, if any.
 */
function showReceipt(town: TownContext, { number, code, token, submission, missedPhotos }: Sent): Response {
  const { slug } = town.municipality;
  const secure = town.origin.startsWith('https:');
  const path = `/${slug}/melden/ontvangen`;
  const response = seeOther(path);
  holdReporter(response.headers, token, town);
  const receipt = [number, code, ...(missedPhotos > 0 ? [missedPhotos] : [])].join('.');
  response.headers.append(
    'set-cookie',
    writeCookie('ontvangen', receipt, { path, secure, maxAgeS: COOKIE_S }),
  );
  response.headers.append(
    'set-cookie',
    rememberSent(submission, { path: `/${slug}/melden`, secure, maxAgeS: COOKIE_S }),
  );
  return response;
}
