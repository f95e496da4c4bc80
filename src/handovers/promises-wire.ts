import { z } from 'zod';

/** What is promised, and what the last proof of the night found, as who works here sees it. */
export const PromisesView = z.object({
  night: z.object({ endedAt: z.date(), reports: z.number().int(), breaches: z.number().int() }).optional(),
  promises: z.array(
    z.object({
      id: z.string(),
      /** Whether what is proved of it held; undefined for what no proof over the rows can tell, and before the first. */
      held: z.boolean().optional(),
    }),
  ),
});
export type PromisesView = z.infer<typeof PromisesView>;
