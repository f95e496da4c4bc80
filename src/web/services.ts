import type { Config } from '../kit/config.ts';
import type { AbsenceSubscriber, LeaveSubscriber } from '../people/index.ts';
import type {
  FurtherQuestions,
  IntakeSubscriber,
  KnownNearby,
  PublicNearby,
  RoundBook,
} from '../reports/index.ts';
import type { AggressionBook } from '../safety/index.ts';
import type { DecisionSet, HouseTables, QuestionBook } from '../triage/index.ts';

export interface DemoLogin {
  readonly login: string;
  readonly name: string;
  readonly role: string;
  /** The organisation, under which the log-in page puts it. */
  readonly party: string;
}

/** A report that the demo town holds for its follow-up code. `name` says which, and names its text. */
export interface DemoCode {
  readonly name: string;
  readonly code: string;
}

export interface DemoTown {
  readonly password: string;
  readonly logins: readonly DemoLogin[];
  readonly codes: readonly DemoCode[];
}

/** What the rooms' pages need of this installation, beside the request itself. Made in `server/wiring.ts`. */
export interface Services {
  readonly config: Config;
  readonly decisions: DecisionSet;
  /** The same with their files, for the pages on which a municipality makes tables of its own. */
  readonly tables: HouseTables;
  /** The further questions of the house and of each municipality. */
  readonly questions: QuestionBook;
  /** The big buttons of the round, of the house and of each municipality. */
  readonly round: RoundBook;
  /** What aggression at work can be called, of the house and of each municipality. */
  readonly aggression: AggressionBook;
  /** What the public form still has to ask, and what the answers come to. */
  readonly furtherQuestions: FurtherQuestions;
  /** What is open in a neighbourhood, of what somebody who takes in a report may see. */
  readonly knownNearby: KnownNearby;
  /** What everybody may know of near a place, for who is about to report the same. */
  readonly publicNearby: PublicNearby;
  /** Weighs a new report and offers it, in the transaction in which it comes in. */
  readonly onReceived: IntakeSubscriber;
  /** The log-ins and codes of the demo town; none unless the server listens on a loopback address only. */
  readonly demoLogins: (slug: string) => DemoTown | undefined;
  /** Hands over what a person owns who leaves, in the transaction in which that person does. */
  readonly onLeft: LeaveSubscriber;
  /** Tells who is to stand in for somebody who is away, or that nobody does. */
  readonly onAbsence: AbsenceSubscriber;
}

declare module '../kit/web/context.ts' {
  interface Registered {
    readonly services: Services;
  }
}
