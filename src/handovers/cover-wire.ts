import { z } from 'zod';
import { Urgency } from '../people/model.ts';
import { Nature } from '../triage/model.ts';

/**
 * Who catches a report that comes in while nobody is there at the service that is first in line. `instead`: the service that
 * the tables name second, where there is no first one; `desk`: the coordinator, while the desk is open; `phone`: nobody here, and
 * the reporter is told whom to call; `waits`: nobody looks, and it can wait; `nobody`: nobody looks, nobody to call, and it cannot wait.
 */
export const Caught = z.enum(['nobody', 'phone', 'waits', 'desk', 'instead']);
export type Caught = z.infer<typeof Caught>;

/** Whom a reporter is told to call. */
export const Phone = z.enum(['112', 'gp']);
export type Phone = z.infer<typeof Phone>;

const DayPart = z.object({ fromMinute: z.number(), untilMinute: z.number() });

const WeekPattern = z.object({
  usual: z
    .array(DayPart.extend({ fromWeekday: z.number(), lastWeekday: z.number(), daysLater: z.number() }))
    .readonly(),
  others: z.array(z.object({ date: z.string(), parts: z.array(DayPart).readonly() })).readonly(),
});

export const CoverLineView = z.object({
  key: z.string(),
  kind: z.string(),
  /** The services first in line; none where no such service works there. */
  services: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Nobody works in it. */
      isEmpty: z.boolean(),
      /** From when on its roster says nothing; absent where it keeps none. */
      rosterUntil: z.date().optional(),
    }),
  ),
  /** Who gets it where there are none. */
  instead: z.array(z.string()),
  natures: z.array(Nature),
  /** Absent when it is so in the whole municipality. */
  areas: z.array(z.string()).optional(),
  urgency: Urgency,
  cannotWait: z.boolean(),
  unsure: z.boolean(),
  phones: z.array(Phone),
  /** When nobody is there. */
  pattern: WeekPattern,
  /** Of a whole year, in hours; and how much of it each catches. */
  awayHours: z.number(),
  caught: z.array(
    z.object({
      by: Caught,
      hours: z.number(),
      longest: z.object({ from: z.date(), until: z.date() }),
    }),
  ),
});
export type CoverLineView = z.infer<typeof CoverLineView>;

export const CoverGroupView = z.object({
  partyId: z.string(),
  partyName: z.string(),
  /** Who has to fill the holes: absent when the team lead left. */
  leadName: z.string().optional(),
  lines: z.array(CoverLineView),
});
export type CoverGroupView = z.infer<typeof CoverGroupView>;

export const RosterView = z.object({
  serviceId: z.string(),
  serviceName: z.string(),
  /** Absent: it keeps no roster, and who is there in its hours cannot be told. */
  filled: z
    .object({
      /** From here on the roster says nothing. */
      until: z.date(),
      /** Opening hours before that in which it names nobody. */
      gaps: z.array(z.object({ from: z.date(), until: z.date() })),
      gapCount: z.number(),
    })
    .optional(),
});
export type RosterView = z.infer<typeof RosterView>;

/** What the page of holes shows, the worst first. */
export const CoverView = z.object({
  from: z.date(),
  until: z.date(),
  areaCount: z.number(),
  natureCount: z.number(),
  minuteCount: z.number(),
  /** The whole municipality, or the own organisation alone. */
  isWhole: z.boolean(),
  /** Whether who looks fills in these rosters. */
  canFill: z.boolean(),
  deskName: z.string(),
  standingName: z.string(),
  breaches: z.array(CoverLineView),
  groups: z.array(CoverGroupView),
  rosters: z.array(RosterView),
});
export type CoverView = z.infer<typeof CoverView>;

export const CoverWeekView = z.object({
  monday: z.string(),
  /** Absent before this week and after a year. */
  before: z.string().optional(),
  after: z.string().optional(),
  areas: z.array(z.object({ id: z.string(), name: z.string() })),
  natures: z.array(Nature),
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  chosen: z.object({
    area: z.string().optional(),
    nature: Nature.optional(),
    service: z.string().optional(),
  }),
  lines: z.array(
    CoverLineView.pick({
      key: true,
      kind: true,
      services: true,
      natures: true,
      areas: true,
      cannotWait: true,
    }).extend({
      days: z.array(
        z.object({
          date: z.string(),
          parts: z.array(DayPart.extend({ by: z.union([Caught, z.literal('there')]) })),
        }),
      ),
    }),
  ),
});
export type CoverWeekView = z.infer<typeof CoverWeekView>;
