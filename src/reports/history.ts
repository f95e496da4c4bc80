import type { Tx } from '../kit/db.ts';
import { appendEvent } from '../kit/events.ts';
import type { Actor } from '../people/model.ts';
import type { ReportEvent } from './model.ts';

export async function record(tx: Tx, actor: Actor, reportId: string, event: ReportEvent): Promise<void> {
  await appendEvent(tx, { stream: reportStream(reportId), ...event, actor: eventActor(actor) });
}

export function reportStream(reportId: string): string {
  return `report:${reportId}`;
}

export function eventActor(actor: Actor): { kind: string; id: string | null } {
  return { kind: actor.kind, id: actor.kind === 'user' ? actor.userId : null };
}
