import type { Tx } from '../../kit/db.ts';
import type { UserActor } from '../../people/model.ts';
import { historyOf, photosOf } from '../../reports/index.ts';
import type { Words } from '../../reports/model.ts';
import { withNames } from '../attached.ts';
import type { Names } from '../extracts.ts';
import type { Handling, OutsideRequest } from '../model.ts';
import { isAwaited } from '../outside-rules.ts';
import * as store from '../outside-store.ts';
import type { OutsideView } from '../outside-wire.ts';
import { permit, type Person } from '../rules.ts';
import { contactKey } from './state.ts';

/** What was asked outside about a report and what came of it, for who may read its words; those were opened before. */
export async function outsideIn(
  tx: Tx,
  { actor, person }: { readonly actor: UserActor; readonly person: Person },
  handling: Handling,
  { words, names }: { readonly words: readonly Words[]; readonly names: Names },
): Promise<OutsideView> {
  const { report } = handling;
  const requests = await store.requestsOf(tx, report.id);
  const mayAsk = permit(person, handling, 'ask-outside').ok && !requests.some(isAwaited);
  const isPlace = report.observations.about === 'place';
  return {
    requests: requests.length === 0 ? [] : await told(tx, actor, { requests, words, names }),
    isAwaited: requests.some(isAwaited),
    mayAsk,
    parties: mayAsk
      ? (await store.partiesKept(tx)).filter(({ active }) => active).map(({ id, name }) => ({ id, name }))
      : [],
    showable: mayAsk && isPlace ? withNames(await photosOf(tx, report.id), names.users) : [],
    mayShowPlace: mayAsk && isPlace && report.part === null,
  };
}

async function told(
  tx: Tx,
  actor: UserActor,
  { requests, words, names }: { requests: readonly OutsideRequest[]; words: readonly Words[]; names: Names },
): Promise<OutsideView['requests']> {
  const reportId = requests[0]?.reportId ?? '';
  const permission = await contactKey(tx, actor, reportId, 'read');
  const to = await store.readAddressees(tx, permission);
  const deeds = await store.readDeeds(tx, permission);
  const unreached = new Set(
    (await historyOf(tx, reportId)).flatMap(({ event }) =>
      event.kind === 'outside-changed' && event.data.what === 'unreached' ? [event.data.requestId] : [],
    ),
  );
  const bodyOf = (id: string | null) => words.find((one) => one.id === id)?.body;
  return requests.map((request) => ({
    id: request.id,
    partyName: to.get(request.id)?.name,
    email: to.get(request.id)?.email,
    question: bodyOf(request.wordsId),
    askedByName: names.users.get(request.askedBy),
    askedAt: request.askedAt,
    status: request.status,
    reason: request.reason,
    deadline: request.deadline,
    closesAt: request.closesAt,
    showsPlace: request.showsPlace,
    photos: request.photoIds.length,
    ground: request.ground,
    isUnreached: isAwaited(request) && unreached.has(request.id),
    deeds: deeds
      .filter(({ requestId }) => requestId === request.id)
      .map(({ act, at, name, role, wordsId }) => ({ act, at, name, role, words: bodyOf(wordsId) })),
  }));
}
