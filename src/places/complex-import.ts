import { newId } from '../kit/ids.ts';
import type { Tx } from '../kit/db.ts';
import { changesOf, planComplexes, type Known, type ListLine, type Mistake } from './complex-rules.ts';
import * as complexStore from './complex-store.ts';
import * as store from './store.ts';

/** What became, or would become, of one complex of a list. */
export interface ImportedComplex {
  readonly name: string;
  readonly code: string | undefined;
  readonly partyId: string;
  readonly is: 'new' | 'changed' | 'as it was';
  /** Front doors: all of them, and how many of these are new in it, of which out of another complex; and how many leave. */
  readonly addresses: number;
  readonly coming: number;
  readonly fromOthers: number;
  readonly leaving: number;
}

/**
 * Makes the complexes of a municipality as a list has them, or only says what would change. With a mistake nothing is
 * written. The same list again changes nothing. Needs the owner's connection: the application may only read places.
 */
export async function importComplexes(
  tx: Tx,
  lines: readonly ListLine[],
  { parties, isPreview }: Pick<Known, 'parties'> & { readonly isPreview: boolean },
): Promise<{ readonly done: readonly ImportedComplex[]; readonly mistakes: readonly Mistake[] }> {
  const addresses = await store.addresses(tx);
  const { planned, mistakes } = planComplexes(lines, {
    parties,
    addresses,
    neighbourhoods: await store.neighbourhoods(tx),
    complexes: await complexStore.complexes(tx),
  });
  if (mistakes.length > 0) return { done: [], mistakes };
  const changes = planned.map((plan) => ({ plan, change: changesOf(plan, addresses) }));
  if (!isPreview) {
    // who leaves goes first: an address that moves from one complex of the list to another comes after
    for (const { change } of changes) await complexStore.moveAddresses(tx, change.leaving, null);
    for (const { plan, change } of changes) {
      const complex = { ...plan, id: plan.before?.id ?? newId<'complex'>() };
      if (change.isNew) await complexStore.insertComplex(tx, complex);
      if (change.isChanged) await complexStore.updateComplex(tx, complex);
      await complexStore.moveAddresses(tx, change.coming, complex.id);
    }
  }
  return {
    mistakes,
    done: changes.map(({ plan: { name, code, partyId, addressIds }, change }) => {
      const isSame = !change.isChanged && change.coming.length + change.leaving.length === 0;
      return {
        name,
        code,
        partyId,
        is: change.isNew ? 'new' : isSame ? 'as it was' : 'changed',
        addresses: addressIds.length,
        coming: change.coming.length,
        fromOthers: change.fromOthers,
        leaving: change.leaving.length,
      };
    }),
  };
}
