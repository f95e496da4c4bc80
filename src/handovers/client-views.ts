import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { readCursor, type Place } from '../kit/cursor.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { neighbourhoods } from '../places/index.ts';
import { logLook, membersOf, requireScope } from '../people/index.ts';
import type { Actor, ClientActor, Scope, UserActor } from '../people/model.ts';
import {
  changesOf,
  findReportByNumber,
  readFile,
  reportsInOrder,
  type ChangesWanted,
} from '../reports/index.ts';
import type { Report, ReportStatus } from '../reports/model.ts';
import type { Nature } from '../triage/model.ts';
import { perform, type Order } from './actions.ts';
import { extractsOf, loadNames } from './extracts.ts';
import { loadHandling, personOf } from './load.ts';
import { fileOf, historyLines } from './report-page.ts';
import { toldReferences } from './references.ts';
import { mayReadWords } from './rules.ts';
import * as store from './store.ts';
import type { ClientExtract } from './api-wire.ts';
import type { HistoryLine, ReportView } from './wire.ts';

/** Reports looked through for one page: one that filters strictly may be shorter than was asked, and goes on. */
const LOOKED_THROUGH_MAX = 2000;
const BATCH = 500;
const OFFERS_MAX = 5000;
/** Longer than any transaction takes: what was written before this moment can be seen now. */
const SETTLING_MS = 60_000;
const NOWHERE = '00000000-0000-0000-0000-000000000000';

export interface ChangesQuery {
  readonly status?: ReportStatus | undefined;
  readonly nature?: Nature | undefined;
  readonly neighbourhoodCode?: string | undefined;
  readonly receivedFrom?: Date | undefined;
  readonly receivedUntil?: Date | undefined;
  readonly changedSince?: Date | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export interface ChangesPage {
  readonly extracts: readonly ClientExtract[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: Place | undefined;
  /** What to ask `changedSince` the next time: a little early, so that nothing that was being written is missed. */
  readonly mark: Date;
}

/** Extracts of what changed, the longest ago first: all that a system needs to keep up. Never words, never names. */
export async function changesFor(
  db: Database,
  actor: Actor,
  query: ChangesQuery,
): Promise<Outcome<ChangesPage>> {
  const client = reader(actor);
  if (!client.ok) return client;
  const after = readCursor(query.cursor);
  if (!after.ok) return after;
  return inTenant(db, actor.municipalityId, async (tx) => {
    await logLook(tx, actor, { action: 'read', subjectKind: 'report-list', subjectId: null });
    const mark = new Date(tx.now.getTime() - SETTLING_MS);
    const neighbourhoodId = await neighbourhoodIdOf(tx, query.neighbourhoodCode);
    if (query.neighbourhoodCode !== undefined && neighbourhoodId === undefined)
      return ok({ extracts: [], next: undefined, mark });
    const wanted = { ...query, of: await ownReports(tx, client.value), neighbourhoodId, after: after.value };
    const { ids, next } = await collect(tx, wanted, query.nature);
    const reports = await reportsInOrder(tx, ids);
    return ok({ extracts: await clientExtracts(tx, client.value, reports), next, mark });
  });
}

/** A client with the wider right sees all; without it what its services have or are asked to take. */
function reader(actor: Actor): Outcome<ClientActor> {
  const wide = requireScope(actor, 'meldingen:alle');
  return wide.ok ? wide : requireScope(actor, 'meldingen:lezen');
}

async function ownReports(tx: Tx, client: ClientActor): Promise<ChangesWanted['of']> {
  if (client.scopes.has('meldingen:alle')) return undefined;
  const { serviceIds, clientId } = client;
  const offers = await store.offersFor(tx, { serviceIds, userId: clientId, limit: OFFERS_MAX });
  const ownerIds = await membersOf(tx, serviceIds);
  return { serviceIds, ownerIds, reportIds: offers.map(({ reportId }) => reportId) };
}

async function neighbourhoodIdOf(tx: Tx, code: string | undefined): Promise<string | undefined> {
  if (code === undefined) return undefined;
  return (await neighbourhoods(tx)).find((neighbourhood) => neighbourhood.code === code)?.id;
}

/** One page of reports of a nature: those that changed are looked through batch by batch, without reading them. */
async function collect(
  tx: Tx,
  wanted: ChangesWanted,
  nature: Nature | undefined,
): Promise<{ ids: string[]; next: Place | undefined }> {
  const ids: string[] = [];
  let { after } = wanted;
  const limit = nature === undefined ? wanted.limit + 1 : BATCH;
  for (let seen = 0; seen < LOOKED_THROUGH_MAX;) {
    const batch = await changesOf(tx, { ...wanted, after, limit });
    const kept = nature === undefined ? batch : batch.filter((change) => change.nature === nature);
    const room = wanted.limit - ids.length;
    ids.push(...kept.slice(0, room).map(({ id }) => id));
    const isFull = kept.length > room || (kept.length === room && batch.length === limit);
    const last = isFull ? kept[room - 1] : batch.at(-1);
    if (isFull && last) return { ids, next: last };
    if (batch.length < limit || !last) return { ids, next: undefined };
    after = last;
    seen += batch.length;
  }
  return { ids, next: after };
}

/** With the references of its own services, and of no other. */
async function clientExtracts(
  tx: Tx,
  { serviceIds }: ClientActor,
  reports: readonly Report[],
): Promise<ClientExtract[]> {
  const extracts = await extractsOf(tx, reports);
  const reportIds = reports.map(({ id }) => id);
  const references = await toldReferences(tx, { reportIds, serviceIds });
  const codes = new Map((await neighbourhoods(tx)).map(({ id, code }) => [id, code]));
  return reports.flatMap((report, at) => {
    const extract = extracts[at];
    const neighbourhoodCode = report.neighbourhoodId === null ? undefined : codes.get(report.neighbourhoodId);
    if (!extract) return [];
    return [
      {
        ...extract,
        changedAt: report.changedAt,
        neighbourhoodCode,
        serviceId: report.ownerServiceId,
        references: references.get(report.id) ?? [],
      },
    ];
  });
}

/** One extract. A report of others and a number that does not exist take the same steps and get the same answer. */
export async function extractFor(
  db: Database,
  actor: Actor,
  number: number,
): Promise<Outcome<ClientExtract>> {
  const client = reader(actor);
  if (!client.ok) return client;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findFor(tx, client.value, number);
    if (!report) return refuse('report-unknown');
    const [extract] = await clientExtracts(tx, client.value, [report]);
    if (!extract) throw new Error(`expected report ${report.id} to be there`);
    return ok(extract);
  });
}

/** What happened, in codes and times; who did it only as what they are. */
export async function historyFor(
  db: Database,
  actor: Actor,
  number: number,
): Promise<Outcome<readonly HistoryLine[]>> {
  const client = reader(actor);
  if (!client.ok) return client;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findFor(tx, client.value, number);
    if (!report) return refuse('report-unknown');
    return ok(await historyLines(tx, await loadHandling(tx, report), await loadNames(tx)));
  });
}

/** The words, for a named person who may read them and through a client that may: after acceptance, and logged. */
export async function contentFor(
  db: Database,
  actor: Actor,
  number: number,
): Promise<Outcome<NonNullable<ReportView['file']>>> {
  const user = delegate(actor, 'meldingen:inhoud');
  if (!user.ok) return user;
  const { person, client } = user.value;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findFor(tx, client, number, person);
    if (!report) return refuse('report-unknown');
    if (!mayReadWords(await personOf(tx, person), await loadHandling(tx, report))) {
      await logLook(tx, person, { ...lookAt(report.id), outcome: 'denied' });
      return refuse('words-closed');
    }
    const opened = await readFile(tx, person, report.id);
    return ok(await fileOf(tx, person, report, { names: await loadNames(tx), opened }));
  });
}

/** An order of a named person through a client: the same rules as on the page, and a line that names the machine. */
export async function orderFor(
  db: Database,
  actor: Actor,
  number: number,
  order: Order,
): Promise<Outcome<true>> {
  const user = delegate(actor, 'meldingen:behandelen');
  if (!user.ok) return user;
  const { person, client } = user.value;
  const isThere = await inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findFor(tx, client, number, person);
    if (report) await logLook(tx, person, { ...lookAt(report.id), action: 'change' });
    return report !== undefined;
  });
  return isThere ? perform(db, person, number, order) : refuse('report-unknown');
}

/** The person and the client through which they ask. A person without a client comes in by the pages, not here. */
function delegate(actor: Actor, scope: Scope): Outcome<{ person: UserActor; client: ClientActor }> {
  const person = actor.kind === 'user' ? actor : undefined;
  if (!person?.client) return refuse('not-logged-in');
  const client = requireScope(person.client, scope);
  return client.ok ? ok({ person, client: client.value }) : client;
}

/** The report when it is this client's to see. Both answers cost the same statements; the look leaves its line either way. */
async function findFor(
  tx: Tx,
  client: ClientActor,
  number: number,
  actor: Actor = client,
): Promise<Report | undefined> {
  const found = await findReportByNumber(tx, number);
  const [offer] = await store.openOffers(tx, [found?.id ?? NOWHERE]);
  const people = await membersOf(tx, client.serviceIds);
  const service = found?.ownerServiceId ?? undefined;
  const isOwn =
    client.scopes.has('meldingen:alle') ||
    // handed on and not yet accepted: no service has it, and it is still the person's who had it
    (service === undefined && found !== undefined && people.includes(found.ownerId)) ||
    (service !== undefined && client.serviceIds.includes(service)) ||
    (offer?.teamLeadId === null && client.serviceIds.includes(offer.serviceId));
  const outcome = found && isOwn ? 'success' : 'denied';
  await logLook(tx, actor, { ...lookAt(found?.id ?? null), outcome });
  return outcome === 'success' ? found : undefined;
}

function lookAt(reportId: string | null) {
  const subjectKind = reportId === null ? 'report-absent' : 'report-extract';
  return { action: 'read' as const, subjectKind, subjectId: reportId };
}
