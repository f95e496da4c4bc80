import { formatShort } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { HistoryLine } from '../wire.ts';

/** One moment of a report's life: what happened, who did it, and with whom it lay from then on. */
export interface StoryStep {
  readonly key: string;
  readonly at: Date;
  readonly sentences: readonly string[];
  readonly by: string | undefined;
  /** Undefined when it stayed with whom it was, for the same step and until the same deadline. */
  readonly turn: Turn | undefined;
  readonly tone: 'neutral' | 'late' | 'done';
}

interface Turn {
  readonly owner: string;
  /** Who had it before, when that was somebody else. */
  readonly from: string | undefined;
  readonly step: string;
  readonly deadline: Date;
}

/** What of one moment is told first. An end comes before the offer that follows from it. */
const ORDER = [
  'received',
  'original',
  'photo-added',
  'document-added',
  'decided',
  'lapsed',
  'declined',
  'withdrawn',
  'accepted',
  'spoken',
  'offered',
  'question',
  'answer',
  'note',
  'message',
  'called',
  'danger-checked',
  'photo-shared',
  'photo-removed',
  'document-shared',
  'document-removed',
  'correction',
  'contact-corrected',
  'informed',
  'reference-noted',
  'reference-removed',
  'joined',
  'follower-joined',
  'follower-parted',
  'part-changed',
  'outside-changed',
  'outside-question',
  'outside-answer',
  'result',
  'assigned',
  'closed',
];
/** What comes in, with what belongs to it. */
const ARRIVALS = ['received', 'photo-added', 'document-added', 'original'];
/** What the lines beside it do not say. */
const SPEAKS_ALWAYS = [
  'overdue',
  'returned',
  'owner-left',
  'taken-over',
  'reopened',
  'second-look',
  'parted',
  'given',
  'undone',
  'part-back',
  'whole-moved',
];
/** Ends of an offer after which the report goes to the next one, or back. */
const ENDS = ['declined', 'lapsed'];
/** What follows of itself when somebody decides otherwise. */
const ASKED_ANEW = ['withdrawn', 'offered'];
const LATE = ['lapsed', 'overdue', 'returned', 'unanswered', 'outside-silent'];
const DONE = ['accepted', 'closed'];

/**
 * The history as a story, oldest first. What one transaction wrote (somebody declines, so it is offered to the next) is
 * one step of it; the arrival is a step of its own, because from that moment somebody had it.
 */
export function storyOf(history: readonly HistoryLine[], t: T): StoryStep[] {
  let owner: string | undefined;
  return moments(history).map((lines, index) => {
    const turn = turnOf(lines, owner, t);
    owner = turn?.owner ?? owner;
    return {
      key: String(index),
      at: lines[0].at,
      sentences: lines.filter((line) => speaks(line, lines)).map((line) => sentenceOf(line, t)),
      by: byOf(lines, t),
      turn,
      tone: toneOf(lines),
    };
  });
}

type Moment = readonly [HistoryLine, ...HistoryLine[]];

function moments(history: readonly HistoryLine[]): Moment[] {
  const found = new Map<string, [HistoryLine, ...HistoryLine[]]>();
  for (const line of history) {
    const key = `${line.at.getTime()} ${ARRIVALS.includes(line.what)}`;
    const lines = found.get(key);
    if (lines) lines.push(line);
    else found.set(key, [line]);
  }
  const byOrder = (a: HistoryLine, b: HistoryLine) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what);
  return [...found.values()]
    .map((lines) => lines.sort(byOrder))
    .sort(([a], [b]) => a.at.getTime() - b.at.getTime() || byOrder(a, b));
}

/** A change of turn speaks for itself only when nothing beside it tells why, or where it went. */
function speaks({ what, facts }: HistoryLine, lines: Moment): boolean {
  const cause = facts['cause'] ?? '';
  // a decision says itself to whom the report goes, and the turn until when
  if (ASKED_ANEW.includes(what) && lines.some((line) => line.what === 'decided')) return false;
  // the words of it are told by what happened
  if ((what === 'outside-question' || what === 'outside-answer') && lines.length > 1) return false;
  if (what !== 'assigned' || lines.length === 1 || SPEAKS_ALWAYS.includes(cause)) return true;
  return ENDS.includes(cause) && !lines.some((line) => line.what === 'offered');
}

function sentenceOf({ what, facts }: HistoryLine, t: T): string {
  switch (what) {
    case 'received':
      return t(facts['channel'] === 'part' ? 'parts.history.begun' : 'handovers.history.received');
    case 'part-changed':
      return t(`parts.history.${facts['change']}`, {
        number: facts['number'] ?? '',
        service: facts['service'] ?? '',
        outcome: facts['outcome'] ? t(`handovers.outcome.${facts['outcome']}`) : '',
      });
    case 'outside-changed':
      return facts['why']
        ? t('outside.history.declined', { reason: t(`outside.reason.${facts['why']}`) })
        : t(`outside.history.${facts['change']}`);
    case 'assigned':
      return t(`handovers.history.assigned.${facts['cause']}`);
    case 'offered':
      return t(`handovers.history.offered.${facts['step']}`, { service: facts['service'] ?? '' });
    case 'lapsed':
      return t(facts['step'] === 'team-lead' ? 'handovers.history.lapsed-lead' : 'handovers.history.lapsed', {
        service: facts['service'] ?? '',
      });
    case 'accepted':
    case 'spoken':
      return answerText({ what, facts }, t);
    case 'declined':
      return [
        t('handovers.history.declined', {
          service: facts['service'] ?? '',
          reason: t(`handovers.reason.${facts['reason']}`),
        }),
        ...proposalText(facts, t),
      ].join(' ');
    case 'called':
      return t('handovers.history.called', calledFacts(facts, t));
    case 'danger-checked':
      return t(`handovers.history.danger-checked.${facts['finding']}`);
    case 'decided':
      return t(
        `handovers.history.decided.${facts['service'] ? 'handed-on' : 'kept'}`,
        decidedFacts(facts, t),
      );
    case 'contact-corrected':
      return t(`handovers.history.contact.${facts['first']}.${facts['fields']}`);
    case 'informed':
      return t('handovers.history.informed', { result: t(`handovers.informing.${facts['result']}`) });
    case 'closed': {
      const outcome = t(`handovers.outcome.${facts['outcome']}`);
      return facts['cause'] === undefined
        ? t('handovers.history.closed', { outcome })
        : t('handovers.history.closed-cause', { outcome, cause: facts['cause'] });
    }
    case 'photo-added':
      return t('handovers.history.photo-added', { count: Number(facts['count']) });
    case 'document-added':
      return t('handovers.history.document-added', { count: Number(facts['count']) });
    case 'document-removed':
      return t('handovers.history.document-removed', {
        reason: t(`handovers.document-reason.${facts['reason']}`),
      });
    case 'photo-removed':
      return t('handovers.history.photo-removed', { reason: t(`handovers.photo-reason.${facts['reason']}`) });
    case 'joined':
    case 'follower-joined':
    case 'follower-parted':
      return t(`joining.history.${what}`, { number: facts['number'] ?? '' });
    default:
      return t(`handovers.history.${what}`, { service: facts['service'] ?? '' });
  }
}

/** That it was accepted, and with whom of the handing side was spoken; or that alone. */
function answerText({ what, facts }: Pick<HistoryLine, 'what' | 'facts'>, t: T): string {
  const { spokeWith: name, spokeAt } = facts;
  const sentences =
    what === 'accepted' ? [t('handovers.history.accepted', { service: facts['service'] ?? '' })] : [];
  if (name !== undefined && spokeAt !== undefined)
    sentences.push(t('answers.history.spoken', { name, time: formatShort(t, new Date(spokeAt)) }));
  if (facts['talk'] === 'not-reached') sentences.push(t('answers.history.not-reached'));
  return sentences.join(' ');
}

function proposalText({ proposed, desk }: HistoryLine['facts'], t: T): string[] {
  if (proposed !== undefined) return [t('answers.history.proposed', { service: proposed })];
  return desk === undefined ? [] : [t('answers.history.desk', { reason: t(`answers.desk.${desk}`) })];
}

function decidedFacts(facts: HistoryLine['facts'], t: T): Record<string, string> {
  return {
    advisedNature: t(`triage.nature.${facts['advisedNature']}`),
    advisedUrgency: t(`triage.urgency.${facts['advisedUrgency']}`),
    nature: t(`triage.nature.${facts['nature']}`),
    urgency: t(`triage.urgency.${facts['urgency']}`),
    service: facts['service'] ?? '',
    reason: t(`handovers.otherwise.${facts['reason']}`),
  };
}

function calledFacts(facts: HistoryLine['facts'], t: T): { contact: string; about: string; time: string } {
  return {
    contact: facts['contact'] ?? '',
    about: t(`handovers.about-call.${facts['about']}`),
    time: formatShort(t, new Date(facts['calledAt'] ?? '')),
  };
}

/** Colleagues by name; the reporter and the clock by what they are. */
function byOf(lines: Moment, t: T): string {
  const named = lines.find(({ actorName }) => actorName !== undefined);
  return named?.actorName ?? t(`handovers.by.${lines[0].actorKind}`);
}

function turnOf(lines: Moment, before: string | undefined, t: T): Turn | undefined {
  const line = lines.findLast(
    ({ facts }) => facts['nextStep'] !== undefined && facts['deadline'] !== undefined,
  );
  if (!line?.ownerName) return undefined;
  return {
    owner: line.ownerName,
    from: before === line.ownerName ? undefined : before,
    step: t(`handovers.nextStep.${line.facts['nextStep']}`),
    deadline: new Date(line.facts['deadline'] ?? ''),
  };
}

function toneOf(lines: Moment): StoryStep['tone'] {
  const codes = lines.flatMap(({ what, facts }) => [what, facts['cause'] ?? '']);
  if (codes.some((code) => LATE.includes(code))) return 'late';
  return codes.some((code) => DONE.includes(code)) ? 'done' : 'neutral';
}

/** True when from the first moment on each one had an owner: what the history has to prove. */
export function wasNeverWithNobody(history: readonly HistoryLine[]): boolean {
  const turns = history.filter(({ what }) => what === 'received' || what === 'assigned');
  return (
    turns[0]?.what === 'received' &&
    turns.every(({ ownerName, facts }) => Boolean(ownerName && facts['deadline']))
  );
}
