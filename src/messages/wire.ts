import { z } from 'zod';
import { Browser, Cause, MailMode, MessageKind, StaffKind, System, TroubleState } from './model.ts';

/** A message as the outbox shows it: that it is for a reporter, or a colleague's name; no number and no address. */
const MessageView = z.object({
  id: z.string(),
  kind: MessageKind,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('reporter') }),
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
