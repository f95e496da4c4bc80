import { refuse, ok, type Outcome } from '../kit/outcome.ts';
import type { Absence } from './model.ts';

/** Longer away is another post: the roles go, and with them the work. */
const ABSENCE_DAYS_MAX = 366;

export interface Span {
  readonly startsAt: Date;
  readonly endsAt: Date;
}

/** What two of them share is more than a moment. */
export function overlaps(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt;
}

/**
 * Who stands in for somebody now: of a stand-in who is away too, that one's. Undefined for who is there, and where nobody
 * does: then the clock of each report brings it further, as always.
 */
export function standInAt(away: readonly Absence[], userId: string): string | undefined {
  const passed = new Set<string>();
  for (let current: string | null | undefined = userId; current;) {
    if (passed.has(current)) return undefined;
    passed.add(current);
    const absence = away.find(({ userId: who }) => who === current);
    if (!absence) return current === userId ? undefined : current;
    current = absence.standInId;
  }
  return undefined;
}

/** For whom somebody stands in now, directly or along a colleague who is away too. */
export function stoodInFor(away: readonly Absence[], userId: string): string[] {
  return away.flatMap(({ userId: who }) => (standInAt(away, who) === userId ? [who] : []));
}

interface Wish extends Span {
  readonly userId: string;
  readonly standInId: string | null;
}

/** May this be written down beside what is known already? A person is away once at a time, and nobody stands in from away. */
export function judgeAbsence(wish: Wish, known: readonly Absence[], now: Date): Outcome<true> {
  if (wish.endsAt <= wish.startsAt) return refuse('absence-ends-before', { pointer: 'until' });
  if (wish.endsAt <= now) return refuse('absence-past', { pointer: 'until' });
  const days = (wish.endsAt.getTime() - wish.startsAt.getTime()) / 86_400_000;
  if (days > ABSENCE_DAYS_MAX) return refuse('absence-too-long', { pointer: 'until' });
  const meanwhile = known.filter((other) => overlaps(other, wish));
  if (meanwhile.some(({ userId }) => userId === wish.userId))
    return refuse('absence-twice', { pointer: 'from' });
  return meanwhile.some(({ userId }) => userId === wish.standInId)
    ? refuse('stand-in-away', { pointer: 'standIn' })
    : ok(true);
}

/** One of those who can; nobody where nobody can, which is told to who leads them. */
export function judgeStandIn(able: readonly string[], standInId: string | null): Outcome<true> {
  const pointer = 'standIn';
  if (standInId === null) return able.length === 0 ? ok(true) : refuse('stand-in-missing', { pointer });
  return able.includes(standInId) ? ok(true) : refuse('stand-in-unknown', { pointer });
}
