import { z } from 'zod';

/** A guard of one invariant, switched off: lines of the source that go, and what else in the database holds them up. */
export const Mutant = z.object({
  invariant: z.string(),
  edits: z.array(z.object({ file: z.string(), guard: z.string(), without: z.string() })),
  /** What the database would refuse by itself, as the owner of the tables. */
  sql: z.array(z.string()).optional(),
});
export type Mutant = z.infer<typeof Mutant>;
