import { z } from 'zod';
import type { AskedQuestion } from '../reports/model.ts';
import { DangerClass, Nature, NATURE_WORDS, PolicePart, SetDeed, SetStatus, Step, Urgency } from './model.ts';

/** What the pages about decision tables get to see. A set is named by its number; null are the tables of the house. */
const Which = z.number().int().nullable();

/** Where a set stands, in one word for a list: its status, and for an approved one what its activations say. */
const SetState = z.enum(['draft', 'proposed', 'approved', 'planned', 'active', 'earlier', 'discarded']);
export type SetState = z.infer<typeof SetState>;

const SetSummary = z.object({
  number: z.number().int(),
  state: SetState,
  note: z.string(),
  authorName: z.string(),
  changedAt: z.date(),
  /** From when it weighs, or last began to. */
  activeFrom: z.date().optional(),
});
export type SetSummary = z.infer<typeof SetSummary>;

const ActivationView = z.object({
  id: z.string(),
  which: Which,
  kind: z.enum(['activate', 'undo']),
  activeFrom: z.date(),
  at: z.date(),
  byName: z.string(),
  reason: z.string(),
  withdrawnAt: z.date().optional(),
  withdrawnByName: z.string().optional(),
});
export type ActivationView = z.infer<typeof ActivationView>;

export const SetsView = z.object({
  active: z.object({
    which: Which,
    since: z.date().optional(),
    /** False when it cannot be loaded: the tables of the house then weigh. */
    usable: z.boolean(),
  }),
  planned: z.array(ActivationView),
  /** To which set one step back leads; absent when there is none. */
  back: z.object({ which: Which }).optional(),
  sets: z.array(SetSummary),
  history: z.array(ActivationView),
  mayEdit: z.boolean(),
  mayApprove: z.boolean(),
  /** The newest activation that this page knows; who acts on an older page is told. */
  seen: z.string(),
  now: z.date(),
});
export type SetsView = z.infer<typeof SetsView>;

const SetCommandName = z.enum([
  'edit',
  'propose',
  'take-back',
  'invite',
  'send-back',
  'approve',
  'discard',
  'activate',
]);

export const Refused = z.object({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});
export type Refused = z.infer<typeof Refused>;

export const SetView = z.object({
  which: Which,
  state: SetState,
  note: z.string(),
  authorName: z.string().optional(),
  changedAt: z.date().optional(),
  activeFrom: z.date().optional(),
  base: Which.optional(),
  revision: z.number().int(),
  tables: z.array(
    z.object({
      step: Step,
      version: z.string(),
      rules: z.number().int(),
      /** Whether the form can show it; otherwise it is changed in another editor and brought in. */
      editable: z.boolean(),
      /** Whether it differs from the set it was made from. */
      changed: z.boolean(),
    }),
  ),
  commands: z.array(SetCommandName),
  /** What the check says, with everything that is wrong. */
  refusals: z.array(Refused),
  /** The number of different reports over which the laws were held. */
  combinations: z.number().int(),
  lines: z.array(
    z.object({ id: z.string(), at: z.date(), deed: SetDeed, byName: z.string(), words: z.string() }),
  ),
  guests: z.array(z.object({ name: z.string(), expiresAt: z.date() })),
  municipalities: z.array(z.object({ id: z.string(), name: z.string() })),
  seen: z.string(),
  now: z.date(),
});
export type SetView = z.infer<typeof SetView>;

const RuleView = z.object({
  id: z.string(),
  when: z.array(z.array(z.string())),
  gives: z.array(z.string()),
  words: z.object({ nl: z.string(), en: z.string() }),
  /** Stands for the rule as the page shows it. */
  print: z.string(),
});
export type RuleView = z.infer<typeof RuleView>;

const ColumnView = z.object({ name: z.string(), values: z.array(z.string()) });
export type ColumnView = z.infer<typeof ColumnView>;

export const TableView = z.object({
  which: Which,
  step: Step,
  version: z.string(),
  hitPolicy: z.string(),
  inputs: z.array(ColumnView),
  outputs: z.array(ColumnView),
  rules: z.array(RuleView),
  /** Rules that are new here, or other than in the set it was made from. */
  changed: z.array(z.string()),
  mayEdit: z.boolean(),
  revision: z.number().int(),
  refusals: z.array(Refused),
});
export type TableView = z.infer<typeof TableView>;

const AdviceView = z.object({
  nature: Nature,
  danger: DangerClass,
  show112: z.boolean(),
  askGp: z.boolean(),
  firstService: z.string(),
  secondService: z.string(),
  police: PolicePart,
  urgency: Urgency,
  amount: z.number(),
  unit: z.string(),
  because: z.array(z.object({ step: Step, ruleNumber: z.number(), text: z.string() })),
});
export type AdviceView = z.infer<typeof AdviceView>;

export const TrialView = z.object({
  which: Which,
  active: Which,
  /** What the set in force advises, and what this one does; absent while the set cannot be read as a whole. */
  before: AdviceView.optional(),
  after: AdviceView.optional(),
  refusals: z.array(Refused),
});
export type TrialView = z.infer<typeof TrialView>;

const Shift = z.object({ from: z.string(), to: z.string(), count: z.number().int() });
export type Shift = z.infer<typeof Shift>;

export const ReplayView = z.object({
  which: Which,
  active: Which,
  since: z.date(),
  until: z.date(),
  /** How many reports came in, and how many of them would be weighed otherwise in at least one way. */
  reports: z.number().int(),
  changed: z.number().int(),
  nature: z.array(Shift),
  firstService: z.array(Shift),
  urgency: z.array(Shift),
  refusals: z.array(Refused),
  /** Absent while the set cannot be read as a whole: nothing was compared. */
  compared: z.boolean(),
  combinations: z.number().int(),
});
export type ReplayView = z.infer<typeof ReplayView>;

export const GuestView = z.object({
  id: z.string(),
  homeName: z.string(),
  number: z.number().int(),
  note: z.string(),
  authorName: z.string(),
  proposedAt: z.date().optional(),
  status: SetStatus,
  tables: z.array(TableView),
  refusals: z.array(Refused),
  combinations: z.number().int(),
  expiresAt: z.date(),
});
export type GuestView = z.infer<typeof GuestView>;

export const GuestSets = z.array(
  z.object({ id: z.string(), homeName: z.string(), number: z.number().int(), expiresAt: z.date() }),
);
export type GuestSets = z.infer<typeof GuestSets>;

export const QuestionList = z
  .object({
    vervolgvragen: z.array(
      z
        .object({
          id: z.string(),
          vraag: z.string(),
          uitleg: z.string().optional(),
          bijAard: z.array(z.enum(NATURE_WORDS)),
          soort: z.enum(['keuze', 'getal']),
          antwoorden: z
            .array(z.object({ id: z.string(), tekst: z.string() }))
            .meta({ description: 'Waaruit gekozen kan worden; leeg bij een getal.' }),
          van: z.int().optional(),
          tot: z.int().optional(),
        })
        .meta({ id: 'Vervolgvraag' }),
    ),
  })
  .meta({ id: 'Vervolgvragen' });

interface Asked extends AskedQuestion {
  readonly natures: readonly Nature[];
  readonly range: { readonly min: number; readonly max: number } | undefined;
}

/** `word` gives the words of an answer that has none of its own: yes, no, not known. */
export function presentQuestions(
  asked: readonly Asked[],
  word: (answer: string) => string,
): z.input<typeof QuestionList> {
  return {
    vervolgvragen: asked.map(({ id, label, hint, natures, type, options, range }) => ({
      id,
      vraag: label,
      uitleg: hint,
      bijAard: natures.map((nature) => NATURE_WORDS[nature]),
      soort: type === 'number' ? 'getal' : 'keuze',
      antwoorden: options.map(({ value, label: text }) => ({ id: value, tekst: text ?? word(value) })),
      van: range?.min,
      tot: range?.max,
    })),
  };
}
