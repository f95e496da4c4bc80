import { z } from 'zod';
import { Term } from '../kit/calendar.ts';
import { Urgency } from '../people/model.ts';
import { About, Detail, DetailValue, Sight } from '../reports/model.ts';

export { Urgency };

/** The steps in the order in which they are taken; each is one decision table. */
export const Step = z.enum(['gevaar', 'aard', 'hulp', 'tempo']);
export type Step = z.infer<typeof Step>;

/** `life`: someone may die. `threat`: someone threatens another. `unknown` is never read as `none`. */
export const DangerClass = z.enum(['life', 'threat', 'none', 'unknown']);
export type DangerClass = z.infer<typeof DangerClass>;

export const Nature = z.enum([
  'danger',
  'offence',
  'distress',
  'nuisance',
  'living-conditions',
  'loneliness',
  'money',
  'public-space',
  'question',
]);
export type Nature = z.infer<typeof Nature>;

/** The natures as they are called at the edge. */
export const NATURE_WORDS = {
  danger: 'gevaar',
  offence: 'strafbaar-feit',
  distress: 'zorg-om-iemand',
  nuisance: 'overlast',
  'living-conditions': 'woonsituatie',
  loneliness: 'eenzaamheid',
  money: 'geldzorgen',
  'public-space': 'openbare-ruimte',
  question: 'vraag',
} as const satisfies Record<Nature, string>;

/** Kinds of services that can be an owner. Which service of that kind works at an address is for `people` to say. */
export const ServiceKind = z.enum([
  'meldpunt',
  'district-team',
  'public-health-nurse',
  'tenancy-support',
  'caretaker',
  'mediation',
  'community-work',
  'debt-help',
  'public-space',
  'enforcement',
  'neighbourhood-police',
]);
export type ServiceKind = z.infer<typeof ServiceKind>;

/** What the police do in it, from nothing to most. */
export const PolicePart = z.enum(['none', 'can-be-asked', 'takes-part', 'leads']);
export type PolicePart = z.infer<typeof PolicePart>;

/** Which rule decided in a step. Codes only: the words are looked up in the table of that version. */
const Because = z.object({
  step: Step,
  table: z.string().min(1),
  version: z.string().min(1),
  ruleId: z.string().min(1),
  ruleNumber: z.number().int().min(1),
});

/** What the tables advise; a person decides. */
export const TriageAdvice = z.object({
  nature: Nature,
  danger: DangerClass,
  show112: z.boolean(),
  /** A doctor may have to judge how urgent care is; we never do. The reporter's own GP, or asked by the owner. */
  askGp: z.boolean(),
  firstService: ServiceKind,
  secondService: ServiceKind,
  police: PolicePart,
  urgency: Urgency,
  /** The promised time until the first contact. */
  firstContact: Term,
  because: z.array(Because).length(Step.options.length),
});
export type TriageAdvice = z.infer<typeof TriageAdvice>;

type SignSeen = 'yes' | 'no' | 'unknown';
type SightSeen = 'yes' | 'no';

/** An advice as far as it says where a report goes and how soon: what can come out of the tables at all. */
export type PossibleAdvice = Pick<
  TriageAdvice,
  'nature' | 'danger' | 'show112' | 'askGp' | 'firstService' | 'secondService' | 'urgency'
>;

/** Danger, or what cannot wait an hour: it stays with the coordinator, for a service's silence may not stand between it and a person. */
export function cannotWait({
  show112,
  danger,
  urgency,
}: Pick<TriageAdvice, 'show112' | 'danger' | 'urgency'>): boolean {
  return show112 || danger === 'life' || urgency === 'now';
}

/** The observations as the tables read them: finite, so that every combination can be walked. */
export interface TriageInput {
  readonly threatens: SignSeen;
  readonly weapon: SignSeen;
  readonly injured: SignSeen;
  readonly gasOrFire: SignSeen;
  readonly selfHarm: SignSeen;
  readonly distress: SightSeen;
  readonly unseen: SightSeen;
  readonly neglect: SightSeen;
  readonly noise: SightSeen;
  readonly lawBreaking: SightSeen;
  readonly damage: SightSeen;
  readonly lonely: SightSeen;
  readonly money: SightSeen;
  /** Acute public order, and care staff who ask to be protected: the police's own tasks, seen by professionals. */
  readonly publicOrder: SightSeen;
  readonly staffProtection: SightSeen;
  /** What further questions told; `unknown` where nobody was asked. */
  readonly pressing: DetailValue;
  readonly talked: DetailValue;
  readonly agrees: DetailValue;
  readonly about: About;
}

/** Where a set of decision tables stands. Whether an approved one weighs reports is for its activations to say. */
export const SetStatus = z.enum(['draft', 'proposed', 'approved', 'discarded']);
export type SetStatus = z.infer<typeof SetStatus>;

/** What was done with a set, in its history. */
export const SetDeed = z.enum([
  'made',
  'changed',
  'imported',
  'proposed',
  'taken-back',
  'invited',
  'sent-back',
  'approved',
  'discarded',
]);
export type SetDeed = z.infer<typeof SetDeed>;

const inBoth = <Words extends z.ZodType>(words: Words) => z.strictObject({ nl: words, en: words });
const QuestionId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

const QuestionWords = inBoth(
  z.strictObject({ label: z.string().min(1).max(200), hint: z.string().min(1).max(300).optional() }),
);

const QuestionFrame = z.strictObject({
  /** Never used again for another question: reports keep it. */
  id: QuestionId,
  natures: z.array(Nature).min(1),
  /** What it tells the decision tables. */
  detail: Detail,
  /** Without an answer it tells nothing, unless it must be answered; 'I don't know' is always an answer. */
  required: z.boolean(),
  words: QuestionWords,
  /** Asked only where all of this holds: any of these, any of these, and any of these answers to each of those questions. */
  when: z
    .strictObject({
      about: z.array(About).min(1).optional(),
      sights: z.array(Sight).min(1).optional(),
      answers: z.record(QuestionId, z.array(z.string().min(1)).min(1)).optional(),
    })
    .default({}),
});

/** A question that is asked after the others, because its answer can change who helps or how soon. Content of a municipality. */
export const Question = z.discriminatedUnion('type', [
  QuestionFrame.extend({
    type: z.literal('yes-no'),
    says: z.strictObject({ yes: DetailValue, no: DetailValue }),
  }),
  QuestionFrame.extend({
    type: z.literal('choice'),
    options: z
      .array(z.strictObject({ id: QuestionId, says: DetailValue, words: inBoth(z.string().min(1).max(200)) }))
      .min(2)
      .max(10),
  }),
  QuestionFrame.extend({
    type: z.literal('number'),
    required: z.literal(false),
    min: z.int().min(0),
    max: z.int().max(100_000),
    /** What a number says, from its own start up to the next. */
    bands: z
      .array(z.strictObject({ from: z.int(), says: DetailValue }))
      .min(2)
      .max(10),
  }),
]);
export type Question = z.infer<typeof Question>;

/** What a municipality changed on screen of one question. What an answer says is no part of it. */
export const QuestionChange = z.strictObject({
  id: QuestionId,
  /** Not asked any more; its words stay for the reports that were asked. */
  stopped: z.boolean(),
  natures: z.array(Nature).min(1).optional(),
  required: z.boolean().optional(),
  words: QuestionWords.optional(),
  options: z.record(QuestionId, inBoth(z.string().min(1).max(200))).optional(),
});
export type QuestionChange = z.infer<typeof QuestionChange>;

/** Of every question, in the order in which they are asked. */
export const QuestionChanges = z.array(QuestionChange);
export type QuestionChanges = z.infer<typeof QuestionChanges>;

export const QuestionDeed = z.enum(['changed', 'moved', 'stopped', 'restored', 'house']);
export type QuestionDeed = z.infer<typeof QuestionDeed>;
