import { z } from 'zod';
import { NextStep } from '../reports/model.ts';
import { Nature, Urgency } from '../triage/model.ts';
import { ExtractView } from './wire.ts';

export const Scope = z.enum(['mine', 'service', 'organisation', 'all']);
export type Scope = z.infer<typeof Scope>;

export const ListState = z.enum(['open', 'with-coordinator', 'offered', 'accepted', 'closed', 'all']);
export type ListState = z.infer<typeof ListState>;

export const ListOrder = z.enum(['deadline', 'newest', 'oldest']);
export type ListOrder = z.infer<typeof ListOrder>;

/** What somebody asks of a list. Everything in it narrows; nothing of it widens what that person may see. */
export const ListQuestion = z.object({
  scope: Scope,
  state: ListState,
  order: ListOrder,
  words: z.string().optional(),
  address: z.string().optional(),
  receivedFrom: z.date().optional(),
  receivedUntil: z.date().optional(),
  nature: Nature.optional(),
  urgency: Urgency.optional(),
  neighbourhoodId: z.string().optional(),
  /** The id of a service, or `none` for what no service has yet. */
  service: z.string().optional(),
  ownerId: z.string().optional(),
  nextStep: NextStep.optional(),
  late: z.boolean().optional(),
  cursor: z.string().optional(),
});
export type ListQuestion = z.infer<typeof ListQuestion>;

const Named = z.object({ id: z.string(), name: z.string() });

/** What can be chosen in the filters of this person. */
export const ListChoices = z.object({
  scopes: z.array(Scope),
  services: z.array(Named),
  /** Colleagues who work here now. */
  owners: z.array(Named),
  neighbourhoods: z.array(Named),
  maySearchWords: z.boolean(),
});
export type ListChoices = z.infer<typeof ListChoices>;

export const ListView = z.object({
  extracts: z.array(ExtractView),
  /** Absent where it would be a figure about one colleague. `isMore`: there are at least so many. */
  count: z.object({ found: z.number(), isMore: z.boolean() }).optional(),
  order: ListOrder,
  next: z.string().optional(),
  now: z.date(),
});
export type ListView = z.infer<typeof ListView>;
