import { dateAt, TIME_ZONE } from '../kit/wall-clock.ts';
import type { FigureRow, FiguresView } from './overview-wire.ts';

/** So many days after a quarter; our own number, where the municipality has none. */
export const OWN_FIRST_DAYS = 14;

/**
 * From when others see what an organisation did in a quarter that ends at `until`: it sees that itself first, and can say
 * something about it. Undefined where others see it at once.
 */
export function opensAt(until: Date, days: number = OWN_FIRST_DAYS): Date | undefined {
  if (days === 0) return undefined;
  const opening = dateAt(until).add({ days }).toZonedDateTime(TIME_ZONE);
  return new Date(opening.epochMilliseconds);
}

type Tables = Pick<FiguresView, 'total' | 'byParty' | 'byNature' | 'reasons'>;

/**
 * Keeps back what is of other organisations until they have seen it themselves. Where that is one organisation alone, its figures
 * would be what is left of the whole: then all that adds up to the whole is kept back with it.
 */
export function keepBack(tables: Tables, opening: Date): Tables {
  const headOf = ({ key, name, isOwn }: FigureRow): FigureRow => ({ key, name, isOwn, opensAt: opening });
  const others = tables.byParty.filter(({ isOwn }) => !isOwn);
  const byParty = tables.byParty.map((row) => (row.isOwn ? row : headOf(row)));
  if (others.length !== 1) return { ...tables, byParty };
  return { total: headOf(tables.total), byParty, byNature: tables.byNature.map(headOf), reasons: undefined };
}
