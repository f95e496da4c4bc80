import { data, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { readForm, type Form } from '../../kit/form.ts';
import { randomToken } from '../../kit/ids.ts';
import { ok, refuse, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { errorFields } from '../../kit/log.ts';
import { outageOf } from '../../kit/outage.ts';
import { townOf, type TownContext } from '../../kit/web/context.ts';
import { writeCookie } from '../../kit/web/cookies.ts';
import { seeOther, showAgain, type FormState } from '../../kit/web/responses.ts';
import { addressBook } from '../../places/index.ts';
import { submitForm, type Receipt } from '../index.ts';
import { NO_STORY, type Submission } from '../model.ts';
import { ReportForm, readReport } from '../wire.ts';
import { addressSuggestions, matchAddress } from './address-text.ts';
import { asSentBefore, rememberSent } from './sent-before.server.ts';

const KEY_BYTES = 16;
const HOUR_S = 3600;
const MINUTE_S = 60;
/** As long as the reporter's session: longer than that the page that needs them does not open anyway. */
const COOKIE_S = HOUR_S / 2;

/** The empty form, with a new key: who asks for the page again makes another report. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { db, municipality } = townOf(context);
  const suggestions = addressSuggestions(await addressBook(db, municipality.id));
  return { key: randomToken(KEY_BYTES), suggestions };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const town = townOf(context);
  const form = await readForm(request);
  const read = await readSubmission(town, form);
  const submission = read.ok ? ok(asSentBefore(request, read.value)) : read;
  if (!submission.ok) return showAgain(withKey(form), submission.refusals, { forget: ['website'] });
  // Who reports is the public, also when the browser still holds a session of an earlier report.
  const received = await submitForm(
    town.db,
    {
      municipalityId: town.municipality.id,
      submission: submission.value,
      address: town.address,
      reportsPerHour: town.services.config.REPORTS_PER_HOUR,
    },
    town.services.onReceived,
  ).catch((error: unknown) => refuseInOutage(town, error));
  if (received.ok) return showReceipt(town, { ...received.value, submission: submission.value });
  const isTooMany = received.refusals.some(({ code }) => code === 'report-limit');
  if (isTooMany) return shownWith(form, received.refusals, { status: 429, retryAfterS: HOUR_S });
  const isOutage = received.refusals.some(({ code }) => OUTAGES.includes(code));
  if (isOutage) return shownWith(form, received.refusals, { status: 503, retryAfterS: MINUTE_S });
  return showAgain(form, received.refusals);
}

const OUTAGES = ['report-not-arrived', 'report-unsure'];

/** Without its database the form still tells what became of the report, and keeps every word and the key of it. */
function refuseInOutage({ log, requestId }: TownContext, error: unknown): Outcome<never> {
  const outage = outageOf(error);
  if (!outage) throw error;
  log('error', 'intake.failed', { requestId, outage, ...errorFields(error) });
  return outage === 'refused' ? refuse('report-not-arrived') : refuse('report-unsure');
}

async function readSubmission(
  { db, municipality, language, t }: TownContext,
  form: Form,
): Promise<Outcome<Submission>> {
  const answers = ReportForm.parse(form);
  const place = matchAddress(answers.address, await addressBook(db, municipality.id));
  return readReport(answers, {
    language,
    place,
    noStory: NO_STORY,
    placeAsTyped: t('reports.story.place'),
  });
}

/** A form that lost its key gets a new one; every other keeps the key it has, so that it stays one report. */
function withKey(form: Form): Form {
  return ReportForm.shape.key.parse(form.key) === '' ? { ...form, key: randomToken(KEY_BYTES) } : form;
}

function shownWith(
  values: Form,
  refusals: readonly Refusal[],
  { status, retryAfterS }: { status: number; retryAfterS: number },
) {
  const state: FormState = { values, refusals };
  return data(state, { status, headers: { 'retry-after': String(retryAfterS) } });
}

/**
 * Sends the browser to the reporter's page. The code must reach that page once and cannot be read from the
 * database, which holds its hash. Not through the address, which is logged, shared and remembered; not through the
 * memory of this process, which may not be the one that answers. So it goes as a cookie that no script can read, for
 * that one page, for half an hour; the number beside it lets the page see that both belong to one report.
 */
function showReceipt(
  { municipality: { slug }, origin }: TownContext,
  { number, code, token, submission }: Receipt & { readonly token: string; readonly submission: Submission },
): Response {
  const secure = origin.startsWith('https:');
  const path = `/${slug}/melden/ontvangen`;
  const response = seeOther(path);
  response.headers.append(
    'set-cookie',
    writeCookie('melder', token, { path: `/${slug}`, secure, maxAgeS: COOKIE_S }),
  );
  response.headers.append(
    'set-cookie',
    writeCookie('ontvangen', `${number}.${code}`, { path, secure, maxAgeS: COOKIE_S }),
  );
  response.headers.append(
    'set-cookie',
    rememberSent(submission, { path: `/${slug}/melden`, secure, maxAgeS: COOKIE_S }),
  );
  return response;
}
