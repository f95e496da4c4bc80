import { z } from 'zod';
import { line, list, optional, parseForm, type Form } from '../../kit/form.ts';
import { refuseAll, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { LANGUAGES } from '../../kit/translate.ts';
import {
  DangerFinding,
  PartGround,
  PartOutcome,
  ReportOutcome,
  type PartShows,
} from '../../reports/model.ts';
import { Nature, Urgency } from '../../triage/model.ts';
import type { Order } from '../index.ts';
import {
  CallSubject,
  DeclineReason,
  DeskReason,
  OtherwiseReason,
  OUTSIDE_NAME_MAX,
  OUTSIDE_QUESTION_MAX,
  PART_DAYS,
} from '../model.ts';
import { CommandName, orderOf } from '../wire.ts';
import { NOT_REACHED } from '../answer-wire.ts';
import { fromWallClock } from './wall-clock.ts';

const WORDS_MAX = 4000;
const words = z.string().trim().min(1).max(WORDS_MAX);
const key = z.uuid();
/** An empty choice of a select is an answer that is missing. */
const chosen = z.string().min(1, 'field-choice');

const Shown = z.enum(['place', 'story']);

function showsOf(shown: readonly z.infer<typeof Shown>[]): PartShows {
  if (shown.includes('story')) return shown.includes('place') ? 'place-and-story' : 'story';
  return shown.includes('place') ? 'place' : 'nothing';
}

const partNumber = z
  .string()
  .regex(/^[0-9]{1,15}$/, 'part-unknown')
  .transform(Number);

const moment = z.string().transform((text, context) => {
  const found = fromWallClock(text);
  if (!found) context.addIssue({ code: 'custom', message: 'moment-unreadable' });
  return found ?? z.NEVER;
});

/** Whom somebody spoke with and when; where nobody was reached, the moment says nothing. A form that does not ask has neither. */
const talkFields = {
  spokeWith: chosen.pipe(z.union([z.literal(NOT_REACHED), z.uuid('sender-unknown')])).default(NOT_REACHED),
  spokeAt: z.string().default(''),
};

function talkOf(
  { spokeWith, spokeAt }: { spokeWith: string; spokeAt: string },
  context: z.RefinementCtx,
): { userId: string; at: Date } | undefined {
  if (spokeWith === NOT_REACHED) return undefined;
  const at = fromWallClock(spokeAt);
  if (at) return { userId: spokeWith, at };
  context.addIssue({ code: 'custom', message: 'moment-unreadable', path: ['spokeAt'] });
  return z.NEVER;
}

/** Who then: a service by its id, or why the desk has to decide. */
const Proposed = z.union([
  DeskReason.transform((desk) => ({ desk })),
  z.uuid('proposal-unknown').transform((serviceId) => ({ serviceId })),
]);

/** Each form of the page as the order that it stands for; fields are called as the front door calls them in a refusal. */
const FORMS = {
  accept: z
    .object({ colleague: optional(z.uuid('colleague-unknown')), ...talkFields })
    .transform(({ colleague, ...told }, context) => ({
      command: 'accept' as const,
      colleagueId: colleague,
      talk: talkOf(told, context),
    })),
  decline: z
    .object({ reason: chosen.pipe(DeclineReason), proposal: chosen.pipe(Proposed) })
    .transform(({ reason, proposal }) => ({ command: 'decline' as const, reason, proposal })),
  'hand-on': z
    .object({ service: chosen.pipe(z.uuid('service-unknown')) })
    .transform(({ service }) => ({ command: 'hand-on' as const, serviceId: service })),
  'decide-otherwise': z
    .object({
      nature: Nature,
      urgency: Urgency,
      service: z.union([z.literal(''), z.uuid('service-unknown')]).default(''),
      reason: chosen.pipe(OtherwiseReason),
    })
    .transform(({ service, ...decided }) => ({
      command: 'decide-otherwise' as const,
      ...decided,
      serviceId: service === '' ? null : service,
    })),
  'take-over': z.object({}).transform(() => ({ command: 'take-over' as const })),
  give: z
    .object({ colleague: chosen.pipe(z.uuid('colleague-unknown')) })
    .transform(({ colleague }) => ({ command: 'give' as const, colleagueId: colleague })),
  spoken: z
    .object({ spokeWith: chosen.pipe(z.uuid('sender-unknown')), spokeAt: moment })
    .transform(({ spokeWith, spokeAt }) => ({
      command: 'spoken' as const,
      talk: { userId: spokeWith, at: spokeAt },
    })),
  contacted: z.object({}).transform(() => ({ command: 'contacted' as const })),
  ask: z
    .object({ question: words, key })
    .transform(({ question, key: once }) => ({ command: 'ask' as const, body: question, key: once })),
  note: z
    .object({ note: words, key })
    .transform(({ note, key: once }) => ({ command: 'note' as const, body: note, key: once })),
  call: z
    .object({
      contactPoint: chosen.pipe(z.uuid('contact-point-unknown')),
      calledAt: moment,
      about: CallSubject,
    })
    .transform(({ contactPoint, calledAt, about }) => ({
      command: 'call' as const,
      contactPointId: contactPoint,
      calledAt,
      about,
    })),
  'danger-checked': z
    .object({ finding: DangerFinding })
    .transform(({ finding }) => ({ command: 'danger-checked' as const, finding })),
  close: z
    .object({
      outcome: ReportOutcome,
      message: line(WORDS_MAX).default(''),
      cause: optional(z.string().max(40)),
    })
    .transform((closed) => ({ command: 'close' as const, ...closed })),
  join: z
    .object({ leading: line(20).pipe(z.string().regex(/^[0-9]{1,15}$/, 'leading-unknown')) })
    .transform(({ leading }) => ({ command: 'join' as const, leading: Number(leading) })),
  part: z.object({}).transform(() => ({ command: 'part' as const })),
  split: z
    .object({
      service: chosen.pipe(z.uuid('service-unknown')),
      ask: words,
      days: z.coerce.number().pipe(z.literal(PART_DAYS)),
      shows: z.union([z.array(Shown), Shown.transform((one) => [one])]).default([]),
      ground: z.union([z.literal('').transform(() => null), PartGround]).default(null),
      key,
    })
    .transform(({ service, ask, days, shows, ground, key: once }) => ({
      command: 'split' as const,
      serviceId: service,
      body: ask,
      days,
      shows: showsOf(shows),
      ground,
      key: once,
    })),
  'take-part-back': z
    .object({ part: partNumber })
    .transform(({ part }) => ({ command: 'take-part-back' as const, part })),
  'drop-part': z
    .object({ part: partNumber, reason: words })
    .transform(({ part, reason }) => ({ command: 'drop-part' as const, part, body: reason })),
  'finish-part': z
    .object({ outcome: chosen.pipe(PartOutcome), result: words })
    .transform(({ outcome, result }) => ({ command: 'finish-part' as const, outcome, body: result })),
  'ask-outside': z
    .object({
      party: z.union([z.literal('').transform(() => null), z.uuid('outside-party-unknown')]).default(null),
      name: line(OUTSIDE_NAME_MAX).default(''),
      email: line(254)
        .refine((text) => text === '' || z.email().safeParse(text).success, 'field-email')
        .default(''),
      language: z.enum(LANGUAGES).default('nl'),
      body: words.max(OUTSIDE_QUESTION_MAX),
      days: z.coerce.number().pipe(z.literal(PART_DAYS)),
      shows: list(z.literal('place')),
      photos: list(z.uuid('photo-unknown')),
      ground: z.union([z.literal('').transform(() => null), PartGround]).default(null),
      key,
    })
    .transform(({ party, shows, photos, key: once, ...asked }) => ({
      command: 'ask-outside' as const,
      ...asked,
      partyId: party,
      showsPlace: shows.length > 0,
      photoIds: photos,
      key: once,
    })),
  'renew-outside': z.object({}).transform(() => ({ command: 'renew-outside' as const })),
  'withdraw-outside': z.object({}).transform(() => ({ command: 'withdraw-outside' as const })),
  reopen: z.object({}).transform(() => ({ command: 'reopen' as const })),
} satisfies Record<CommandName, z.ZodType<Order>>;

/** The order that a posted form holds, or everything that is wrong with it. Throws a Response for a form that is not ours. */
export function readOrder(form: Form, now: Date): Outcome<Order> {
  const command = CommandName.safeParse(orderOf(form['intent']));
  if (!command.success) throw new Response(null, { status: 400 });
  const order = parseForm<z.ZodType<Order>>(FORMS[command.data], withPart(form));
  const others = alsoWrong(command.data, form, now);
  return order.ok || others.length === 0 ? order : refuseAll([...order.refusals, ...others]);
}

/** A form for one part among several names it in its intent, so that each form is told apart. */
function withPart(form: Form): Form {
  const [, part] = String(form['intent']).split('.');
  return part === undefined ? form : { ...form, part };
}

/** What the front door would say once the choices are made: told at once with the choices that are missing. */
function alsoWrong(command: CommandName, form: Form, now: Date): Refusal[] {
  const { message, calledAt } = form;
  // without the field it is about a person, and nothing is typed
  if (command === 'close' && typeof message === 'string' && message.trim() === '')
    return [{ code: 'message-missing', pointer: 'message' }];
  const called = command === 'call' && typeof calledAt === 'string' ? fromWallClock(calledAt) : undefined;
  return called && called > now ? [{ code: 'called-in-future', pointer: 'calledAt' }] : [];
}
