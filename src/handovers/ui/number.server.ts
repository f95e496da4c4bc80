import type { Database } from '../../kit/db.ts';
import { notFound } from '../../kit/web/responses.ts';
import type { Actor } from '../../people/model.ts';
import { isOpenTo, reportsUnder } from '../index.ts';

export const NUMBER = /^[1-9]\d{0,14}$/;

/** The number of a report in an address; what is no number is no report. */
export function numberIn(text: string | undefined): number {
  if (!text || !NUMBER.test(text)) throw notFound();
  return Number(text);
}

/**
 * The reports that somebody may mean: the one of this number, and those that the own services keep under what was typed in a system of
 * their own. A number that is neither goes to its report all the same, which says that it is not there.
 */
export async function reportsFor(db: Database, actor: Actor, typed: string): Promise<number[]> {
  const under = await reportsUnder(db, actor, typed);
  const referred = under.ok ? under.value : [];
  if (!NUMBER.test(typed)) return referred;
  const number = Number(typed);
  const isThere = referred.length === 0 || (await isOpenTo(db, actor, number));
  return [...new Set([...(isThere ? [number] : []), ...referred])];
}
