import { z } from 'zod';
import { Nature } from '../triage/model.ts';
import { SheetField } from './model.ts';

export const SHEET_FIELDS = SheetField.options;

/** Whether there is danger in the rows that are taken in: it is asked, as at every report. */
export const SheetDanger = z.enum(['none', 'unknown']);
export type SheetDanger = z.infer<typeof SheetDanger>;

/** Why a row cannot become a report. */
export const RowBlock = z.enum(['no-words', 'words-long']);
export type RowBlock = z.infer<typeof RowBlock>;

/** What each of these is called when the row was chosen all the same. */
export const BLOCK_REFUSALS = {
  'no-words': { code: 'sheet-row-no-words' },
  'words-long': { code: 'sheet-row-words-long' },
} as const satisfies Record<RowBlock, { code: string }>;

/** What of a row is left to doubt: it becomes a report all the same. */
export const RowDoubt = z.enum([
  'no-place',
  'place-unknown',
  'place-several',
  'kind-unknown',
  'date-unclear',
  'reference-unclear',
]);
export type RowDoubt = z.infer<typeof RowDoubt>;

/** What looks the same: an earlier row of this list, a report of an earlier list, an own report. */
export const RowSame = z.object({
  by: z.enum(['row', 'list', 'reference', 'address']),
  number: z.number(),
});
export type RowSame = z.infer<typeof RowSame>;

const SheetRow = z.object({
  /** As it stands in the list, counted from its first row. */
  number: z.number(),
  /** The report that was made of it: then nothing else is kept of the row. */
  report: z.number().optional(),
  /** Why it was not made when that was asked. */
  refusal: z.string().optional(),
  words: z.string(),
  place: z.object({ text: z.string(), isFound: z.boolean() }).optional(),
  /** What the tables advise when there is no danger; undefined where nothing was told that they weigh. */
  nature: Nature.optional(),
  date: z.string().optional(),
  contact: z.string().optional(),
  reference: z.string().optional(),
  block: RowBlock.optional(),
  doubts: z.array(RowDoubt),
  /** Words in it that ask for a call first. */
  danger: z.array(z.string()),
  same: z.array(RowSame),
});
export type SheetRow = z.infer<typeof SheetRow>;

export const SheetView = z.object({
  id: z.string(),
  madeAt: z.date(),
  /** Then it is gone, whatever was made of it. */
  destroyAfter: z.date(),
  /** By the column: what it is called in the list, what it is taken for, and what stands first in it. */
  columns: z.array(z.object({ name: z.string(), field: SheetField.optional(), sample: z.string() })),
  hasHeading: z.boolean(),
  /** The kind of every row that names none of its own. */
  kind: z.string().optional(),
  /** In whose name references are noted, and among which services can be chosen. */
  serviceId: z.string().optional(),
  services: z.array(z.object({ id: z.string(), name: z.string() })),
  rows: z.array(SheetRow),
  made: z.number(),
  now: z.date(),
});
export type SheetView = z.infer<typeof SheetView>;

/** A list that somebody brought and did not throw away yet. */
export const SheetLine = z.object({
  id: z.string(),
  madeAt: z.date(),
  rows: z.number(),
  made: z.number(),
  destroyAfter: z.date(),
});
export type SheetLine = z.infer<typeof SheetLine>;
