import { z } from 'zod';
import { PartGround } from '../reports/model.ts';
import { PhotoView } from './attached-wire.ts';
import { OutsideAct, OutsideReason, OutsideStatus } from './model.ts';

const OutsideRequestView = z.object({
  id: z.string(),
  /** Absent once their time has passed; so are the words. */
  partyName: z.string().optional(),
  email: z.string().optional(),
  question: z.string().optional(),
  askedByName: z.string().optional(),
  askedAt: z.date(),
  status: OutsideStatus,
  reason: OutsideReason.nullable(),
  deadline: z.date(),
  closesAt: z.date(),
  showsPlace: z.boolean(),
  photos: z.number(),
  ground: PartGround.nullable(),
  /** A mail to them did not arrive. */
  isUnreached: z.boolean(),
  deeds: z.array(
    z.object({
      act: OutsideAct,
      at: z.date(),
      name: z.string().optional(),
      role: z.string().optional(),
      words: z.string().optional(),
    }),
  ),
});
export type OutsideRequestView = z.infer<typeof OutsideRequestView>;

/** What was asked of organisations without an account, for who may read the words of the report. */
export const OutsideView = z.object({
  requests: z.array(OutsideRequestView),
  isAwaited: z.boolean(),
  mayAsk: z.boolean(),
  /** Those that can be chosen; of others name and address are typed. */
  parties: z.array(z.object({ id: z.string(), name: z.string() })),
  /** Of what is about public space: what can be shown with the question. */
  showable: z.array(PhotoView),
  mayShowPlace: z.boolean(),
});
export type OutsideView = z.infer<typeof OutsideView>;

export const OutsidePartiesView = z.object({
  parties: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      email: z.string(),
      language: z.enum(['nl', 'en']),
      active: z.boolean(),
    }),
  ),
});
export type OutsidePartiesView = z.infer<typeof OutsidePartiesView>;
