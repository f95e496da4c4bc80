/** Table `from` has a foreign key to table `to` that is checked at once. */
export interface Reference {
  readonly from: string;
  readonly to: string;
}

/** The tables so that each comes after those it refers to, and otherwise by name. */
export function inOrder<Table extends { readonly name: string }>(
  tables: readonly Table[],
  references: readonly Reference[],
): Table[] {
  const ordered: Table[] = [];
  let left = tables.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  while (left.length > 0) {
    const waits = (table: Table) =>
      references.some(
        ({ from, to }) => from === table.name && to !== from && left.some(({ name }) => name === to),
      );
    const ready = left.filter((table) => !waits(table));
    if (ready.length === 0)
      throw new Error(
        `expected foreign keys without a circle, or deferrable ones; got one among ${left.map(({ name }) => name).join(', ')}`,
      );
    ordered.push(...ready);
    left = left.filter(waits);
  }
  return ordered;
}
