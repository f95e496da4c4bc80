import { z } from 'zod';
import { line, optional } from '../../kit/form.ts';
import { AskedBy, BlockReason, Decision, DecisionReason, ExtensionReason, RequestKind } from '../model.ts';
import { dayStart } from './dates.ts';

const WORDS_MAX = 4000;
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9./_-]{0,39}$/;

const reportNumber = z
  .string()
  .trim()
  .regex(/^[1-9]\d{0,14}$/, 'report-number-unknown')
  .transform(Number);

const day = z.string().transform((text, context) => {
  const found = dayStart(text);
  if (!found) context.addIssue({ code: 'custom', message: 'date-unreadable' });
  return found ?? z.NEVER;
});

export const RegisterForm = z.object({
  key: z.uuid(),
  reportNumber,
  kind: RequestKind,
  askedBy: AskedBy,
  reference: optional(z.string().trim().regex(REFERENCE, 'reference-unreadable')),
  receivedAt: day,
});

export const BlockForm = z.object({ key: z.uuid(), reportNumber, reason: BlockReason, reviewAt: day });
export const ReviewForm = z.object({ block: z.uuid(), reviewAt: day });
export const LiftForm = z.object({ block: z.uuid() });
export const ExtendForm = z.object({ reason: ExtensionReason });
export const DecideForm = z.object({ decision: Decision, reason: optional(DecisionReason) });
export const CorrectForm = z.object({
  words: z.uuid('words-missing'),
  body: line(WORDS_MAX).min(1, 'correction-missing'),
  key: z.uuid(),
});
