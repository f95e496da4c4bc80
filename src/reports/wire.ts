import { rdPoint } from '@wijkverbond/core/spatial';
import { z } from 'zod';
import { keyOf, Link, text as storyText } from '../kit/edge.ts';
import { refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { INSIDE_MAX, type Spot } from '../places/model.ts';
import {
  About,
  ABOUT_WORDS,
  DangerSign,
  ROUND_DANGER,
  Sight,
  CONTACT_MAX,
  hasNumber,
  STORY_MAX,
  type DangerAnswer,
  type RoundKind,
  type Submission,
} from './model.ts';

const PLACE_MAX = 200;
const KEY = /^[0-9a-f]{32,64}$/;

/** What can be ticked under 'do you see danger?': the signs, and the two answers that stand beside them. */
export const DangerChoice = z.enum([...DangerSign.options, 'none', 'unknown']);
export type DangerChoice = z.infer<typeof DangerChoice>;

/** A name that came once is a text, a name that came more often a list. */
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);
const all = (value: unknown): unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const isOneOf = (choice: z.ZodType) => (value: unknown) => choice.safeParse(value).success;

/** A choice that is not on the page counts as not made: only who changes the page can send one. */
const many = <Choice extends z.ZodType>(choice: Choice) =>
  z.preprocess((value) => all(value).filter(isOneOf(choice)), z.array(choice));
const one = <Choice extends z.ZodType>(choice: Choice) =>
  z.preprocess((value) => all(value).find(isOneOf(choice)), choice.optional());
const text = z.preprocess(
  (value) => (typeof first(value) === 'string' ? first(value) : ''),
  z.string().trim(),
);

/** The name of the field of a further question. */
export function fieldOf(questionId: string): string {
  return `q-${questionId}`;
}

const SPOT = /^(\d{1,6}),(\d{1,6}),(pin|gps),(\d{0,5})$/;

/** A point that was chosen on the map, in whole metres: `155000,463000,gps,12`. */
export function spotText({ point, source, accuracyM }: Spot): string {
  return [Math.round(point.xM), Math.round(point.yM), source, Math.ceil(accuracyM ?? 0) || ''].join(',');
}

export function readSpot(written: string): Spot | undefined {
  const [, x, y, source, accuracy] = SPOT.exec(written) ?? [];
  if (source !== 'pin' && source !== 'gps') return undefined;
  const point = { xM: Number(x), yM: Number(y) };
  return { point, source, ...(accuracy ? { accuracyM: Number(accuracy) } : {}) };
}

/**
 * The public form as it is posted. It reads anything, so that all mistakes can be told at once: what is wrong with the
 * answers is for {@link readReport}.
 */
export const ReportForm = z.object({
  /** Random, made with the page: the same key twice is the same report. */
  key: text,
  dangers: many(DangerChoice),
  sights: many(Sight),
  story: text,
  about: one(About),
  address: text,
  addressUnknown: one(z.literal('yes')),
  /** One of the addresses that were offered for what was typed. */
  addressChoice: text,
  /** A point on the map, as {@link spotText} writes it. */
  spot: text,
  /** The page can show further questions; a post without it comes in as it is. */
  further: one(z.literal('yes')),
  /** The further questions that were shown. */
  asked: many(z.string().regex(/^[a-z0-9-]{1,60}$/)),
  /** What is reported near was shown. */
  nearby: one(z.literal('shown')),
  /** The number of the report near that is the same, by who reports. */
  same: text,
  /** Another step of the form than sending it. */
  go: text,
  /** It was saved for later once. */
  saved: one(z.literal('yes')),
  name: text,
  email: text,
  phone: text,
  /** No person sees this field; what fills in every field is not a person. */
  website: text,
});
export type ReportForm = z.infer<typeof ReportForm>;

/** What became of the address that was typed: one of our own, one of the national register, some to choose from, or none. */
export type PlaceFound =
  | { readonly kind: 'found'; readonly addressId: string }
  | { readonly kind: 'registered'; readonly spot: Spot }
  | { readonly kind: 'several'; readonly options: readonly string[] }
  | { readonly kind: 'nowhere' };

export interface Reading {
  readonly language: Submission['language'];
  /** Only asked for when an address was typed. */
  readonly place: PlaceFound;
  /** What stands in the report where somebody in danger wrote nothing. */
  readonly noStory: string;
  /** Goes before an address that we do not know, when it is kept among the words. */
  readonly placeAsTyped: string;
}

/**
 * The report that the form holds, or everything that is wrong with it, each with its field.
 * Danger is what was ticked and never what the words say. Who ticked a sign is not held up: the report comes in without
 * a story, and with an address or an e-mail address as it was typed.
 */
export function readReport(form: ReportForm, reading: Reading): Outcome<Submission> {
  const danger = dangerOf(form.dangers);
  const story = storyOf(form, reading);
  const mistakes = [
    ...mistakesOf(form, story),
    ...(danger?.kind === 'seen' ? [] : mistakesInCalm(form, reading.place)),
  ];
  if (danger === undefined || mistakes.length > 0) return refuseAll(inOrder(mistakes));
  const { place } = reading;
  const addressId = place.kind === 'found' ? place.addressId : undefined;
  const spot = readSpot(form.spot) ?? (place.kind === 'registered' ? place.spot : undefined);
  return {
    ok: true,
    value: {
      key: form.key,
      language: reading.language,
      channel: 'form',
      observations: { danger, sights: form.sights, about: form.about ?? 'unknown' },
      story,
      ...(addressId === undefined ? {} : { addressId }),
      ...(spot === undefined ? {} : { spot }),
      contact: {
        name: form.name || undefined,
        email: form.email || undefined,
        phone: form.phone || undefined,
      },
    },
  };
}

/** Undefined when there is no answer, or two that cannot both be true. A sign that is seen outweighs 'I don't know'. */
function dangerOf(choices: readonly DangerChoice[]): DangerAnswer | undefined {
  const signs = choices.filter((choice): choice is DangerSign => isOneOf(DangerSign)(choice));
  if (choices.includes('none')) return choices.length === 1 ? { kind: 'none' } : undefined;
  if (signs.length > 0) return { kind: 'seen', signs };
  return choices.includes('unknown') ? { kind: 'unknown' } : undefined;
}

/** What nobody gets past. */
function mistakesOf(form: ReportForm, story: string): Refusal[] {
  const mistakes: Refusal[] = [];
  if (!KEY.test(form.key)) mistakes.push({ code: 'form-stale' });
  if (form.website !== '') mistakes.push({ code: 'honeypot' });
  if (form.dangers.length === 0) mistakes.push({ code: 'danger-unanswered', pointer: 'dangers' });
  else if (dangerOf(form.dangers) === undefined)
    mistakes.push({ code: 'danger-contradiction', pointer: 'dangers' });
  if (story.length > STORY_MAX)
    mistakes.push({
      code: 'story-too-long',
      pointer: 'story',
      facts: { length: story.length, maximum: STORY_MAX },
    });
  if (form.address.length > PLACE_MAX)
    mistakes.push({ code: 'field-too-long', pointer: 'address', facts: { maximum: PLACE_MAX } });
  for (const pointer of ['name', 'email', 'phone'] as const) {
    if (form[pointer].length > CONTACT_MAX)
      mistakes.push({ code: 'field-too-long', pointer, facts: { maximum: CONTACT_MAX } });
  }
  return mistakes;
}

/** What can wait for somebody in danger, and cannot for anybody else. */
function mistakesInCalm(form: ReportForm, place: PlaceFound): Refusal[] {
  const mistakes: Refusal[] = [];
  if (form.story === '') mistakes.push({ code: 'story-missing', pointer: 'story' });
  if (form.about === undefined) mistakes.push({ code: 'about-unanswered', pointer: 'about' });
  const hasSpot = readSpot(form.spot) !== undefined;
  if (form.about === 'place' && form.address === '' && form.addressUnknown === undefined && !hasSpot)
    mistakes.push({ code: 'address-unanswered', pointer: 'address' });
  const isToFind = form.addressUnknown === undefined && !hasSpot;
  if (form.address !== '' && form.address.length <= PLACE_MAX && isToFind) {
    if (place.kind === 'nowhere') mistakes.push({ code: 'address-unknown', pointer: 'address' });
    if (place.kind === 'several') mistakes.push({ code: 'address-ambiguous', pointer: 'address' });
  }
  if (form.email !== '' && form.email.length <= CONTACT_MAX && !isOneOf(z.email())(form.email)) {
    mistakes.push({ code: 'field-email', pointer: 'email' });
  }
  if (form.phone !== '' && form.phone.length <= CONTACT_MAX && !hasNumber(form.phone))
    mistakes.push({ code: 'field-phone', pointer: 'phone' });
  return mistakes;
}

const ORDER = ['dangers', 'story', 'about', 'address', 'name', 'email', 'phone'];

/** In the order of the page; what concerns the whole form comes first. */
function inOrder(mistakes: readonly Refusal[]): Refusal[] {
  return mistakes.toSorted((a, b) => ORDER.indexOf(a.pointer ?? '') - ORDER.indexOf(b.pointer ?? ''));
}

/** An address that we do not know is not thrown away: it stands among the words, for who reads them. */
function storyOf({ story, address }: ReportForm, { place, noStory, placeAsTyped }: Reading): string {
  const words = story || noStory;
  const isFound = place.kind === 'found' || place.kind === 'registered';
  return address === '' || isFound ? words : `${words}\n\n${placeAsTyped} ${address}`;
}

/** A sentence on the round is short: what it is for a longer story stands under 'Melding aannemen'. */
export const ROUND_STORY_MAX = 1000;

/** The note of the round as it is posted, at once or later from the telephone's queue. */
export const RoundForm = z.object({
  key: text,
  kind: text,
  story: text,
  address: text,
  addressChoice: text,
  addressUnknown: one(z.literal('yes')),
  /** The id of the complex that was chosen. Notes that wait from before there was one have none. */
  complex: text,
  /** The address as the page had it filled in from the note before. */
  keptAddress: text,
});
export type RoundForm = z.infer<typeof RoundForm>;

/** What the round knows beside the form. */
export interface RoundReading extends Reading {
  readonly kinds: readonly RoundKind[];
  readonly hasPhotos: boolean;
  /** The complex that was chosen; `place` is then an address in it, or nowhere. */
  readonly complexId?: string | undefined;
  /** Where in it, in words. */
  readonly inside?: string | undefined;
}

/** The report that a note of the round holds, or everything that is wrong with it. Danger is told by calling. */
export function readRound(
  form: RoundForm,
  { kinds, hasPhotos, complexId, inside, ...reading }: RoundReading,
): Outcome<Submission> {
  if (form.kind === ROUND_DANGER) return refuse('round-danger', { pointer: 'kind' });
  const kind = kinds.find(({ id }) => id === form.kind);
  const mistakes: Refusal[] = kind ? [] : [{ code: 'round-kind', pointer: 'kind' }];
  if (form.story === '' && !hasPhotos) mistakes.push({ code: 'round-empty', pointer: 'story' });
  if (form.story.length > ROUND_STORY_MAX)
    mistakes.push({ code: 'field-too-long', pointer: 'story', facts: { maximum: ROUND_STORY_MAX } });
  if (inside !== undefined && inside.length > INSIDE_MAX)
    mistakes.push({ code: 'field-too-long', pointer: 'address', facts: { maximum: INSIDE_MAX } });
  // a complex is a place, also without an address in it
  const isPlaced = complexId !== undefined && reading.place.kind === 'nowhere';
  const read = readReport(
    {
      ...ReportForm.parse(form),
      ...(isPlaced ? { address: '', addressUnknown: 'yes' as const } : {}),
      dangers: ['none'],
      sights: kind?.sights ?? [],
      about: kind?.about ?? 'unknown',
      story: form.story || reading.noStory,
    },
    reading,
  );
  if (mistakes.length > 0 || !read.ok) return refuseAll([...mistakes, ...(read.ok ? [] : read.refusals)]);
  return {
    ok: true,
    value: {
      ...read.value,
      channel: 'note',
      ...(complexId === undefined ? {} : { complexId }),
      ...(inside === undefined ? {} : { inside }),
    },
  };
}

/** The form that opens the reporter's page. */
export const CodeForm = z.object({ code: text });
export type CodeForm = z.infer<typeof CodeForm>;

const SIGHT_WORDS = {
  distress: 'in-de-war-bang-of-somber',
  unseen: 'lang-niet-gezien',
  neglect: 'verwaarlozing',
  noise: 'herrie-of-ruzie',
  'law-breaking': 'stelen-vernielen-of-dealen',
  damage: 'stuk-of-vies-op-straat',
  lonely: 'veel-alleen',
  money: 'geldzorgen',
} as const satisfies Record<Sight, string>;

const DANGER_WORDS = {
  threatens: 'bedreiging',
  weapon: 'wapen',
  injured: 'gewonde',
  'gas-or-fire': 'gas-of-brand',
  'self-harm': 'zichzelf-iets-aandoen',
} as const satisfies Record<DangerSign, string>;

const DangerMessage = z
  .discriminatedUnion('soort', [
    z.strictObject({ soort: z.literal('gezien'), tekens: z.array(z.enum(DANGER_WORDS)).min(1).max(10) }),
    z.strictObject({ soort: z.literal('geen') }),
    z.strictObject({ soort: z.literal('onbekend') }),
  ])
  .meta({
    id: 'Gevaar',
    description: 'Gevaar als wat iemand ziet. Vraag het altijd, en laat bij gevaar 112 bellen.',
  });

/** A report as another system sends it: the answers and words of the public form. */
export const MeldingMessage = z
  .strictObject({
    gevaar: DangerMessage,
    gezien: z.array(z.enum(SIGHT_WORDS)).max(20).default([]),
    over: z.enum(ABOUT_WORDS),
    verhaal: storyText(STORY_MAX)
      .optional()
      .meta({ description: 'In eigen woorden. Mag alleen ontbreken als er gevaar is gezien.' }),
    antwoorden: z
      .array(z.strictObject({ vraag: z.string().max(60), antwoord: z.string().max(60) }))
      .max(20)
      .default([])
      .meta({
        description: 'Op vragen van deze gemeente. Een antwoord dat niet bij de melding past, telt niet mee.',
      }),
    adresId: z.uuid().optional().meta({ description: 'Van een adres dat bij adressen is gevonden.' }),
    complexId: z.uuid().optional().meta({
      description: 'Van een complex, als er geen adres is. Met een adres: het complex waarin dat ligt.',
    }),
    waarInComplex: storyText(INSIDE_MAX)
      .optional()
      .meta({ description: 'Waar in dat complex, in woorden. Telt alleen zonder adres.' }),
    punt: z
      .strictObject({
        breedtegraad: z.number().min(-90).max(90),
        lengtegraad: z.number().min(-180).max(180),
        nauwkeurigheidMeter: z.number().min(0).max(99_999).optional(),
      })
      .refine(liesInTheNetherlands, { error: 'place-outside' })
      .optional()
      .meta({ description: 'Waar het is, in graden (WGS 84); met nauwkeurigheid als een telefoon het zei.' }),
    contact: z
      .strictObject({
        naam: storyText(CONTACT_MAX).optional(),
        email: z.email().max(CONTACT_MAX).optional(),
        telefoon: storyText(CONTACT_MAX).optional(),
      })
      .default({})
      .meta({ description: 'Niet verplicht: met de volgcode volgt de melder de melding ook zonder.' }),
    taal: z.enum(['nl', 'en']).default('nl'),
  })
  .refine(hasStory, { path: ['verhaal'], error: 'story-missing', when: () => true })
  .meta({ id: 'NieuweMelding' });
export type MeldingMessage = z.infer<typeof MeldingMessage>;

function spotOf(punt: MeldingMessage['punt']): Spot | undefined {
  if (punt === undefined) return undefined;
  const { breedtegraad: latDeg, lengtegraad: lonDeg, nauwkeurigheidMeter: accuracyM } = punt;
  const point = rdPoint({ latDeg, lonDeg });
  return point && { point, ...(accuracyM === undefined ? { source: 'pin' } : { source: 'gps', accuracyM }) };
}

function liesInTheNetherlands({ breedtegraad: latDeg, lengtegraad: lonDeg }: Globe): boolean {
  return rdPoint({ latDeg, lonDeg }) !== undefined;
}

interface Globe {
  readonly breedtegraad: number;
  readonly lengtegraad: number;
}

/** Also asked of a message in which other things are wrong, so that all mistakes are told at once. */
function hasStory(message: unknown): boolean {
  const { verhaal, gevaar } = Object(message) as { verhaal?: unknown; gevaar?: unknown };
  return verhaal !== undefined || (Object(gevaar) as { soort?: unknown }).soort === 'gezien';
}

export function submissionOf(
  message: MeldingMessage,
  { noStory }: Pick<Reading, 'noStory'>,
): Omit<Submission, 'key' | 'channel'> {
  const { gevaar, gezien, over, verhaal, adresId, complexId, waarInComplex, punt, contact, taal } = message;
  const spot = spotOf(punt);
  return {
    language: taal,
    observations: {
      danger: dangerFrom(gevaar),
      sights: [...new Set(gezien)].map((word) => keyOf(SIGHT_WORDS, word)),
      about: keyOf(ABOUT_WORDS, over),
    },
    story: verhaal ?? noStory,
    ...(adresId === undefined ? {} : { addressId: adresId.toLowerCase() }),
    ...(complexId === undefined ? {} : { complexId: complexId.toLowerCase() }),
    ...(waarInComplex === undefined ? {} : { inside: waarInComplex }),
    ...(spot === undefined ? {} : { spot }),
    contact: { name: contact.naam, email: contact.email, phone: contact.telefoon },
  };
}

function dangerFrom(message: MeldingMessage['gevaar']): DangerAnswer {
  if (message.soort === 'geen') return { kind: 'none' };
  if (message.soort === 'onbekend') return { kind: 'unknown' };
  return { kind: 'seen', signs: [...new Set(message.tekens)].map((word) => keyOf(DANGER_WORDS, word)) };
}

/** What makes a request sent twice one request: unique for each report, at least 16 characters. */
export const OnceHeader = z.object({
  'Idempotency-Key': z
    .string()
    .regex(/^"?[\w.:-]{16,128}"?$/)
    .meta({
      description: 'Uniek voor deze melding, zoals een UUID. Dezelfde sleutel geeft dezelfde ontvangst.',
    }),
});

export const Receipt = z
  .object({
    nummer: z.int(),
    volgcode: z
      .string()
      .meta({ description: 'Geef deze aan de melder: hij opent de pagina van de melding.' }),
    _links: z.object({ melding: Link }),
  })
  .meta({ id: 'Ontvangst' });
