import type { Config } from '../kit/config.ts';
import type { IntakeSubscriber } from '../reports/index.ts';
import type { DecisionSet, HouseTables } from '../triage/index.ts';

export interface DemoLogin {
  readonly login: string;
  readonly name: string;
  readonly role: string;
}

/** What the rooms' pages need of this installation, beside the request itself. Made in `server/wiring.ts`. */
export interface Services {
  readonly config: Config;
  readonly decisions: DecisionSet;
  /** The same with their files, for the pages on which a municipality makes tables of its own. */
  readonly tables: HouseTables;
  /** Weighs a new report and offers it, in the transaction in which it comes in. */
  readonly onReceived: IntakeSubscriber;
  /** The log-ins of the demo town; none unless the server listens on a loopback address only. */
  readonly demoLogins: (
    slug: string,
  ) => { readonly password: string; readonly logins: readonly DemoLogin[] } | undefined;
}

declare module '../kit/web/context.ts' {
  interface Registered {
    readonly services: Services;
  }
}
