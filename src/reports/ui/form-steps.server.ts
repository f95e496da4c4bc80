import { data } from 'react-router';
import { firstOf, type Form } from '../../kit/form.ts';
import { randomToken } from '../../kit/ids.ts';
import { errorFields } from '../../kit/log.ts';
import { ok, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { outageOf } from '../../kit/outage.ts';
import type { TownContext } from '../../kit/web/context.ts';
import { NOTHING_FURTHER, type FurtherAsked } from '../index.ts';
import { NO_STORY, type Observations, type PublicReport, type Submission } from '../model.ts';
import { fieldOf, ReportForm, readReport, type PlaceFound } from '../wire.ts';
import { findPlace } from './find-place.server.ts';
import { MAP_SIZES, Step, type ReportFormState } from './form-state.ts';

export const KEY_BYTES = 16;

/** A button of the map was pressed, or the map itself. */
export function isPlaceStep(values: Form, { go }: ReportForm): boolean {
  return Step.safeParse(go).success || Object.keys(MAP_SIZES).some((size) => `${size}.x` in values);
}

interface Again {
  readonly options: readonly string[];
  readonly spotName: string | undefined;
  readonly at: string | undefined;
}

/** The form with its mistakes; what fills in the field that nobody sees finds it empty again. */
export function showFirst({ website: _, ...values }: Form, refusals: readonly Refusal[], again: Again) {
  return data<ReportFormState>({ values, refusals, ...again }, { status: 400 });
}

/** The further questions: a page of the same form, of which nothing was sent yet. */
export function showQuestions(
  values: Form,
  { ask, refusals }: FurtherAsked,
  { at, near = [] }: { at: string | undefined; near?: readonly PublicReport[] },
) {
  return data<ReportFormState>(
    {
      values,
      refusals: refusals.map((refusal) => ({ ...refusal, pointer: fieldOf(refusal.pointer ?? '') })),
      questions: ask,
      at,
      there: near.map(({ id: _, ...shown }) => shown),
    },
    { status: refusals.length > 0 ? 400 : 200 },
  );
}

interface ReadForm {
  readonly read: Outcome<Submission>;
  readonly further: FurtherAsked;
  readonly place: PlaceFound;
  /** The addresses that may be meant. */
  readonly options: readonly string[];
}

export async function readSubmission(
  town: TownContext,
  answers: ReportForm,
  form: Form,
  duty: Observations['duty'] = [],
): Promise<ReadForm> {
  const place = await findPlace(town, answers);
  const read = readReport(answers, {
    language: town.language,
    place,
    noStory: NO_STORY,
    placeAsTyped: town.t('reports.story.place'),
  });
  const options = place.kind === 'several' ? place.options : [];
  if (!read.ok) return { read, further: NOTHING_FURTHER, place, options };
  const seen = { ...read.value.observations, ...(duty.length > 0 ? { duty } : {}) };
  const further =
    answers.further === undefined
      ? NOTHING_FURTHER
      : await askFurther(town, seen, { form, asked: answers.asked });
  const observations = { ...seen, ...(further.answers.length > 0 ? { answers: [...further.answers] } : {}) };
  return { read: ok({ ...read.value, observations }), further, place, options };
}

/** What is still to be asked. Questions never stand in the way of a report: without a database nothing is asked. */
async function askFurther(
  { db, municipality, language, services, log, requestId }: TownContext,
  observations: Observations,
  { form, asked }: { form: Form; asked: readonly string[] },
): Promise<FurtherAsked> {
  const given = new Map(asked.map((id) => [id, firstOf(form[fieldOf(id)])]));
  try {
    return await services.furtherQuestions(db, { municipality, language, observations, given });
  } catch (error) {
    if (outageOf(error) === undefined) throw error;
    log('error', 'questions.failed', { requestId, ...errorFields(error) });
    return NOTHING_FURTHER;
  }
}

/** A form that lost its key gets a new one; every other keeps the key it has, so that it stays one report. */
export function withKey(form: Form): Form {
  return ReportForm.shape.key.parse(form.key) === '' ? { ...form, key: randomToken(KEY_BYTES) } : form;
}
