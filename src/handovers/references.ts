import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { getMunicipality } from '../places/index.ts';
import { findService, primarySystems, requirePermission, services } from '../people/index.ts';
import { linkTo, type Actor, type PrimarySystem, type UserActor } from '../people/model.ts';
import { findReportByNumber, lockReport, record, refuseUnseen, reportsByIds } from '../reports/index.ts';
import type { Report } from '../reports/model.ts';
import { loadHandling, personOf } from './load.ts';
import type { Handling } from './model.ts';
import { readReference, referenceKey } from './reference-rules.ts';
import * as store from './reference-store.ts';
import { mayReadWords, maySee, type Person } from './rules.ts';
import type { ReferenceView, ReportView } from './wire.ts';

/** One case of a primary system may be several reports here; a screen shows no more. */
const FOUND_MOST = 10;

/**
 * Notes under which reference the service that has the report keeps it in its own system; nothing typed takes it away. It is that
 * service's own: nobody else sees it.
 */
export async function noteReference(
  db: Database,
  actor: Actor,
  reportNumber: number,
  typed: string,
): Promise<Outcome<'noted' | 'removed'>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const found = await findReportByNumber(tx, reportNumber);
    const report = found && (await lockReport(tx, found.id));
    const handling = report && (await loadHandling(tx, report));
    const person = await personOf(tx, actor);
    if (!handling || !maySee(person, handling)) {
      if (report) await refuseUnseen(tx, actor, report.id);
      return refuse('report-unknown');
    }
    const serviceId = await notingService(tx, person, handling);
    if (serviceId === undefined) return refuse('not-your-turn');
    const system = await systemOf(tx, serviceId);
    const reference = typed.trim() === '' ? undefined : readReference(typed, system?.name);
    if (reference && !reference.ok) return reference;
    return ok(
      await write(tx, actor, { reportId: handling.report.id, serviceId, reference: reference?.value }),
    );
  });
}

async function write(
  tx: Tx,
  actor: UserActor,
  { reportId, serviceId, reference }: { reportId: string; serviceId: string; reference: string | undefined },
): Promise<'noted' | 'removed'> {
  const [known] = await store.referencesOf(tx, { reportIds: [reportId], serviceIds: [serviceId] });
  const done = reference === undefined ? 'removed' : 'noted';
  // the same click again
  if (known?.reference === reference) return done;
  if (reference === undefined) await store.deleteReference(tx, reportId, serviceId);
  else await store.writeReference(tx, { reportId, serviceId, reference, key: referenceKey(reference) });
  await record(tx, actor, reportId, { kind: `reference-${done}`, data: { serviceId } });
  return done;
}

/** Notes what a list says of a report that it just made, in the name of a service of who brought the list. */
export async function writeOwnReference(
  tx: Tx,
  user: UserActor,
  noted: { reportId: string; serviceId: string; reference: string },
): Promise<void> {
  await write(tx, user, noted);
}

/** In whose name this person notes: the service that has the report, or the desk for what no service has. */
async function notingService(tx: Tx, person: Person, handling: Handling): Promise<string | undefined> {
  if (!person.permissions.has('report.handle') || !mayReadWords(person, handling)) return undefined;
  const serviceId = await havingService(tx, handling.report);
  return person.serviceIds.includes(serviceId) ? serviceId : undefined;
}

async function havingService(tx: Tx, { ownerServiceId }: Report): Promise<string> {
  return ownerServiceId ?? (await getMunicipality(tx)).deskServiceId;
}

async function systemOf(tx: Tx, serviceId: string): Promise<PrimarySystem | undefined> {
  const service = await findService(tx, serviceId);
  return service && (await primarySystems(tx)).get(service.partyId);
}

/** What the services of this person noted of the report, and in whose name this person can note. */
export async function referencesFor(
  tx: Tx,
  person: Person,
  handling: Handling,
): Promise<Pick<ReportView, 'references' | 'noting'>> {
  const reportIds = [handling.report.id];
  const references = await toldReferences(tx, { reportIds, serviceIds: ownServices(person) });
  const serviceId = await notingService(tx, person, handling);
  if (serviceId === undefined) return { references: references.get(handling.report.id) ?? [] };
  const service = await findService(tx, serviceId);
  const noting = {
    serviceId,
    serviceName: service?.name ?? '',
    system: (await systemOf(tx, serviceId))?.name,
  };
  return { references: references.get(handling.report.id) ?? [], noting };
}

/** References as they are shown, by the id of their report: with the name of the system, and a link where it has addresses. */
export async function toldReferences(
  tx: Tx,
  wanted: { readonly reportIds: readonly string[]; readonly serviceIds: readonly string[] },
): Promise<Map<string, ReferenceView[]>> {
  const found = await store.referencesOf(tx, wanted);
  const told = new Map<string, ReferenceView[]>();
  if (found.length === 0) return told;
  const byId = new Map((await services(tx)).map((service) => [service.id, service]));
  const systems = await primarySystems(tx);
  for (const { reportId, serviceId, reference } of found) {
    const service = byId.get(serviceId);
    const system = systems.get(service?.partyId ?? '');
    const href = system && linkTo(system, reference);
    const view = { serviceId, serviceName: service?.name ?? '', system: system?.name, reference, href };
    told.set(reportId, [...(told.get(reportId) ?? []), view]);
  }
  return told;
}

function ownServices({ serviceIds, teamServiceIds }: Person): string[] {
  return [...new Set([...serviceIds, ...teamServiceIds])];
}

/**
 * The numbers of the reports that the services of this person keep under what was typed, as far as this person may see them now. It
 * shows nothing of them, so it leaves no line.
 */
export async function reportsUnder(db: Database, actor: Actor, typed: string): Promise<Outcome<number[]>> {
  const user = requirePermission(actor, 'worklist.read');
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) =>
    ok(await reportsUnderIn(tx, user.value, await personOf(tx, user.value), typed)),
  );
}

/** The same within a transaction that does more. */
export async function reportsUnderIn(
  tx: Tx,
  { partyId }: UserActor,
  person: Person,
  typed: string,
): Promise<number[]> {
  const system = (await primarySystems(tx)).get(partyId);
  const reference = readReference(typed, system?.name);
  if (!reference.ok) return [];
  const key = referenceKey(reference.value);
  const ids = await store.reportsReferred(tx, { serviceIds: ownServices(person), key, limit: FOUND_MOST });
  const seen: number[] = [];
  for (const report of await reportsByIds(tx, ids))
    if (maySee(person, await loadHandling(tx, report))) seen.push(report.number);
  return seen.toSorted((a, b) => a - b);
}

/** What all services noted of a report, for who answers the person that asks what is held. */
export async function referencesHeld(
  tx: Tx,
  reportId: string,
): Promise<{ serviceName: string; reference: string }[]> {
  const names = new Map((await services(tx)).map(({ id, name }) => [id, name]));
  return (await store.allReferences(tx, reportId)).map(({ serviceId, reference }) => ({
    serviceName: names.get(serviceId) ?? '',
    reference,
  }));
}
