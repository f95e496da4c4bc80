import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Observations } from '../reports/model.ts';
import { JUDGES, rankOf, seesDanger, SIGNS } from './judges.ts';
import type { Nature, TriageAdvice, TriageInput, Urgency } from './model.ts';
import { triageInput } from './rules.ts';

/** What a person decides about a report that has been weighed. */
export interface HumanDecision {
  readonly nature: Nature;
  readonly urgency: Urgency;
  /** The kind of the service that it goes to; undefined when it stays where it is. */
  readonly serviceKind?: string | undefined;
  /** Nobody accepted the report before. */
  readonly isFirst: boolean;
  /** The police's own tasks, which the person says are at hand. */
  readonly publicOrder: boolean;
  readonly staffProtection: boolean;
  /** Somebody found out how it is with the danger, there or from the reporter. */
  readonly foundOut: boolean;
}

/**
 * The policy laws hold for people as they do for tables. They read what was seen; that it is an offence or a danger after all, a
 * person may say, and then answers for it.
 */
export function holdToLaws(
  observations: Observations,
  advice: Pick<TriageAdvice, 'urgency'>,
  decision: HumanDecision,
): Outcome<true> {
  const input = asDecided(triageInput(observations), decision);
  if (breaksPoliceLaw(input, decision)) return refuse('otherwise-police-first', { pointer: 'service' });
  if (breaksCareLaw(input, decision)) return refuse('otherwise-care-first', { pointer: 'service' });
  const isLowered = rankOf({ urgency: decision.urgency }) > rankOf({ urgency: advice.urgency });
  const isRuledOut = SIGNS.every((sign) => triageInput(observations)[sign] === 'no');
  if (isLowered && !isRuledOut && !decision.foundOut) {
    return refuse('otherwise-unknown-lowers', { pointer: 'urgency' });
  }
  return ok(true);
}

function asDecided(seen: TriageInput, { nature, publicOrder, staffProtection }: HumanDecision): TriageInput {
  return {
    ...seen,
    ...(nature === 'offence' ? { lawBreaking: 'yes' } : {}),
    ...(nature === 'danger' && !seesDanger(seen) ? { threatens: 'yes' } : {}),
    ...(publicOrder ? { publicOrder: 'yes' } : {}),
    ...(staffProtection ? { staffProtection: 'yes' } : {}),
  };
}

function breaksPoliceLaw(input: TriageInput, { serviceKind }: HumanDecision): boolean {
  if (serviceKind === undefined) return false;
  return JUDGES['police-never-first'](input, { firstService: serviceKind }) !== undefined;
}

/** Once care has looked, it may go on to whom it likes. */
function breaksCareLaw(input: TriageInput, { serviceKind, nature, isFirst }: HumanDecision): boolean {
  if (serviceKind === undefined || !isFirst || nature !== 'distress') return false;
  return JUDGES['care-first'](input, { firstService: serviceKind }) !== undefined;
}
