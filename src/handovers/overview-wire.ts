import { z } from 'zod';
import { Nature } from '../triage/model.ts';
import { DeclineReason } from './model.ts';
import { ExtractView, InformingTask } from './wire.ts';

/** The lists, in the order in which they ask for something; the address says which one is open. */
export const CoordinationList = z.enum(['besluit', 'te-laat', 'bijna', 'informeren', 'stil', 'open']);
export type CoordinationList = z.infer<typeof CoordinationList>;

export const CoordinationFilter = z.object({
  party: z.string().optional(),
  nature: Nature.optional(),
  neighbourhood: z.string().optional(),
});
export type CoordinationFilter = z.infer<typeof CoordinationFilter>;

const Groups = z.array(z.object({ value: z.string(), name: z.string(), count: z.number() }));

export const CoordinationView = z.object({
  /** Reports of which nobody told the person in time. */
  untold: z.array(InformingTask),
  /** The list that is shown, and the reports on it; the most pressing of them when there are many. */
  list: CoordinationList,
  rows: z.array(ExtractView),
  silent: z.array(
    z.object({
      extract: ExtractView,
      /** Absent for an organisation without an account: which one stands with the words of the report. */
      serviceName: z.string().optional(),
      askedAt: z.date(),
      deadline: z.date(),
    }),
  ),
  /** How many each list holds, whatever was filtered. */
  totals: z.record(CoordinationList, z.number()),
  /** How many the shown list holds within the filter. */
  found: z.number(),
  filter: CoordinationFilter,
  /** What can be filtered on, with how many that would show. */
  groups: z.object({ party: Groups, nature: Groups, neighbourhood: Groups }),
  /** Until when a deadline counts as near. */
  soonUntil: z.date(),
  coordinatorName: z.string(),
  inHand: z.number(),
  capacity: z.number(),
  /** Absent when too few reporters answered to say anything. */
  ratings: z.object({ answered: z.number(), good: z.number() }).optional(),
  now: z.date(),
});
export type CoordinationView = z.infer<typeof CoordinationView>;

const FigureRow = z.object({
  key: z.string(),
  name: z.string(),
  /** The organisation of who looks. */
  isOwn: z.boolean(),
  /** From when others see it; until then there are no figures in it. */
  opensAt: z.date().optional(),
  /** Offers that were answered or fell silent; absent when too few to say anything. */
  answered: z
    .object({ n: z.number(), inTime: z.number(), declined: z.number(), silent: z.number() })
    .optional(),
  /** Within how many hours half was accepted, and nine of ten; and how many were promised, on average. */
  acceptance: z
    .object({ n: z.number(), halfHours: z.number(), mostHours: z.number(), promisedHours: z.number() })
    .optional(),
  /** Accepted reports whose first contact was due or made. */
  contact: z.object({ n: z.number(), inTime: z.number() }).optional(),
  /** Care that a person handed over and that was accepted, and how often both spoke. */
  warm: z.object({ n: z.number(), spoken: z.number() }).optional(),
});
export type FigureRow = z.infer<typeof FigureRow>;

/** A quarter, and those that can be chosen instead. */
export const QuarterPeriod = z.object({
  /** '2026-4'. */
  quarter: z.string(),
  quarters: z.array(z.object({ value: z.string(), year: z.number(), quarter: z.number() })),
  from: z.date(),
  until: z.date(),
  isRunning: z.boolean(),
});
export type QuarterPeriod = z.infer<typeof QuarterPeriod>;

export const FIGURES_COMMENT_MAX = 500;

export const FiguresView = QuarterPeriod.extend({
  total: FigureRow,
  byParty: z.array(FigureRow),
  byNature: z.array(FigureRow),
  /** Why offers were declined; a reason without a count was given too seldom to say. Absent while it would tell of an organisation. */
  reasons: z.array(z.object({ reason: DeclineReason, count: z.number().optional() })).optional(),
  /** Until when organisations see their own figures alone. */
  ownFirstUntil: z.date().optional(),
  /** What organisations say of their figures. */
  comments: z.array(
    z.object({
      partyId: z.string(),
      partyName: z.string(),
      isOwn: z.boolean(),
      /** The newest first, at least one. */
      said: z.array(
        z.object({
          version: z.number(),
          comment: z.string(),
          at: z.date(),
          actorName: z.string().optional(),
        }),
      ),
    }),
  ),
  /** Whether who looks says something of the figures of the own organisation, and of which version on. */
  own: z.object({ version: z.number(), comment: z.string() }).optional(),
  now: z.date(),
});
export type FiguresView = z.infer<typeof FiguresView>;
