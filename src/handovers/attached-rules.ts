import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Photo } from '../reports/model.ts';
import type { Handling } from './model.ts';
import { mayReadWords, maySee, type Person } from './rules.ts';

/** What can be done with the photos and the documents of a report. */
export type AttachedCommand = 'add' | 'share' | 'remove';

/** Photos and documents open with the words: to whom the words are shut, a report has none. */
export function mayReadAttached(person: Person, handling: Handling): boolean {
  return maySee(person, handling) && mayReadWords(person, handling);
}

/** What the reporter sees: the own ones always, those of others once they were shared. */
export function isForReporter({ authorKind, isShared }: Pick<Photo, 'authorKind' | 'isShared'>): boolean {
  return authorKind === 'reporter' || isShared;
}

/** How many of `most` one side may still add: the reporter, or who works on it. */
export function roomFor(
  side: 'reporter' | 'user',
  there: readonly Pick<Photo, 'authorKind'>[],
  most: number,
): number {
  return Math.max(0, most - there.filter(({ authorKind }) => authorKind === side).length);
}

/** May this person do this with them now? To take one away is possible in every state: it may be of somebody. */
export function permitAttached(person: Person, handling: Handling, command: AttachedCommand): Outcome<true> {
  const { report } = handling;
  if (!mayReadAttached(person, handling)) return refuse('report-unknown');
  if (!person.permissions.has('report.handle')) return refuse('not-allowed');
  if (command === 'remove') return ok(true);
  if (report.status === 'closed') return refuse('report-closed');
  if (command === 'add') return ok(true);
  // a part has no reporter to share with
  if (report.part) return refuse('not-allowed');
  return report.ownerId === person.userId ? ok(true) : refuse('not-your-turn');
}
