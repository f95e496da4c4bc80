import { z } from 'zod';
import { Term, type OtherDay } from '../kit/calendar.ts';

export const Role = z.enum([
  'caretaker',
  'housing-officer',
  'public-health-nurse',
  'district-team-worker',
  'community-officer',
  'community-worker',
  'mediator',
  'debt-counsellor',
  'public-space-worker',
  'enforcement-officer',
  'desk-worker',
  'team-lead',
  'coordinator',
  'manager',
  'privacy-officer',
  'functional-manager',
  'table-approver',
  'rights-officer',
]);
export type Role = z.infer<typeof Role>;

export const Permission = z.enum([
  /** See the own work list and what is offered to the own services. */
  'worklist.read',
  /** Accept or decline an offer, hold a report and finish it. */
  'report.handle',
  /** Search the words and addresses of the reports whose words one may open. */
  'words.search',
  /** See what lies with the own party, without the words, and take over from a colleague. */
  'team.read',
  /** See what is late and silent in the whole municipality, and decide who is next. */
  'coordination.act',
  /** See how the coordination stands, without the words. */
  'coordination.read',
  /** See who looked at what. */
  'accesslog.read',
  /** Make users, give and take their roles, let them leave. */
  'users.manage',
  /** See the municipality's decision tables, and try them. */
  'tables.read',
  /** Draft, check, propose and activate decision tables. */
  'tables.edit',
  /** Approve decision tables that somebody else made. */
  'tables.approve',
  /** Write and put away the texts that who finishes a report or asks something can choose. */
  'texts.edit',
  /** Keep the list of organisations without an account that can be asked something. */
  'outside.edit',
  /** See when nobody is there, at every service of the municipality; no report and no name but who leads a team. */
  'cover.read',
  /** Fill in rosters: all of them for who sees every service, else those of the own organisation. */
  'roster.edit',
  /** See how far the municipality is with the nine building blocks, and what the loop measures of them. */
  'mirror.read',
  /** Say how far the municipality is with them. */
  'mirror.edit',
  /** See which mail waits or failed, and send it again; no address and no words. */
  'messages.manage',
  /** See what was destroyed, what is blocked or late, and the register of processing; no words of any report. */
  'privacy.read',
  /** Handle what people ask about their data: block, decide, and open one report's words for one open request. */
  'rights.act',
]);
export type Permission = z.infer<typeof Permission>;

/** What a machine client may do at the API; the words are those of its tokens. */
export const Scope = z.enum([
  /** Make reports, as the public form does. */
  'meldingen:maken',
  /** See extracts of reports that its services have or are offered. */
  'meldingen:lezen',
  /** See extracts of all reports of the municipality. */
  'meldingen:alle',
  /** See the words, on behalf of a named person who may. */
  'meldingen:inhoud',
  /** Accept, decline, hold and finish, on behalf of a named person who may. */
  'meldingen:behandelen',
  /** Make reports about public space through Open311. */
  'open311',
]);
export type Scope = z.infer<typeof Scope>;

/** A machine that asks for a party. It accepts nothing by itself: that takes a named person. */
export interface ClientActor {
  readonly kind: 'client';
  readonly municipalityId: string;
  readonly clientId: string;
  readonly partyId: string;
  /** The services that it may act for. */
  readonly serviceIds: readonly string[];
  readonly scopes: ReadonlySet<Scope>;
}

/** Who asks. Every function of a room's index takes one. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly municipalityId: string;
      readonly userId: string;
      readonly name: string;
      readonly partyId: string;
      readonly serviceIds: readonly string[];
      readonly roles: readonly Role[];
      readonly permissions: ReadonlySet<Permission>;
      /** The machine through which this person asks, and which keeps the rights above to what it may itself. */
      readonly client?: ClientActor;
    }
  | ClientActor
  | { readonly kind: 'reporter'; readonly municipalityId: string; readonly reportId: string }
  | { readonly kind: 'public'; readonly municipalityId: string }
  /** Who holds the link of a question to an organisation without an account. */
  | { readonly kind: 'outside'; readonly municipalityId: string; readonly requestId: string }
  | { readonly kind: 'clock'; readonly municipalityId: string };

/** The clock of a municipality: what happens by itself, in nobody's name. */
export function clockIn({ municipalityId }: Pick<Actor, 'municipalityId'>): Actor {
  return { kind: 'clock', municipalityId };
}

export type UserActor = Extract<Actor, { kind: 'user' }>;

/** How urgent: the services' promises hang on it. */
export const Urgency = z.enum(['now', 'today', 'soon', 'normal']);
export type Urgency = z.infer<typeof Urgency>;

/** What can be called but can never be an owner: they accept nothing in a program. */
export const ContactPointKind = z.enum([
  '112',
  'police-control-room',
  'gp',
  'gp-out-of-hours',
  'crisis-service',
  'veilig-thuis',
]);
export type ContactPointKind = z.infer<typeof ContactPointKind>;

export interface ContactPoint {
  readonly id: string;
  readonly kind: ContactPointKind;
  readonly name: string;
}

/** The classes of personal data; each has a ground, a purpose and a lifetime in the municipality's data. */
export const DataClass = z.enum([
  'story',
  'contact',
  'place',
  'conversation',
  'note',
  'photo',
  'document',
  /** What was seen, decided and done, in codes: what figures rest on. */
  'codes',
  /** Who asked what about their data, and what was decided. */
  'rights',
  /** Aggression against who works here, and the aftercare. */
  'safety',
  'account',
  /** Ids of colleagues in the history: they name nobody once the account is forgotten. */
  'history',
  'roster',
  'notice',
  /** That somebody was mailed about something, in codes; and addresses at which mail does not arrive, as hashes. */
  'message',
  'session',
  'access-log',
  'rate-limit',
]);
export type DataClass = z.infer<typeof DataClass>;

/** From when a term counts: the closing of the report, the writing of the row, or the last act of who left. */
export const CountsFrom = z.enum(['closing', 'writing', 'last-act']);
export type CountsFrom = z.infer<typeof CountsFrom>;

/** One class as the municipality has decided on it. `verified` is false while it has not. */
export interface ClassTerms {
  readonly name: DataClass;
  readonly ground: string;
  readonly purpose: string;
  readonly countsFrom: CountsFrom;
  readonly anonymiseDays: number | undefined;
  readonly destroyDays: number;
  readonly source: string;
  readonly verified: boolean;
}

export const DutyHours = z.array(
  z.object({
    weekday: z.number().int().min(1).max(7),
    fromMinute: z.number().int().min(0).max(1439),
    untilMinute: z.number().int().min(1).max(1440),
  }),
);
export type DutyHours = z.infer<typeof DutyHours>;
/** From Monday on. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** How a shift on a roster comes back: not at all, each day, each day on which the service works, each week. */
export const ShiftEvery = z.enum(['once', 'day', 'working-day', 'week']);
export type ShiftEvery = z.infer<typeof ShiftEvery>;

/** A shift can be planned as many times at once as a year has days. */
export const SHIFTS_MOST = 366;

export const AcceptTerms = z.record(Urgency, Term);

export interface Service {
  readonly id: string;
  readonly partyId: string;
  readonly kind: string;
  readonly name: string;
  readonly publicName: string;
  readonly calendar: string;
  readonly hours: DutyHours;
  /** Dates on which it is open at other times, or not at all. */
  readonly otherDays: readonly OtherDay[];
  /** Within what time the service promises to accept or decline, by urgency. */
  readonly acceptTerms: Readonly<Record<Urgency, Term>>;
}

export interface Party {
  readonly id: string;
  readonly name: string;
  readonly teamLeadId: string;
}

/** Somebody who is away, and who stands in; nobody yet where that one cannot. Why is not asked. */
export interface Absence {
  readonly id: string;
  readonly userId: string;
  readonly standInId: string | null;
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** Where the reference stands in the address of a report in a primary system. */
const LINK_SLOT = '{kenmerk}';

/**
 * What an organisation calls the system in which it keeps its own work. With a template, a reference becomes a link: over https, and
 * the reference after the host, so that no reference leads to another house.
 */
export const PrimarySystem = z.object({
  name: z.string().trim().min(1).max(40),
  linkTemplate: z
    .string()
    .max(300)
    .regex(/^https:\/\/[a-z0-9.-]+(?::\d{1,5})?\/[^\s{}]*\{kenmerk\}[^\s{}]*$/i)
    .optional(),
});
export type PrimarySystem = z.infer<typeof PrimarySystem>;

/** The address of what this reference stands for; undefined where the system has no addresses. */
export function linkTo({ linkTemplate }: PrimarySystem, reference: string): string | undefined {
  return linkTemplate?.replace(LINK_SLOT, () => encodeURIComponent(reference));
}

export interface AccessLine {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly outcome: 'success' | 'denied';
  readonly actorKind: string;
  readonly userId: string | undefined;
  readonly userName: string | undefined;
  readonly partyName: string | undefined;
  /** The machine client that asked. */
  readonly clientName: string | undefined;
  readonly roles: string;
  readonly subjectKind: string;
  readonly subjectId: string | undefined;
  readonly dataClass: string;
  readonly ground: string;
}
