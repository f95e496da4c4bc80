import type { Tx } from '../kit/db.ts';
import { beginStream } from '../kit/events.ts';
import { newId } from '../kit/ids.ts';
import { announce } from '../kit/live/announce.ts';
import { grant } from '../people/index.ts';
import type { UserActor } from '../people/model.ts';
import { setDeadlineTimers } from './deadline-timers.ts';
import { hashIdempotencyKey } from './follow-up-code.ts';
import { eventActor, reportStream } from './history.ts';
import type { PartOf, Report, Turn } from './model.ts';
import { insertPart } from './parts-store.ts';
import { turnData } from './rules.ts';
import { insertFirstWords } from './words-store.ts';

interface PutOut {
  readonly part: PartOf;
  /** Comes with the form: the same key twice is one part. */
  readonly key: string;
  /** What is asked, in the words of who asks. */
  readonly body: string;
  readonly turn: Turn;
}

/**
 * Takes a part of a report as a report of its own, owned from its first moment: with its own words, history, clock and outcome,
 * without a reporter. Undefined when the form came before. The caller holds the lock of the whole.
 */
export async function putOut(
  tx: Tx,
  actor: UserActor,
  { part, key, body, turn }: PutOut,
): Promise<Report | undefined> {
  const id = newId<'report'>();
  const idempotencyHash = hashIdempotencyKey(`part ${part.wholeId} ${key}`);
  const report = await insertPart(tx, { ...part, id, idempotencyHash, turn });
  if (!report) return undefined;
  const subject = { subjectKind: 'report', subjectId: id };
  await insertFirstWords(tx, await grant(tx, actor, { action: 'create', ...subject, dataClass: 'story' }), {
    id: newId<'words'>(),
    class: 'story',
    kind: 'story',
    body,
    author: eventActor(actor),
  });
  const data = { ...turnData(turn), channel: report.channel };
  await beginStream(tx, { stream: reportStream(id), kind: 'received', data, actor: eventActor(actor) });
  await announce(tx, reportStream(id));
  await setDeadlineTimers(tx, id, { ...turn, from: tx.now });
  return report;
}
