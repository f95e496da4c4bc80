import type { Tx } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { findService } from '../people/index.ts';
import type { Service, UserActor } from '../people/model.ts';
import { classify, record } from '../reports/index.ts';
import { holdToLaws } from '../triage/index.ts';
import type { Handling, Otherwise, OtherwiseReason } from './model.ts';
import { endOffer, offer, toCoordinator } from './offers.ts';
import { insertDecision } from './otherwise-store.ts';
import { personOf } from './load.ts';
import { permit, type Person } from './rules.ts';

/** With these somebody knows more of the danger than the report said. */
const FOUND_OUT: readonly OtherwiseReason[] = ['seen-there', 'spoke-reporter'];

/**
 * A person decides otherwise than was advised. The advice stays what it was; the laws hold for people too. An offer that waits is
 * made anew when the urgency changes, so that its deadline is the one of the service's terms; with a service the report is handed on.
 */
export async function decideOtherwise(
  tx: Tx,
  actor: UserActor,
  handling: Handling,
  decision: Otherwise,
): Promise<Outcome<true>> {
  const current = handling.otherwise ?? handling.advice;
  const isChange = decision.nature !== current.nature || decision.urgency !== current.urgency;
  if (!isChange && decision.serviceId === null) return refuse('decision-unchanged', { pointer: 'nature' });
  const service = decision.serviceId === null ? undefined : await findService(tx, decision.serviceId);
  const allowed = mayGoTo(await personOf(tx, actor), handling, { decision, service });
  if (!allowed.ok) return allowed;
  await keep(tx, actor, handling.report.id, decision);
  const decided = { ...handling, otherwise: decision };
  if (service) await offer(tx, actor, decided, { service, step: 'handed-on', cause: 'offered' });
  else if (decision.urgency !== current.urgency) await offerAnew(tx, actor, decided);
  return ok(true);
}

function mayGoTo(
  person: Person,
  handling: Handling,
  { decision, service }: { decision: Otherwise; service: Service | undefined },
): Outcome<true> {
  if (decision.serviceId !== null) {
    if (!service || service.id === handling.report.ownerServiceId)
      return refuse('service-unknown', { pointer: 'service' });
    const handOn = permit(person, handling, 'hand-on');
    if (!handOn.ok) return handOn;
  }
  return lawsOn(handling, decision, service);
}

/** The laws as they hold for a report that is handed on without another decision. */
export function lawsOnHandOn(handling: Handling, service: Service): Outcome<true> {
  const { nature, urgency } = handling.otherwise ?? handling.advice;
  return lawsOn(handling, { nature, urgency, reason: handling.otherwise?.reason }, service);
}

function lawsOn(
  { report, advice, handovers, otherwise }: Handling,
  {
    nature,
    urgency,
    reason,
  }: Pick<Otherwise, 'nature' | 'urgency'> & { reason: OtherwiseReason | undefined },
  service: Service | undefined,
): Outcome<true> {
  const reasons = [reason, otherwise?.reason];
  return holdToLaws(report.observations, advice, {
    nature,
    urgency,
    serviceKind: service?.kind,
    isFirst: !handovers.some(({ status }) => status === 'accepted'),
    publicOrder: reasons.includes('public-order'),
    staffProtection: reasons.includes('staff-protection'),
    foundOut: reasons.some((one) => one !== undefined && FOUND_OUT.includes(one)),
  });
}

async function keep(tx: Tx, actor: UserActor, reportId: string, decision: Otherwise): Promise<void> {
  const { nature, urgency, serviceId, reason } = decision;
  const id = newId<'decision'>();
  await insertDecision(tx, { id, reportId, userId: actor.userId, nature, urgency, serviceId, reason });
  await classify(tx, reportId, decision);
  const data = { decisionId: id, nature, urgency, serviceId, reason };
  await record(tx, actor, reportId, { kind: 'decided', data });
}

/** The same question to the same service or team lead, with the term of the new urgency. */
async function offerAnew(tx: Tx, actor: UserActor, handling: Handling): Promise<void> {
  const { offer: open } = handling;
  if (!open) return;
  await endOffer(tx, actor, open.id, { status: 'withdrawn' });
  const service = await findService(tx, open.serviceId);
  // it stopped meanwhile
  if (!service) return toCoordinator(tx, actor, handling, 'returned');
  const lead = open.teamLeadId === null ? {} : { teamLeadId: open.teamLeadId };
  await offer(tx, actor, handling, { service, step: open.step, ...lead, cause: 'offered' });
}

/** The same click again. */
export function isDecidedSo({ otherwise, report }: Handling, decision: Otherwise): boolean {
  if (!otherwise) return false;
  const isSame = (['nature', 'urgency', 'serviceId', 'reason'] as const).every(
    (field) => otherwise[field] === decision[field],
  );
  return isSame && (decision.serviceId === null || report.status === 'offered');
}
