import { wilsonInterval } from '@wijkverbond/core/stats';
import type { Tx } from '../../kit/db.ts';
import { getMunicipality, neighbourhoods } from '../../places/index.ts';
import { CARE } from '../answer-rules.ts';
import { COUNT_MIN, withhold } from '../figure-rules.ts';
import { isMostlyOnePerson, whoWorks } from '../figures.ts';
import { countContacts } from '../figures-store.ts';
import { countCareClosed, countCareOffers } from '../mirror-figures-store.ts';
import type { Measure, MeasureView, ShareView } from '../mirror-wire.ts';
import type { QuarterPeriod } from '../overview-wire.ts';
import { quarterPeriod } from '../quarters.ts';

/** Where each figure belongs among the nine blocks; of the others the loop knows nothing. */
const MEASURES: Readonly<Record<number, readonly Measure[]>> = {
  4: ['came-back'],
  6: ['in-time', 'silent', 'contact'],
  7: ['no-police'],
  8: ['no-police', 'came-back'],
};

interface Counted {
  readonly serviceId: string;
  readonly areaId: string;
  readonly n: number;
  readonly k: number;
}

/** What the loop measures of one block in a quarter; quarters do not overlap, so that none can be taken off another. */
export async function measuresOf(
  tx: Tx,
  { number, wished }: { number: number; wished: string | undefined },
): Promise<{ period: QuarterPeriod; measures: MeasureView[] }> {
  const period = quarterPeriod(tx.now, wished);
  const { from, until } = period;
  const asked = MEASURES[number] ?? [];
  if (asked.length === 0) return { period, measures: [] };
  const cells = await cellsOf(tx, { from, until, asked });
  const areas = await neighbourhoods(tx);
  const names = [...areas.map(({ id, name }) => ({ id, name })), { id: '', name: undefined }];
  const worked = await whoWorks(tx);
  const measures = asked.map((measure) => {
    const own = cells.filter((cell) => cell.measure === measure);
    return { measure, ...sharesOf(own, names, (some) => isMostlyOnePerson(worked, some, ({ n }) => n)) };
  });
  return { period, measures };
}

type MeasuredCell = Counted & { readonly measure: Measure };

async function cellsOf(
  tx: Tx,
  { from, until, asked }: { from: Date; until: Date; asked: readonly Measure[] },
): Promise<MeasuredCell[]> {
  const { deskServiceId } = await getMunicipality(tx);
  const question = { from, until, natures: CARE, deskServiceId };
  const asks = (...measures: Measure[]) => measures.some((measure) => asked.includes(measure));
  const offers = asks('in-time', 'silent') ? await countCareOffers(tx, question) : [];
  const closed = asks('no-police', 'came-back') ? await countCareClosed(tx, question) : [];
  const contacts = asks('contact') ? await countContacts(tx, { from, until }) : [];
  return [
    ...[...offers, ...closed].map(({ neighbourhoodId, ...cell }) => ({
      ...cell,
      areaId: neighbourhoodId ?? '',
    })),
    ...contacts
      .filter(({ nature }) => CARE.includes(nature))
      .map(({ serviceId, due, inTime }) => ({
        measure: 'contact' as const,
        serviceId,
        areaId: '',
        n: due,
        k: inTime,
      })),
  ];
}

/**
 * The share of all, and of each area that may be told beside it. What is hidden can not be computed from the others; a group in
 * which one person did nearly all is hidden however large.
 */
export function sharesOf(
  cells: readonly Counted[],
  areas: readonly { readonly id: string; readonly name: string | undefined }[],
  isOnePersons: (cells: readonly Counted[]) => boolean,
): Pick<MeasureView, 'all' | 'areas'> {
  const byArea = Map.groupBy(cells, ({ areaId }) => areaId);
  const groups = areas.map(({ id }) => {
    const own = byArea.get(id) ?? [];
    return { key: id, n: sum(own, 'n'), k: sum(own, 'k'), blocked: isOnePersons(own) };
  });
  const { hidden, total } = withhold(groups);
  const [n, k] = [sum(cells, 'n'), sum(cells, 'k')];
  const isTold = total && n >= COUNT_MIN && !isOnePersons(cells);
  return {
    all: isTold ? shareOf(k, n) : undefined,
    areas: groups
      .filter((group) => group.n > 0)
      .map((group) => ({
        id: group.key,
        name: areas.find(({ id }) => id === group.key)?.name,
        share: !isTold || hidden.has(group.key) ? undefined : shareOf(group.k, group.n),
      })),
  };
}

function shareOf(part: number, whole: number): ShareView {
  return { part, whole, ...wilsonInterval({ part, whole }) };
}

function sum(cells: readonly Counted[], of: 'n' | 'k'): number {
  return cells.reduce((all, cell) => all + cell[of], 0);
}
