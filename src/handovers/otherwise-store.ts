import { anyOf, on, type Tx } from '../kit/db.ts';
import { Otherwise } from './model.ts';

interface OtherwiseTables {
  decision_otherwise: {
    municipality_id: string;
    id: string;
    report_id: string;
    at: Date;
    user_id: string;
    nature: string;
    urgency: string;
    service_id: string | null;
    reason: string;
  };
}

export interface StoredDecision extends Otherwise {
  readonly id: string;
  readonly reportId: string;
}

export async function insertDecision(
  tx: Tx,
  decision: StoredDecision & { readonly userId: string },
): Promise<void> {
  await on<OtherwiseTables>(tx)
    .insertInto('decision_otherwise')
    .values({
      municipality_id: tx.municipalityId,
      id: decision.id,
      report_id: decision.reportId,
      at: tx.now,
      user_id: decision.userId,
      nature: decision.nature,
      urgency: decision.urgency,
      service_id: decision.serviceId,
      reason: decision.reason,
    })
    .execute();
}

/** The last decision of each of these reports, by report; of most there is none. */
export async function decisionsOf(
  tx: Tx,
  reportIds: readonly string[],
): Promise<Map<string, StoredDecision>> {
  if (reportIds.length === 0) return new Map();
  const rows = await decisionQuery(tx).where('report_id', '=', anyOf(reportIds)).execute();
  return new Map(rows.map(decisionFromRow).map((decision) => [decision.reportId, decision]));
}

export async function allDecisions(tx: Tx): Promise<StoredDecision[]> {
  return (await decisionQuery(tx).execute()).map(decisionFromRow);
}

/** Oldest first: ids sort in the order in which they were made. */
function decisionQuery(tx: Tx) {
  return on<OtherwiseTables>(tx)
    .selectFrom('decision_otherwise')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .orderBy('decision_otherwise.at')
    .orderBy('decision_otherwise.id');
}

function decisionFromRow(row: OtherwiseTables['decision_otherwise']): StoredDecision {
  const { nature, urgency, service_id: serviceId, reason } = row;
  return {
    ...Otherwise.parse({ nature, urgency, serviceId, reason }),
    id: row.id,
    reportId: row.report_id,
  };
}
