import type { Tx } from '../kit/db.ts';
import { getMunicipality } from '../places/index.ts';
import { serviceFor } from '../people/index.ts';
import { clockIn, type Service } from '../people/model.ts';
import { classify } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { weigh, type DecisionSet } from '../triage/index.ts';
import { cannotWait, type TriageAdvice } from '../triage/model.ts';
import { canAnswer, offer, toCoordinator } from './offers.ts';

/** Weighs a new report and offers it, in the transaction in which it came in. */
export async function receive(tx: Tx, report: Report, decisions: DecisionSet): Promise<void> {
  const clock = clockIn(tx);
  const advice = await weigh(tx, decisions, report);
  await classify(tx, report.id, advice);
  const service = await firstStop(tx, report, advice);
  if (service)
    return offer(
      tx,
      clock,
      { report, advice },
      { service: service.service, step: service.step, cause: 'weighed' },
    );
  const nextStep = cannotWait(advice) ? 'check-danger' : 'decide';
  // where it stays with the coordinator, the coordinator keeps the promise of the first contact
  await toCoordinator(tx, clock, { report, advice }, 'weighed', {
    nextStep,
    term: advice.firstContact,
    ownerId: report.ownerId,
  });
}

interface FirstStop {
  readonly service: Service;
  readonly step: 'first-service' | 'second-service';
}

/** The service to ask first. None when the municipality's own desk is the advised one, or nobody there can answer. */
async function firstStop(tx: Tx, report: Report, advice: TriageAdvice): Promise<FirstStop | undefined> {
  if (cannotWait(advice)) return undefined;
  const { deskServiceId } = await getMunicipality(tx);
  const place = report.neighbourhoodId ?? undefined;
  const first = await serviceFor(tx, advice.firstService, place);
  if (first?.id === deskServiceId) return undefined;
  if (first && canAnswer(first, advice, tx.now)) return { service: first, step: 'first-service' };
  const second = await serviceFor(tx, advice.secondService, place);
  const isElsewhere =
    second !== undefined && second.id !== deskServiceId && canAnswer(second, advice, tx.now);
  return isElsewhere ? { service: second, step: 'second-service' } : undefined;
}
