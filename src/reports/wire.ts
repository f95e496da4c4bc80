import { z } from 'zod';
import { refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import { About, DangerSign, Sight, type DangerAnswer, type Submission } from './model.ts';

export const STORY_MAX = 4000;
const PLACE_MAX = 200;
const CONTACT_MAX = 200;
/** The shortest number in use that reaches a person at home, without its area code. */
const PHONE_DIGITS = 6;
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
  name: text,
  email: text,
  phone: text,
  /** No person sees this field; what fills in every field is not a person. */
  website: text,
});
export type ReportForm = z.infer<typeof ReportForm>;

/** What became of the address that was typed; the page compares it with the addresses of the town. */
export type PlaceFound =
  | { readonly kind: 'found'; readonly addressId: string }
  | { readonly kind: 'nowhere' }
  | { readonly kind: 'several' };

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
  const addressId =
    form.address !== '' && reading.place.kind === 'found' ? reading.place.addressId : undefined;
  return {
    ok: true,
    value: {
      key: form.key,
      language: reading.language,
      channel: 'form',
      observations: { danger, sights: form.sights, about: form.about ?? 'unknown' },
      story,
      ...(addressId === undefined ? {} : { addressId }),
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
  if (form.about === 'place' && form.address === '' && form.addressUnknown === undefined)
    mistakes.push({ code: 'address-unanswered', pointer: 'address' });
  if (form.address !== '' && form.address.length <= PLACE_MAX && form.addressUnknown === undefined) {
    if (place.kind === 'nowhere') mistakes.push({ code: 'address-unknown', pointer: 'address' });
    if (place.kind === 'several') mistakes.push({ code: 'address-ambiguous', pointer: 'address' });
  }
  if (form.email !== '' && form.email.length <= CONTACT_MAX && !isOneOf(z.email())(form.email)) {
    mistakes.push({ code: 'field-email', pointer: 'email' });
  }
  if (form.phone !== '' && form.phone.length <= CONTACT_MAX && digitsIn(form.phone) < PHONE_DIGITS)
    mistakes.push({ code: 'field-phone', pointer: 'phone' });
  return mistakes;
}

/** Loosely: words may stand beside it ('after five'), but there must be a number to call. */
function digitsIn(text: string): number {
  return text.replaceAll(/\D/g, '').length;
}

const ORDER = ['dangers', 'story', 'about', 'address', 'name', 'email', 'phone'];

/** In the order of the page; what concerns the whole form comes first. */
function inOrder(mistakes: readonly Refusal[]): Refusal[] {
  return mistakes.toSorted((a, b) => ORDER.indexOf(a.pointer ?? '') - ORDER.indexOf(b.pointer ?? ''));
}

/** An address that we do not know is not thrown away: it stands among the words, for who reads them. */
function storyOf({ story, address }: ReportForm, { place, noStory, placeAsTyped }: Reading): string {
  const words = story || noStory;
  return address === '' || place.kind === 'found' ? words : `${words}\n\n${placeAsTyped} ${address}`;
}

/** The form that opens the reporter's page. */
export const CodeForm = z.object({ code: text });
export type CodeForm = z.infer<typeof CodeForm>;
