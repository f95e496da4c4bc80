import { z } from 'zod';
import { Nature } from '../triage/model.ts';
import { ShiftNeed } from './model.ts';
import { ExtractView, WorkListView } from './wire.ts';

const Colleague = z.object({ id: z.string(), name: z.string() });

const ShiftRow = z.object({
  extract: ExtractView,
  need: ShiftNeed,
  /** Who can get it; nobody when it is not for this person to give. */
  giveTo: z.array(Colleague),
});
export type ShiftRow = z.infer<typeof ShiftRow>;

/** One handing over as who did it sees it: to whom, whether it was read, and what came of each report. */
const SentShift = z.object({
  id: z.string(),
  at: z.date(),
  general: z.string().optional(),
  receivers: z.array(
    z.object({
      name: z.string(),
      readAt: z.date().optional(),
      takenAt: z.date().optional(),
      takenBy: z.string().optional(),
      /** Works here no more. */
      isGone: z.boolean(),
    }),
  ),
  reports: z.array(
    z.object({
      number: z.number(),
      toName: z.string(),
      given: z.boolean(),
      refusal: z.string().optional(),
    }),
  ),
});
export type SentShift = z.infer<typeof SentShift>;

/** The page on which somebody hands over. */
export const ShiftPageView = z.object({
  mine: z.array(ShiftRow),
  /** Of the same service, with a colleague. */
  others: z.array(ShiftRow),
  /** How many there are beside those shown. */
  more: z.number(),
  /** What waits for an answer of the service: its words are shut, so there is nothing to tell of it. */
  offered: z.array(ExtractView),
  colleagues: z.array(Colleague),
  /** Who comes on by the roster. */
  nextId: z.string().optional(),
  until: z.date(),
  sent: z.array(SentShift),
  now: z.date(),
});
export type ShiftPageView = z.infer<typeof ShiftPageView>;

/** What was handed over to who looks, and is not read yet. */
export const ShiftNote = z.object({
  id: z.string(),
  fromName: z.string(),
  at: z.date(),
  general: z.string().optional(),
  reports: z.array(
    z.object({
      number: z.number(),
      /** Absent when the report does not open for this person any more. */
      nature: Nature.optional(),
      line: z.string().optional(),
      isMine: z.boolean(),
    }),
  ),
});
export type ShiftNote = z.infer<typeof ShiftNote>;

/** What lay unread too long, for who leads the team: about which reports, and none of the words. */
export const UnreadShift = z.object({
  id: z.string(),
  userId: z.string(),
  fromName: z.string(),
  toName: z.string(),
  isGone: z.boolean(),
  at: z.date(),
  numbers: z.array(z.number()),
});
export type UnreadShift = z.infer<typeof UnreadShift>;

/** The page of the own work, with what was handed over on top. */
export const WorkPageView = WorkListView.extend({
  shifts: z.array(ShiftNote),
  unreadShifts: z.array(UnreadShift),
  /** Colleagues who are away, whose work this person looks after until then. */
  standsInFor: z.array(z.object({ name: z.string(), until: z.date() })),
});
export type WorkPageView = z.infer<typeof WorkPageView>;
