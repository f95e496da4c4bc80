import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { PHOTOS_MAX, type Photo } from '../reports/model.ts';
import type { Handling } from './model.ts';
import { mayReadWords, maySee, type Person } from './rules.ts';

export type PhotoCommand = 'add-photo' | 'share-photo' | 'remove-photo';

/** Photos open with the words: to whom the words are shut, a report has none. */
export function mayReadPhotos(person: Person, handling: Handling): boolean {
  return maySee(person, handling) && mayReadWords(person, handling);
}

/** What the reporter sees: the own ones always, those of others once they were shared. */
export function isForReporter({ authorKind, isShared }: Pick<Photo, 'authorKind' | 'isShared'>): boolean {
  return authorKind === 'reporter' || isShared;
}

/** How many photos one side may still add: the reporter, or who works on it. */
export function roomFor(side: 'reporter' | 'user', photos: readonly Pick<Photo, 'authorKind'>[]): number {
  return Math.max(0, PHOTOS_MAX - photos.filter(({ authorKind }) => authorKind === side).length);
}

/** May this person do this with the photos now? To take one away is possible in every state: it may be of somebody. */
export function permitPhoto(person: Person, handling: Handling, command: PhotoCommand): Outcome<true> {
  const { report } = handling;
  if (!mayReadPhotos(person, handling)) return refuse('report-unknown');
  if (!person.permissions.has('report.handle')) return refuse('not-allowed');
  if (command === 'remove-photo') return ok(true);
  if (report.status === 'closed') return refuse('report-closed');
  if (command === 'add-photo') return ok(true);
  return report.ownerId === person.userId ? ok(true) : refuse('not-your-turn');
}
