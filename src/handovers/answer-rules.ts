import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Nature } from '../triage/model.ts';
import type { DeclineReason, Handling, Handover, Proposal, Talk } from './model.ts';

/** What is about how a person fares, whoever told of it. */
export const CARE: readonly Nature[] = ['distress', 'loneliness', 'living-conditions', 'money'];

/** Whether a report is about care for a person, as it was decided last. A part stays with who asked it: nobody is handed over. */
export function isCare({ report, advice, otherwise }: Pick<Handling, 'report' | 'advice' | 'otherwise'>) {
  return (
    report.part === null &&
    report.observations.about !== 'place' &&
    CARE.includes((otherwise ?? advice).nature)
  );
}

/**
 * Whether who accepts this offer is to have spoken with who had the report: care that a person hands over. Behind the first offers there
 * is nobody to speak with, because the weighing made them; nor for who goes on with it under another service of the same person. A team lead is asked in the place of a service that was silent.
 */
export function asksTalk(
  handling: Omit<Handling, 'offer'>,
  offer: Handover | undefined,
  doerId: string,
): boolean {
  if (!offer || !isCare(handling) || handling.report.ownerId === doerId) return false;
  const { handovers } = handling;
  const road = handovers.slice(0, handovers.findIndex(({ id }) => id === offer.id) + 1);
  return road.findLast(({ step }) => step !== 'team-lead')?.step === 'handed-on';
}

/** The offer by which who has the report came to it. */
export function acceptedLast({ handovers }: Pick<Handling, 'handovers'>): Handover | undefined {
  return handovers.findLast(({ status }) => status === 'accepted');
}

/** Whether the talk with who handed it over is still to be held. */
export function awaitsTalk({ report, handovers }: Pick<Handling, 'report' | 'handovers'>): boolean {
  return report.status === 'accepted' && acceptedLast({ handovers })?.warmth === 'not-reached';
}

const MINUTE_MS = 60_000;

/** A talk was with somebody of the handing side, since the report came in and not in the future; moments are typed in minutes. */
export function judgeTalk(
  talk: Talk,
  { senders, receivedAt, now }: { senders: readonly string[]; receivedAt: Date; now: Date },
): Outcome<Talk> {
  if (!senders.includes(talk.userId)) return refuse('sender-unknown', { pointer: 'spokeWith' });
  if (talk.at > now) return refuse('spoke-in-future', { pointer: 'spokeAt' });
  const isBefore = talk.at.getTime() < receivedAt.getTime() - (receivedAt.getTime() % MINUTE_MS);
  return isBefore ? refuse('spoke-before-report', { pointer: 'spokeAt' }) : ok(talk);
}

/** Who declines names a service that can be asked, or says why the desk has to decide. */
export function judgeProposal(proposal: Proposal, possible: readonly string[]): Outcome<Proposal> {
  if ('desk' in proposal || possible.includes(proposal.serviceId)) return ok(proposal);
  return refuse('proposal-unknown', { pointer: 'proposal' });
}

/** What who declined last proposed, as long as somebody is to decide who then. */
export function proposedNow({ report, handovers }: Pick<Handling, 'report' | 'handovers'>):
  | {
      readonly serviceId: string;
      readonly reason: DeclineReason;
      readonly proposal: Proposal;
    }
  | undefined {
  const last = handovers.at(-1);
  if (report.nextStep !== 'decide' || last?.status !== 'declined') return undefined;
  const { serviceId, reason, proposal } = last;
  return reason && proposal ? { serviceId, reason, proposal } : undefined;
}
