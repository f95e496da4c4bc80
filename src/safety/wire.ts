import { z } from 'zod';
import { Nature } from '../triage/model.ts';
import { Agreement, CareOutcome, CareStepKind, CareWish, Company, VisitAnswer } from './model.ts';

/** Whom to call, beside 112. */
const HelpNumber = z.object({ name: z.string(), phone: z.string(), verified: z.boolean() });

/** What I told, and what came of it so far; nothing of what happened until it is opened. */
const OwnIncident = z.object({
  id: z.string(),
  toldAt: z.date(),
  isOpen: z.boolean(),
  /** Who asked how it goes, or has to. */
  askerName: z.string(),
  deadline: z.date().nullable(),
  outcome: CareOutcome.nullable(),
  spokenAt: z.date().nullable(),
});
export type OwnIncident = z.infer<typeof OwnIncident>;

/** Aftercare that lies with me, or came to me first as team lead. Whose it is stands behind the link, which leaves a line. */
const CareTask = z.object({ id: z.string(), deadline: z.date(), isLate: z.boolean() });
export type CareTask = z.infer<typeof CareTask>;

/** A visit that I planned, or am asked to go along on. Where it is, I hear from who asks. */
const VisitView = z.object({
  id: z.string(),
  at: z.date(),
  isMine: z.boolean(),
  plannerName: z.string(),
  /** Where its report opens for who looks. */
  reportNumber: z.number().optional(),
  company: Company,
  colleagueName: z.string().optional(),
  other: z.string().optional(),
  answer: VisitAnswer.nullable(),
});
export type VisitView = z.infer<typeof VisitView>;

export const SafeWorkView = z.object({
  numbers: z.array(HelpNumber),
  visits: z.array(VisitView),
  mayPlan: z.boolean(),
  care: z.array(CareTask),
  own: z.array(OwnIncident),
  now: z.date(),
});
export type SafeWorkView = z.infer<typeof SafeWorkView>;

/** A report that lies with me. */
const OwnReport = z.object({ number: z.number(), nature: Nature.optional() });
export type OwnReport = z.infer<typeof OwnReport>;

/** What a visit can be planned from, and with whom. */
export const PlanView = z.object({
  reports: z.array(OwnReport),
  colleagues: z.array(z.object({ id: z.string(), name: z.string() })),
  now: z.date(),
});
export type PlanView = z.infer<typeof PlanView>;

/** What can be told from: the reports that lie with me. */
export const TellView = z.object({
  reports: z.array(OwnReport),
  aftercareBy: z.date(),
  now: z.date(),
});
export type TellView = z.infer<typeof TellView>;

export const IncidentView = z.object({
  id: z.string(),
  isOwn: z.boolean(),
  mayFinish: z.boolean(),
  employeeName: z.string(),
  kinds: z.array(z.string()),
  happenedAt: z.date(),
  toldAt: z.date(),
  police: z.boolean(),
  /** Where its report opens for who looks. */
  reportNumber: z.number().optional(),
  story: z.string().optional(),
  wish: CareWish.nullable(),
  isOpen: z.boolean(),
  /** Who asked how it goes, or has to. */
  askerName: z.string(),
  deadline: z.date().nullable(),
  outcome: CareOutcome.nullable(),
  spokenAt: z.date().nullable(),
  agreed: z.array(Agreement),
  agreedWords: z.array(z.object({ at: z.date(), body: z.string() })),
  /** With who has it from then on, or who asked. */
  steps: z.array(z.object({ kind: CareStepKind, at: z.date(), name: z.string() })),
  now: z.date(),
});
export type IncidentView = z.infer<typeof IncidentView>;
