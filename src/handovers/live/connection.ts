import type { EventStream } from '../../kit/live/event-stream.ts';
import type { WatchedSession } from '../../people/index.ts';
import { maySee, type Person } from '../rules.ts';
import { concerns, type Heard, type Scope } from './audience.ts';

/** One open page. */
export interface Connection {
  readonly municipalityId: string;
  readonly token: string;
  readonly session: WatchedSession;
  readonly scope: Scope;
  readonly stream: EventStream;
  /** Undefined until the page was told what it missed: what comes before that is in what it is told. */
  person: Person | undefined;
  /** Reports that this page shows or was told of: only of these it is told that they went out of sight. */
  readonly known: Set<string>;
  /** The report whose page it is, while that opens for this person. */
  here: string | undefined;
}

const KNOWN_MAX = 1_000;

/** A change of what is seen, or the last word on what no longer is, or is no longer this person's own. */
export function tellReport({ person, scope, known, stream }: Connection, heard: Heard): void {
  if (!person) return;
  const { id, number, changedAt } = heard.report;
  const data = { number, at: changedAt.getTime() };
  const isNews = concerns(person, scope, heard);
  if (!isNews && !known.has(id)) return;
  const isSeen = maySee(person, heard);
  if (isNews && known.size < KNOWN_MAX) known.add(id);
  if (!isSeen || (!isNews && scope !== 'these')) known.delete(id);
  stream.send({ event: isSeen ? 'change' : 'gone', id: String(data.at), data });
}

/** All that a page rests on: when this differs, it has to be made anew. */
export function rightsOf({ actor }: WatchedSession): string {
  const { permissions, serviceIds, partyId } = actor;
  return JSON.stringify([partyId, [...permissions].toSorted(), serviceIds.toSorted()]);
}
