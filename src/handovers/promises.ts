/** What the house promises to those who work with it, and what holds each promise. The words stand in the texts (`promises.…`). */
export interface HousePromise {
  readonly id: string;
  /** Of `wijk verify`; each invariant belongs to one promise. */
  readonly invariants: readonly string[];
  /** Where it was tried to break it. */
  readonly tests: readonly string[];
}

export const PROMISES: readonly HousePromise[] = [
  {
    id: 'owner',
    invariants: [
      'owner-is-there',
      'owner-may-handle',
      'timer-at-deadline',
      'timer-has-report',
      'offer-matches-report',
      'warned-before-deadline',
    ],
    tests: ['tests/walk.test.ts', 'src/handovers/loop.test.ts', 'src/handovers/leaving.test.ts'],
  },
  {
    id: 'once',
    invariants: [],
    tests: [
      'tests/crash.test.ts',
      'tests/kill.test.ts',
      'tests/kill-mail.test.ts',
      'tests/outage.test.ts',
      'tests/disk.test.ts',
    ],
  },
  { id: 'clock', invariants: [], tests: ['tests/walk.test.ts', 'tests/kill.test.ts'] },
  {
    id: 'danger',
    invariants: ['danger-was-checked'],
    tests: ['src/triage/laws.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'warm',
    invariants: ['missing-talk-is-next'],
    tests: ['src/handovers/answers.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'parts',
    invariants: ['part-has-open-whole', 'whole-tells-of-part', 'joined-has-leading', 'same-is-of-places'],
    tests: ['src/handovers/parts-walk.test.ts', 'src/handovers/joining.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'outside',
    invariants: ['outside-has-its-timer', 'outside-has-open-report'],
    tests: ['src/handovers/outside/outside.test.ts'],
  },
  {
    id: 'history',
    invariants: ['history-folds-to-row', 'filtered-as-decided', 'told-in-history'],
    tests: ['src/cli/verify.test.ts', 'tests/walk.test.ts', 'tests/crash.test.ts'],
  },
  {
    id: 'person',
    invariants: ['person-is-informed', 'timer-at-informing'],
    tests: ['src/handovers/informing.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'safe',
    invariants: [
      'aftercare-has-an-owner',
      'aftercare-has-its-timer',
      'aftercare-folds-to-row',
      'visit-has-its-report',
    ],
    tests: ['src/safety/aftercare.test.ts', 'src/safety/visits.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'mail',
    invariants: ['message-has-a-next-try', 'no-code-after-sending'],
    tests: ['src/messages/messages.test.ts', 'tests/kill-mail.test.ts', 'tests/walk.test.ts'],
  },
  {
    id: 'privacy',
    invariants: [
      'class-has-a-term',
      'nothing-outlives-its-time',
      'proofs-form-a-chain',
      'shut-words-are-not-found',
    ],
    tests: ['src/rights/destroy.test.ts', 'src/rights/coverage.test.ts', 'tests/access.test.ts'],
  },
  {
    id: 'tenancy',
    invariants: ['row-level-security-forced', 'own-municipality-only'],
    tests: ['db/schema.test.ts', 'tests/differential.test.ts'],
  },
  {
    id: 'places',
    invariants: ['address-in-its-neighbourhood', 'address-in-a-complex-here', 'place-in-one-complex'],
    tests: ['src/places/map.test.ts', 'src/cli/verify.test.ts'],
  },
];
