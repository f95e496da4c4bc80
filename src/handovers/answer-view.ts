import type { Tx } from '../kit/db.ts';
import type { UserActor } from '../people/model.ts';
import { acceptedLast, asksTalk, proposedNow } from './answer-rules.ts';
import { proposable, sendersOf } from './answers.ts';
import type { AnswerView, TalkView } from './answer-wire.ts';
import { peopleByName, type Names } from './extracts.ts';
import type { Handling, HandoverEvent } from './model.ts';
import { takersOf } from './giving.ts';
import { permit, type Person } from './rules.ts';

/** What goes with accepting and declining, for who can do it; nothing of it for anybody else. */
export async function answerIn(
  tx: Tx,
  { actor, person }: { actor: UserActor; person: Person },
  handling: Handling,
  names: Names,
): Promise<AnswerView> {
  const { offer } = handling;
  const may = (command: 'accept' | 'decline' | 'spoken' | 'hand-on') => permit(person, handling, command).ok;
  const takers = offer && may('accept') ? await takersOf(tx, offer.serviceId) : [];
  const others = takers.filter((id) => id !== actor.userId);
  const own = { id: actor.userId, name: actor.name };
  return {
    takers: others.length === 0 ? [] : [own, ...peopleByName(others, names.users)],
    senders: await sendersIn(tx, { actor, may }, handling, names),
    proposals: may('decline') ? (await proposable(tx, handling)).map(({ id, name }) => ({ id, name })) : [],
    proposed: may('hand-on') ? await proposedIn(tx, handling, names) : undefined,
  };
}

async function sendersIn(
  tx: Tx,
  { actor, may }: { actor: UserActor; may: (command: 'accept' | 'spoken') => boolean },
  handling: Handling,
  names: Names,
): Promise<AnswerView['senders']> {
  const isAsked = asksTalk(handling, handling.offer, actor.userId) && may('accept');
  const handover = isAsked ? handling.offer : may('spoken') ? acceptedLast(handling) : undefined;
  if (!handover) return undefined;
  const { serviceId, userIds } = await sendersOf(tx, handling.report, { handover, besides: actor.userId });
  const [first, ...others] = userIds;
  return {
    service: names.services.get(serviceId)?.name ?? '',
    people: [
      ...(first === undefined ? [] : [{ id: first, name: names.users.get(first) ?? '' }]),
      ...peopleByName(others, names.users),
    ],
  };
}

async function proposedIn(tx: Tx, handling: Handling, names: Names): Promise<AnswerView['proposed']> {
  const proposed = proposedNow(handling);
  if (!proposed) return undefined;
  const { serviceId, reason, proposal } = proposed;
  const by = names.services.get(serviceId)?.name ?? '';
  if ('desk' in proposal) return { by, reason, desk: proposal.desk };
  const service = (await proposable(tx, handling)).find(({ id }) => id === proposal.serviceId);
  return { by, reason, ...(service ? { service: { id: service.id, name: service.name } } : {}) };
}

/** What an answer says beside itself, for the history. */
export function talkFacts(event: HandoverEvent, names: Names): Record<string, string> {
  switch (event.kind) {
    case 'accepted':
    case 'spoken': {
      const { talk } = event.data;
      const isMissing = event.kind === 'accepted' && event.data.warmth === 'not-reached';
      return {
        ...(talk ? { spokeWith: names.users.get(talk.userId) ?? '', spokeAt: talk.at } : {}),
        ...(isMissing ? { talk: 'not-reached' } : {}),
      };
    }
    case 'declined': {
      const { proposal } = event.data;
      if (!proposal) return {};
      return 'desk' in proposal
        ? { desk: proposal.desk }
        : { proposed: names.services.get(proposal.serviceId)?.name ?? '' };
    }
    default:
      return {};
  }
}

/** The talk of the handover by which who has it came to it. */
export function talkIn(handling: Handling, names: Names): TalkView | undefined {
  if (handling.report.status === 'closed' || handling.report.status === 'accepted') {
    const handover = acceptedLast(handling);
    if (!handover || handover.warmth === null) return undefined;
    const { talk } = handover;
    return talk ? { name: names.users.get(talk.userId) ?? '', at: talk.at } : {};
  }
  return undefined;
}
