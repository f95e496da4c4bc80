import { globePoint } from '@wijkverbond/core/spatial';
import { z } from 'zod';
import { MomentIn, text } from '../kit/edge.ts';
import { refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { Nature } from '../triage/model.ts';
import {
  CategoryWords,
  type Categories,
  type Category,
  type NewRequest,
  type PublicRequest,
} from './model.ts';

export { CATEGORY_NAME_MAX } from './model.ts';

/** What is never public, whatever a municipality calls it: care, people and danger. */
export const NEVER_PUBLIC = Nature.options.filter((nature) => nature !== 'public-space');

const Names = z.object({ nl: z.string(), en: z.string() });

/** What everybody reads of each category, and what was changed of it; the newest change first. */
export const CategoryWordsView = z.object({
  version: z.number(),
  isOwn: z.boolean(),
  categories: z.array(
    z.object({ code: z.string(), house: Names, isGeneral: z.boolean(), name: Names, shown: z.boolean() }),
  ),
  history: z.array(
    z.object({
      version: z.number(),
      at: z.date(),
      actorName: z.string().optional(),
      /** Empty where the house's hold again. */
      changed: z.array(
        z.object({
          code: z.string(),
          /** Absent of a category that is no longer there. */
          house: Names.optional(),
          ...CategoryWords.valueType.shape,
        }),
      ),
    }),
  ),
});
export type CategoryWordsView = z.infer<typeof CategoryWordsView>;

type Language = 'nl' | 'en';

const DESCRIPTION_MAX = 3900;
const NUMBERS_MAX = 100;
const empty = (value: unknown) => (value === '' ? undefined : value);
const field = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(empty, schema.optional());

/** A request as it is posted; what GeoReport knows and we do not use (`device_id`, `account_id`, `media_url`) is not read. */
export const RequestForm = z.object({
  service_code: text(40),
  lat: field(z.coerce.number().min(-90).max(90)),
  long: field(z.coerce.number().min(-180).max(180)),
  address_id: field(z.uuid()),
  address_string: field(text(200)),
  description: field(text(DESCRIPTION_MAX)),
  first_name: field(text(100)),
  last_name: field(text(100)),
  email: field(z.email().max(200)),
  phone: field(text(200)),
});
export type RequestForm = z.infer<typeof RequestForm>;

export function readRequest(form: RequestForm, categories: Categories): Outcome<NewRequest> {
  const category = categories.find(({ code }) => code === form.service_code);
  const hasPlace =
    form.address_id !== undefined ||
    form.address_string !== undefined ||
    (form.lat !== undefined && form.long !== undefined);
  const refusals: Refusal[] = [
    ...(category ? [] : [{ code: 'field-choice', pointer: 'service_code' }]),
    ...(hasPlace ? [] : [{ code: 'field-missing', pointer: 'lat' }]),
  ];
  if (!category || refusals.length > 0) return refuseAll(refusals);
  const name = [form.first_name, form.last_name].filter(Boolean).join(' ') || undefined;
  return {
    ok: true,
    value: {
      category,
      description: form.description,
      latDeg: form.lat,
      lonDeg: form.long,
      addressId: form.address_id?.toLowerCase(),
      addressText: form.address_string,
      contact: { name, email: form.email, phone: form.phone },
    },
  };
}

/** A list of numbers apart by commas. */
const Numbers = z
  .string()
  .regex(/^\d{1,15}(,\d{1,15})*$/)
  .transform((list) => list.split(',').map(Number))
  .pipe(z.array(z.number()).max(NUMBERS_MAX));

/** `open`, `closed`, or both, which is no question. */
const Status = z
  .enum(['open', 'closed', 'open,closed', 'closed,open'])
  .transform((status) => (status === 'open' || status === 'closed' ? status : undefined));

const Day = MomentIn.transform((written) => new Date(written));

export const RequestsQuery = z
  .object({
    service_request_id: field(Numbers),
    service_code: field(text(40)),
    status: field(Status),
    start_date: field(Day),
    end_date: field(Day),
  })
  .transform((query) => ({
    numbers: query.service_request_id,
    serviceCode: query.service_code,
    status: query.status,
    from: query.start_date,
    until: query.end_date,
  }));

export function presentCategory(category: Category, language: Language) {
  return {
    service_code: category.code,
    service_name: category.name[language],
    description: category.description[language],
    metadata: false,
    type: 'realtime',
    keywords: '',
    group: category.group[language],
  };
}

/** `notes` is one of two sentences: how it ended and with whom it lies is not everybody's to know. */
export function presentRequest(
  request: PublicRequest,
  { language, notes, agency }: { language: Language; notes: string; agency: string },
) {
  const point = request.near && globePoint(request.near);
  return {
    service_request_id: String(request.number),
    status: request.isOpen ? 'open' : 'closed',
    status_notes: notes,
    service_name: request.category.name[language],
    service_code: request.category.code,
    description: null,
    agency_responsible: agency,
    service_notice: null,
    requested_datetime: request.requestedAt.toISOString(),
    updated_datetime: request.updatedAt.toISOString(),
    expected_datetime: null,
    address: request.neighbourhood ?? null,
    address_id: null,
    zipcode: null,
    lat: point ? rounded(point.latDeg) : null,
    long: point ? rounded(point.lonDeg) : null,
    media_url: null,
  };
}

/** Five digits: a metre, for the middle of a square of a hundred. */
function rounded(degrees: number): number {
  return Math.round(degrees * 1e5) / 1e5;
}

/** The name of the elements of a list in XML, by the name of the list. */
export const ITEM_NAMES: Readonly<Record<string, string>> = {
  services: 'service',
  service_requests: 'request',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
  attributes: 'attribute',
};
