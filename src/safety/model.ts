import { z } from 'zod';

/** How long a story, or what was agreed, may be. */
export const CARE_WORDS_MAX = 2000;

/** A kind of aggression as a municipality calls it; content, because no rule rests on it. */
const AggressionKind = z.object({
  id: z.string().regex(/^[a-z-]{2,40}$/),
  label: z.object({ nl: z.string().min(1), en: z.string().min(1) }),
  /** The sector’s own code for the same, where there is one. */
  vera: z.string().optional(),
});

/** The kinds with where they come from; `verified` says whether somebody who knows has looked. */
export const AggressionList = z.object({
  source: z.string().min(1),
  verified: z.boolean(),
  kinds: z.array(AggressionKind).min(1).max(20),
});
export type AggressionList = z.infer<typeof AggressionList>;

/** Who asks for aftercare first, and who after silence. */
export const Rung = z.enum(['lead', 'coordinator', 'manager']);
export type Rung = z.infer<typeof Rung>;

/** What the employee wants; it changes no deadline, for who says no at first may want to later. */
export const CareWish = z.enum(['talk', 'not-needed']);
export type CareWish = z.infer<typeof CareWish>;

/** Aftercare was given, or offered and not wanted. */
export const CareOutcome = z.enum(['spoken', 'declined']);
export type CareOutcome = z.infer<typeof CareOutcome>;

/** What was agreed. None of it says how somebody feels: that is nobody's to keep. */
export const Agreement = z.enum([
  'speak-again',
  'other-work',
  'time-off',
  'company-doctor',
  'victim-support',
  'police-statement',
  'go-in-pairs',
]);
export type Agreement = z.infer<typeof Agreement>;

export const CareStepKind = z.enum(['told', 'wished', 'went-up', 'passed', 'late', 'done', 'asked-again']);
export type CareStepKind = z.infer<typeof CareStepKind>;

/** Aggression against an employee at work. While aftercare is open it has one owner, a next step and a deadline. */
export interface Incident {
  readonly id: string;
  readonly employeeId: string;
  readonly partyId: string;
  /** A report that the employee had in hand, where it had to do with one. */
  readonly reportId: string | null;
  readonly kinds: readonly string[];
  readonly happenedAt: Date;
  readonly toldAt: Date;
  /** Whether the police were called; they own nothing here. */
  readonly police: boolean;
  readonly wish: CareWish | null;
  readonly status: 'open' | 'closed';
  readonly ownerId: string;
  /** The team lead to whom it came first, who stays in it when it goes up. */
  readonly leadId: string | null;
  readonly rung: Rung;
  readonly nextStep: 'talk' | null;
  readonly deadline: Date | null;
  readonly lateCount: number;
  readonly outcome: CareOutcome | null;
  readonly spokenAt: Date | null;
  readonly agreed: readonly Agreement[];
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

/** One line of what happened with an incident, with who had it from then on and until when. */
export interface CareStep {
  readonly kind: CareStepKind;
  readonly at: Date;
  readonly byId: string | null;
  readonly ownerId: string;
  readonly deadline: Date | null;
}

/** How long the words for somebody of another organisation may be: an organisation or a first name, and no story. */
export const OTHER_MAX = 60;

/** Who goes along on a visit. */
export const Company = z.enum(['colleague', 'elsewhere', 'alone']);
export type Company = z.infer<typeof Company>;

export const VisitAnswer = z.enum(['yes', 'no']);
export type VisitAnswer = z.infer<typeof VisitAnswer>;

/** A visit that is planned from a report in hand. It says nothing of a person or an address, and goes when it is over. */
export interface Visit {
  readonly id: string;
  readonly reportId: string;
  readonly plannerId: string;
  readonly at: Date;
  readonly company: Company;
  /** A colleague of the planner’s service, who is asked. */
  readonly colleagueId: string | null;
  /** Somebody of another organisation, in the planner’s words. */
  readonly other: string | null;
  readonly answer: VisitAnswer | null;
  readonly destroyAfter: Date;
}
