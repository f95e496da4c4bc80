import type { Order } from '../../src/handovers/index.ts';
import type { How } from '../crash/armed.ts';
import type { Submission } from '../../src/reports/model.ts';

/** What a server process of the walk can be asked. Moments are in ISO 8601. */
export type Call =
  | { readonly what: 'report'; readonly submission: Submission }
  | { readonly what: 'order'; readonly userId: string; readonly number: number; readonly order: Order }
  | { readonly what: 'second-look'; readonly reportId: string; readonly key: string }
  | { readonly what: 'answer'; readonly reportId: string }
  | { readonly what: 'leave'; readonly by: string; readonly userId: string }
  /** Somebody stays, and handles no reports any more. */
  | { readonly what: 'demote'; readonly by: string; readonly userId: string }
  | {
      readonly what: 'away';
      readonly by: string;
      readonly userId: string;
      readonly standInId: string | null;
      /** Days on the calendar. */
      readonly from: string;
      readonly until: string;
    }
  /** Whoever is away is there again. */
  | { readonly what: 'back'; readonly userId: string }
  | { readonly what: 'aggression'; readonly userId: string; readonly key: string; readonly at: string }
  | { readonly what: 'care'; readonly userId: string; readonly incidentId: string; readonly at: string }
  | {
      readonly what: 'visit';
      readonly userId: string;
      readonly number: number;
      readonly key: string;
      readonly at: string;
    }
  | {
      readonly what: 'block';
      readonly userId: string;
      readonly number: number;
      readonly key: string;
      readonly at: string;
    }
  | { readonly what: 'arm'; readonly at: number; readonly how: How }
  | { readonly what: 'disarm' }
  | { readonly what: 'fire' | 'post' | 'destroy' };

export interface Ask {
  readonly id: number;
  readonly call: Call;
}

export interface Told {
  readonly id: number;
  readonly value?: unknown;
  /** What the process threw: a fault of the house, never of who asked. */
  readonly error?: string;
  /** What its clock logged as an error meanwhile. */
  readonly failures: readonly string[];
}
