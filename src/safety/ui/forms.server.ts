import { z } from 'zod';
import { line, list, optional } from '../../kit/form.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import { Agreement, CARE_WORDS_MAX, CareOutcome, CareWish } from '../model.ts';

const moment = z.string().transform((text, context) => {
  const found = fromWallClock(text);
  if (!found) context.addIssue({ code: 'custom', message: 'moment-unreadable' });
  return found ?? z.NEVER;
});

/** `known`: the kinds that the municipality's list has now. */
export function tellForm(known: readonly string[]) {
  return z.object({
    key: z.uuid(),
    kinds: list(z.string().refine((id) => known.includes(id), 'field-choice')).refine(
      (kinds) => kinds.length > 0,
      'aggression-kind-missing',
    ),
    happenedAt: moment,
    police: z.enum(['yes', 'no']).transform((answer) => answer === 'yes'),
    report: optional(
      z
        .string()
        .regex(/^[1-9]\d{0,14}$/, 'report-not-yours')
        .transform(Number),
    ),
    story: optional(line(CARE_WORDS_MAX)),
  });
}

export const WishForm = z.object({ wish: CareWish });

export const FinishForm = z.object({
  outcome: CareOutcome,
  spokenAt: moment,
  agreed: list(Agreement),
  body: optional(line(CARE_WORDS_MAX)),
});
