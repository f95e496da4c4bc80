import type { Complex } from './model.ts';

/** A complex in a list to choose from, below the name of who manages it. */
interface ComplexChoice {
  readonly id: string;
  readonly name: string;
  readonly group: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Complexes to choose from, by the names of the organisations: those of the own one first. Cost: that of sorting. */
export function complexChoices(
  all: readonly Complex[],
  { partyId, parties }: { readonly partyId: string; readonly parties: readonly Named[] },
): ComplexChoice[] {
  const names = new Map(parties.map(({ id, name }) => [id, name]));
  const isOther = (one: Complex) => Number(one.partyId !== partyId);
  const group = (one: Complex) => names.get(one.partyId) ?? '';
  return all
    .toSorted(
      (one, other) =>
        isOther(one) - isOther(other) ||
        group(one).localeCompare(group(other), 'nl') ||
        one.name.localeCompare(other.name, 'nl', { numeric: true }),
    )
    .map((one) => ({
      id: one.id,
      name: one.code === undefined ? one.name : `${one.name} (${one.code})`,
      group: group(one),
    }));
}
