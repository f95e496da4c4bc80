import type { T } from '../../kit/translate.ts';
import type { PromiseView, ReporterView } from '../wire.ts';
import { momentText } from './reporter-time.ts';

type NextStep = NonNullable<ReporterView['nextStep']>;
type Stage = 'danger' | 'reading' | 'asking' | 'starting' | 'working' | 'waiting' | 'outside' | 'together';

/**
 * What a resident is told of each step. About a person less is told: that an organisation was asked, or that somebody
 * was spoken to, is not the reporter's to know.
 */
const STAGES = {
  'check-danger': { plain: 'danger', person: 'danger' },
  decide: { plain: 'reading', person: 'reading' },
  'await-acceptance': { plain: 'asking', person: 'reading' },
  'speak-sender': { plain: 'starting', person: 'working' },
  'first-contact': { plain: 'starting', person: 'working' },
  resolve: { plain: 'working', person: 'working' },
  'await-answer': { plain: 'waiting', person: 'waiting' },
  'await-outside': { plain: 'outside', person: 'working' },
  'goes-along': { plain: 'together', person: 'working' },
} as const satisfies Record<NextStep, { plain: Stage; person: Stage }>;

/** What happens now and by when, in words for residents. */
export interface Now {
  readonly what: string;
  readonly when: string | undefined;
}

export function nowText(t: T, view: PromiseView): Now {
  const { nextStep, deadline, aboutPerson } = view;
  if (nextStep === null || deadline === null)
    return { what: t(`reporter.closed.${closedAs(view)}`), when: undefined };
  const stage = STAGES[nextStep][aboutPerson ? 'person' : 'plain'];
  return { what: t(`reporter.now.${stage}`), when: whenText(t, view, deadline) };
}

/** The outcome in words; about a person always the same ones, whatever the outcome was. */
function closedAs({ aboutPerson, outcome }: PromiseView): string {
  return aboutPerson || outcome === null ? 'person' : outcome;
}

function whenText(t: T, { nextStep, isLate, now }: PromiseView, deadline: Date): string {
  if (isLate) return t('reporter.when.late');
  const moment = momentText(t, deadline, now);
  return nextStep === 'await-answer'
    ? t('reporter.when.answer', { moment })
    : t('reporter.when.step', { moment });
}

/** With whom it lies. About a person the view names nobody, and then it is the municipality's desk. */
export function turnText(t: T, { atTurn }: ReporterView): string {
  return atTurn === undefined ? t('reporter.turn.desk') : t('reporter.turn.service', { service: atTurn });
}

/** How far a report is, in three steps that give nothing away. */
export function progressOf({ status }: ReporterView): 'received' | 'working' | 'done' {
  if (status === 'closed') return 'done';
  return status === 'accepted' || status === 'joined' ? 'working' : 'received';
}

type Letter = ReporterView['conversation'][number];

/** The letter that stands out: the question that waits for an answer, or what was told at the end. */
export function currentLetter({ conversation, nextStep, status }: ReporterView): Letter | undefined {
  if (nextStep === 'await-answer') return conversation.findLast(({ kind }) => kind === 'question');
  return status === 'closed' ? conversation.findLast(({ kind }) => kind === 'message') : undefined;
}
