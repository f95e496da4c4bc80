import { z } from 'zod';
import { Term } from '../kit/calendar.ts';
import { Urgency } from '../people/model.ts';
import type { About } from '../reports/model.ts';

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
