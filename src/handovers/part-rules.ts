import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { PartGround, PartShows, ReportStatus, Turn } from '../reports/model.ts';
import { PARTS_MOST, type Command, type Handling } from './model.ts';

const OUTSIDE = ['ask-outside', 'renew-outside', 'withdraw-outside'] as const;

/** What can be done with a part: no reporter is asked or answered, and whoever has the whole decides where it goes. */
const OF_PART = {
  'with-coordinator': ['hand-on', 'take-over', 'give', 'note', 'finish-part', ...OUTSIDE],
  offered: ['accept', 'decline', 'take-over', 'note', 'withdraw-outside'],
  accepted: ['hand-on', 'take-over', 'give', 'note', 'finish-part', ...OUTSIDE],
  joined: [],
  // what ended stays so; who wants more asks another part
  closed: [],
} satisfies Record<ReportStatus, readonly Command[]>;

/** A service that took a part on does it or says that it cannot; to whom else it goes is for who has the whole. */
export function possibleOfPart({ status, nextStep }: Handling['report']): readonly Command[] {
  const possible: readonly Command[] = OF_PART[status];
  return nextStep === 'decide' ? possible : possible.filter((command) => command !== 'hand-on');
}

/** Whether nobody works on this part yet, or any more: it waits for an answer, or for a decision of who has the whole. */
export function waitsForWhole({ status, nextStep }: Handling['report']): boolean {
  return status === 'offered' || nextStep === 'decide';
}

/** Words of the whole are shown on a ground or not at all, and there is an end to the number of parts. */
export function judgeSplit({
  shows,
  ground,
  open,
}: {
  readonly shows: PartShows;
  readonly ground: PartGround | null;
  readonly open: number;
}): Outcome<true> {
  if (open >= PARTS_MOST) return refuse('parts-many');
  if (showsStory(shows) && ground === null) return refuse('part-ground-missing', { pointer: 'ground' });
  return ok(true);
}

export function showsStory(shows: PartShows): boolean {
  return shows === 'story' || shows === 'place-and-story';
}

export function showsPlace(shows: PartShows): boolean {
  return shows === 'place' || shows === 'place-and-story';
}

/** A whole ends, or goes along with another, only when each part has an outcome: it is asked, nothing is dropped. */
export function judgeWhole(openParts: number): Outcome<true> {
  return openParts === 0 ? ok(true) : refuse('parts-open');
}

/** Where a part comes back to: who has the whole, when somebody has it in hand. Without an answer it is the coordinator's. */
export function homeOf({
  status,
  ownerId,
  ownerServiceId,
}: Handling['report']): Pick<Turn, 'status' | 'ownerId' | 'ownerServiceId'> | undefined {
  return status === 'accepted' || status === 'with-coordinator'
    ? { status, ownerId, ownerServiceId }
    : undefined;
}

/** What the clock does with a part whose deadline passed, of which the rules of reports say that it goes to the coordinator. */
export function isBackAlready({ nextStep }: Handling['report']): boolean {
  return nextStep === 'decide';
}
