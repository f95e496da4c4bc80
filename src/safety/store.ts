import { sql, type Generated } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { Grant } from '../people/index.ts';
import {
  Agreement,
  CareOutcome,
  CareStepKind,
  CareWish,
  Rung,
  type CareStep,
  type Incident,
} from './model.ts';

interface SafetyTables {
  incident: {
    municipality_id: string;
    id: string;
    employee_id: string;
    party_id: string;
    report_id: string | null;
    kinds: string;
    happened_at: Date;
    told_at: Date;
    police: boolean;
    wish: string | null;
    status: string;
    owner_id: string;
    lead_id: string | null;
    rung: string;
    next_step: string | null;
    deadline: Date | null;
    late_count: Generated<number>;
    outcome: string | null;
    spoken_at: Date | null;
    agreed: string | null;
    closed_at: Date | null;
    closed_by: string | null;
  };
  incident_words: {
    municipality_id: string;
    incident_id: string;
    id: string;
    kind: string;
    body: string;
    author_id: string;
    at: Date;
  };
  incident_step: {
    municipality_id: string;
    incident_id: string;
    seq: number;
    kind: string;
    at: Date;
    by_id: string | null;
    owner_id: string;
    deadline: Date | null;
  };
}

/** False when it stands there already: the same form came twice. */
export async function insertIncident(tx: Tx, incident: Incident): Promise<boolean> {
  const row = await on<SafetyTables>(tx)
    .insertInto('incident')
    .values({
      municipality_id: tx.municipalityId,
      id: incident.id,
      employee_id: incident.employeeId,
      party_id: incident.partyId,
      report_id: incident.reportId,
      kinds: incident.kinds.join(' '),
      happened_at: incident.happenedAt,
      told_at: incident.toldAt,
      police: incident.police,
      status: incident.status,
      owner_id: incident.ownerId,
      lead_id: incident.leadId,
      rung: incident.rung,
      next_step: incident.nextStep,
      deadline: incident.deadline,
    })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function findIncident(tx: Tx, incidentId: string): Promise<Incident | undefined> {
  const row = await incidentQuery(tx).where('id', '=', incidentId).executeTakeFirst();
  return row && incidentFromRow(row);
}

export async function lockIncident(tx: Tx, incidentId: string): Promise<Incident | undefined> {
  const row = await incidentQuery(tx).where('id', '=', incidentId).forUpdate().executeTakeFirst();
  return row && incidentFromRow(row);
}

/** Aftercare that is still to be asked: of everybody, or of one owner; the most urgent first. */
export async function openIncidents(tx: Tx, { ownerId }: { ownerId?: string } = {}): Promise<Incident[]> {
  let query = incidentQuery(tx).where('status', '=', 'open');
  if (ownerId !== undefined) query = query.where('owner_id', '=', ownerId);
  const rows = await query.orderBy('incident.deadline').orderBy('incident.id').execute();
  return rows.map(incidentFromRow);
}

/** What this person has to ask, or still may ask as the team lead to whom it came first; the most urgent first. */
export async function incidentsToAsk(tx: Tx, userId: string): Promise<Incident[]> {
  const rows = await incidentQuery(tx)
    .where('status', '=', 'open')
    .where((where) => where.or([where('owner_id', '=', userId), where('lead_id', '=', userId)]))
    .where('employee_id', '<>', userId)
    .orderBy('incident.deadline')
    .orderBy('incident.id')
    .execute();
  return rows.map(incidentFromRow);
}

/** What somebody told about themselves, the latest first. */
export async function incidentsOf(tx: Tx, employeeId: string, limit: number): Promise<Incident[]> {
  const rows = await incidentQuery(tx)
    .where('employee_id', '=', employeeId)
    .orderBy('incident.told_at', 'desc')
    .orderBy('incident.id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(incidentFromRow);
}

export async function allIncidents(tx: Tx): Promise<Incident[]> {
  return (await incidentQuery(tx).execute()).map(incidentFromRow);
}

type IncidentChange = Partial<Omit<SafetyTables['incident'], 'late_count'>> & { late_count?: number };

export async function changeIncident(tx: Tx, incidentId: string, change: IncidentChange): Promise<void> {
  await on<SafetyTables>(tx)
    .updateTable('incident')
    .set(change)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', incidentId)
    .execute();
}

/** Appends to the history of an incident; the caller holds the lock of its row, or has just made it. */
export async function insertStep(tx: Tx, incidentId: string, step: Omit<CareStep, 'at'>): Promise<void> {
  const next = on<SafetyTables>(tx)
    .selectFrom('incident_step')
    .select(({ fn }) => sql<number>`coalesce(${fn.max('seq')}, 0) + 1`.as('seq'))
    .where('municipality_id', '=', tx.municipalityId)
    .where('incident_id', '=', incidentId);
  await on<SafetyTables>(tx)
    .insertInto('incident_step')
    .values({
      municipality_id: tx.municipalityId,
      incident_id: incidentId,
      seq: sql<number>`(${next})`,
      kind: step.kind,
      at: tx.now,
      by_id: step.byId,
      owner_id: step.ownerId,
      deadline: step.deadline,
    })
    .execute();
}

/** The history of one incident or of all, by incident, the oldest first. */
export async function stepsOf(tx: Tx, incidentId?: string): Promise<Map<string, CareStep[]>> {
  let query = on<SafetyTables>(tx)
    .selectFrom('incident_step')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
  if (incidentId !== undefined) query = query.where('incident_id', '=', incidentId);
  const rows = await query.orderBy('incident_step.incident_id').orderBy('incident_step.seq').execute();
  const found = new Map<string, CareStep[]>();
  for (const { incident_id, kind, at, by_id, owner_id, deadline } of rows) {
    const step = { kind: CareStepKind.parse(kind), at, byId: by_id, ownerId: owner_id, deadline };
    found.set(incident_id, [...(found.get(incident_id) ?? []), step]);
  }
  return found;
}

export interface CareWords {
  readonly kind: 'story' | 'agreed';
  readonly body: string;
  readonly at: Date;
}

export async function insertCareWords(
  tx: Tx,
  { subjectId }: Grant,
  words: Pick<CareWords, 'kind' | 'body'> & { readonly id: string; readonly authorId: string },
): Promise<void> {
  await on<SafetyTables>(tx)
    .insertInto('incident_words')
    .values({
      municipality_id: tx.municipalityId,
      incident_id: subjectId,
      id: words.id,
      kind: words.kind,
      body: words.body,
      author_id: words.authorId,
      at: tx.now,
    })
    .execute();
}

export async function careWordsOf(tx: Tx, { subjectId }: Grant): Promise<CareWords[]> {
  const rows = await on<SafetyTables>(tx)
    .selectFrom('incident_words')
    .select(['kind', 'body', 'at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('incident_id', '=', subjectId)
    .orderBy('incident_words.at')
    .orderBy('incident_words.id')
    .execute();
  return rows.map(({ kind, body, at }) => ({ kind: kind === 'story' ? 'story' : 'agreed', body, at }));
}

function incidentQuery(tx: Tx) {
  return on<SafetyTables>(tx)
    .selectFrom('incident')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

type RowOf<Table> = { [Column in keyof Table]: Table[Column] extends Generated<infer T> ? T : Table[Column] };

function incidentFromRow(row: RowOf<SafetyTables['incident']>): Incident {
  return {
    id: row.id,
    employeeId: row.employee_id,
    partyId: row.party_id,
    reportId: row.report_id,
    kinds: row.kinds.split(' '),
    happenedAt: row.happened_at,
    toldAt: row.told_at,
    police: row.police,
    wish: CareWish.nullable().parse(row.wish),
    status: row.status === 'open' ? 'open' : 'closed',
    ownerId: row.owner_id,
    leadId: row.lead_id,
    rung: Rung.parse(row.rung),
    nextStep: row.next_step === 'talk' ? 'talk' : null,
    deadline: row.deadline,
    lateCount: row.late_count,
    outcome: CareOutcome.nullable().parse(row.outcome),
    spokenAt: row.spoken_at,
    agreed: (row.agreed?.split(' ') ?? []).map((code) => Agreement.parse(code)),
    closedAt: row.closed_at,
    closedBy: row.closed_by,
  };
}
