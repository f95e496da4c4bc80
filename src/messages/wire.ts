import { z } from 'zod';
import {
  Browser,
  Cause,
  MailMode,
  MessageKind,
  ReporterKind,
  StaffKind,
  System,
  TroubleState,
} from './model.ts';

/** A message as the outbox shows it: that it is for a reporter, or a colleague's name; no number and no address. */
const MessageView = z.object({
  id: z.string(),
  kind: MessageKind,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('reporter') }),
    z.object({ kind: z.literal('outside') }),
    z.object({ kind: z.literal('user'), name: z.string(), onDevice: z.boolean() }),
  ]),
  at: z.date(),
  state: TroubleState,
  cause: Cause.nullable(),
  attempts: z.number(),
  nextTryAt: z.date().nullable(),
  settledAt: z.date().nullable(),
  maySendAgain: z.boolean(),
});
export type MessageView = z.infer<typeof MessageView>;

export const OutboxView = z.object({
  now: z.date(),
  state: TroubleState,
  counts: z.record(TroubleState, z.number()),
  /** Of what failed: how many, by cause. */
  causes: z.array(z.object({ cause: Cause, count: z.number(), maySendAgain: z.boolean() })),
  messages: z.array(MessageView),
});
export type OutboxView = z.infer<typeof OutboxView>;

export const WishView = z.object({
  email: z.string(),
  language: z.enum(['nl', 'en']),
  mode: MailMode,
  kinds: z.array(StaffKind),
  /** Mail to this address came back. */
  isRefused: z.boolean(),
  /** At which minute of a working day the gathered mail goes out. */
  digestAtMinute: z.number(),
});
export type WishView = z.infer<typeof WishView>;

export const DevicesView = z.object({
  devices: z.array(
    z.object({
      id: z.string(),
      browser: Browser,
      system: System,
      madeAt: z.date(),
      shownAt: z.date().nullable(),
      /** By which a browser knows that it is this one. */
      mark: z.string(),
    }),
  ),
});
export type DevicesView = z.infer<typeof DevicesView>;

const Template = z.object({ subject: z.string(), body: z.string() });
const Language = z.enum(['nl', 'en']);

/** Which mails a municipality says in its own words. */
export const LetterTextsView = z.object({
  letters: z.array(
    z.object({
      kind: ReporterKind,
      language: Language,
      isOwn: z.boolean(),
      at: z.date().optional(),
      subject: z.string(),
    }),
  ),
  sender: z.string(),
});
export type LetterTextsView = z.infer<typeof LetterTextsView>;

/** A mail as its reader gets it, made with values that are of nobody. */
export const LetterPreview = z.object({
  sender: z.string(),
  subject: z.string(),
  text: z.string(),
});
export type LetterPreview = z.infer<typeof LetterPreview>;

export const LetterTextView = z.object({
  kind: ReporterKind,
  language: Language,
  isOwn: z.boolean(),
  /** What the form is made from; 0 where the municipality never wrote one. */
  version: z.number(),
  template: Template,
  house: Template,
  preview: LetterPreview,
  /** The newest first. */
  history: z.array(
    z.object({
      version: z.number(),
      at: z.date(),
      actorName: z.string().optional(),
      template: Template.optional(),
    }),
  ),
});
export type LetterTextView = z.infer<typeof LetterTextView>;

const Sender = z.object({
  name: z.string().optional(),
  phone: z.string().optional(),
  hours: z.object({ nl: z.string().optional(), en: z.string().optional() }),
});

export const LetterSenderView = z.object({
  version: z.number(),
  sender: Sender,
  /** What stands there when nothing is filled in. */
  house: z.object({ name: z.string(), phone: z.string().optional() }),
  history: z.array(
    z.object({ version: z.number(), at: z.date(), actorName: z.string().optional(), sender: Sender }),
  ),
});
export type LetterSenderView = z.infer<typeof LetterSenderView>;
