import { z } from 'zod';
import { DeclineReason, DeskReason } from './model.ts';

/** What a form says in the place of a name: nobody of the handing side was reached. */
export const NOT_REACHED = 'not-reached';

/** The form that follows a proposal with one press. */
export const PROPOSED_INTENT = 'hand-on.proposed';

const Named = z.object({ id: z.string(), name: z.string() });

/** With whom who accepted spoke, and when; neither while nobody was reached. */
export const TalkView = z.object({ name: z.string().optional(), at: z.date().optional() });
export type TalkView = z.infer<typeof TalkView>;

/** What goes with accepting and declining, for who can do it. */
export const AnswerView = z.object({
  /** Who can do it: who looks first, then colleagues of the service that is asked. Empty when who looks is the only one. */
  takers: z.array(Named),
  /** With whom to have spoken: who works in the service that hands care over, who had it first. */
  senders: z.object({ service: z.string(), people: z.array(Named) }).optional(),
  /** The services that can be proposed by who declines. */
  proposals: z.array(Named),
  /** What who declined last proposed, for who is to decide now. */
  proposed: z
    .object({
      by: z.string(),
      reason: DeclineReason,
      /** The service, when it can still be asked. */
      service: Named.optional(),
      desk: DeskReason.optional(),
    })
    .optional(),
});
export type AnswerView = z.infer<typeof AnswerView>;
