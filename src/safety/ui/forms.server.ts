import { z } from 'zod';
import { line, list, optional } from '../../kit/form.ts';
import { fromWallClock } from '../../kit/wall-clock.ts';
import {
  Agreement,
  CARE_WORDS_MAX,
  CareOutcome,
  CareWish,
  Company,
  OTHER_MAX,
  VisitAnswer,
} from '../model.ts';

const moment = z.string().transform((text, context) => {
  const found = fromWallClock(text);
  if (!found) context.addIssue({ code: 'custom', message: 'moment-unreadable' });
  return found ?? z.NEVER;
});

const reportNumber = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'report-not-yours')
  .transform(Number);

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
    report: optional(reportNumber),
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

/** Who goes along decides which of the two fields below counts. */
export const VisitForm = z.object({
  key: z.uuid(),
  report: z.string().min(1, 'field-choice').pipe(reportNumber),
  at: moment,
  company: Company,
  colleague: optional(z.uuid('visit-colleague-unknown')),
  other: optional(line(OTHER_MAX)),
});

/** `yes-…`, `no-…` and `end-…`, each with the visit that it is about. */
export const VisitOrder = z.object({
  intent: z.string().transform((text, context) => {
    const what = VisitAnswer.or(z.literal('end')).safeParse(text.split('-')[0]);
    if (!what.success) context.addIssue({ code: 'custom', message: 'field-choice' });
    return what.success ? what.data : z.NEVER;
  }),
  visit: z.uuid('visit-unknown'),
});
