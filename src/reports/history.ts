import type { Tx } from '../kit/db.ts';
import { appendEvent } from '../kit/events.ts';
import { announce } from '../kit/live/announce.ts';
import type { Actor } from '../people/model.ts';
import type { ReportEvent } from './model.ts';
import { markChanged } from './store.ts';

/** Which events come with a write of the row, so that it knows already when it changed. */
const WITH_ROW: readonly ReportEvent['kind'][] = ['received', 'assigned', 'joined', 'closed'];

export async function record(tx: Tx, actor: Actor, reportId: string, event: ReportEvent): Promise<void> {
  if (!WITH_ROW.includes(event.kind)) await markChanged(tx, reportId);
  await appendEvent(tx, { stream: reportStream(reportId), ...event, actor: eventActor(actor) });
  await announce(tx, reportStream(reportId));
}

export function reportStream(reportId: string): `report:${string}` {
  return `report:${reportId}`;
}

export function eventActor(actor: Actor): { kind: string; id: string | null } {
  if (actor.kind === 'client') return { kind: 'client', id: actor.clientId };
  return { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : null };
}
