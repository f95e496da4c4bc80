import { bare } from './find.ts';
import type { Address, Complex, Neighbourhood } from './model.ts';

/** The columns of a list of complexes, by their names on the first line; in any order. */
export const COLUMNS = [
  'complex',
  'nummer',
  'beheerder',
  'straat',
  'huisnummer',
  'postcode',
  'buurt',
] as const;
type Column = (typeof COLUMNS)[number];
/** Every row has these filled in. */
const ALWAYS = ['complex', 'beheerder'] as const;

/** A row of a list, with its line in the file. */
export interface ListLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Something that is wrong with a list, where, and what cures it. */
export interface Mistake {
  readonly line: number;
  readonly says: string;
}

/** What a municipality has, against which a list is held. */
export interface Known {
  readonly parties: readonly { readonly id: string; readonly name: string }[];
  readonly neighbourhoods: readonly Neighbourhood[];
  readonly addresses: readonly Address[];
  readonly complexes: readonly Complex[];
}

/** A complex as it is to be, with all the addresses that lie in it. */
export interface PlannedComplex extends Omit<Complex, 'id'> {
  /** The one that is there already. */
  readonly before: Complex | undefined;
  readonly addressIds: readonly string[];
}

type Row = Readonly<Record<Column, string>> & { readonly line: number };

/** One complex of the list with the rows that name it. */
interface Group {
  readonly first: Row;
  readonly partyId: string;
  readonly rows: Row[];
}

/**
 * What a list makes of the complexes of a municipality: for each that it names who manages it, where it lies and all of its
 * addresses. All that is wrong is told at once, and then nothing of the list counts. Complexes that it does not name stay.
 */
export function planComplexes(
  lines: readonly ListLine[],
  known: Known,
): { readonly planned: readonly PlannedComplex[]; readonly mistakes: readonly Mistake[] } {
  const mistakes: Mistake[] = [];
  const rows = rowsOf(lines, mistakes);
  const groups = groupsOf(rows, known, mistakes);
  const planned = plannedOf(groups, known, mistakes);
  return { planned, mistakes: mistakes.toSorted((one, other) => one.line - other.line) };
}

function rowsOf([heading, ...lines]: readonly ListLine[], mistakes: Mistake[]): Row[] {
  const names = (heading?.cells ?? []).map((cell) => cell.toLowerCase());
  const absent = COLUMNS.filter((column) => !names.includes(column) && column !== 'buurt');
  if (absent.length > 0) {
    const says = `the first line names no column ${absent.join(', ')}: it has to name ${COLUMNS.join(', ')}`;
    mistakes.push({ line: heading?.line ?? 1, says });
    return [];
  }
  return lines.flatMap(({ line, cells }): Row[] => {
    const cell = (column: Column) => cells[names.indexOf(column)] ?? '';
    const empty = ALWAYS.filter((column) => cell(column) === '');
    if (empty.length > 0) {
      mistakes.push({ line, says: `${empty.join(' and ')} not filled in: fill it in or leave the row out` });
      return [];
    }
    const [complex, nummer, beheerder] = [cell('complex'), cell('nummer'), cell('beheerder')];
    const [straat, huisnummer, postcode] = [cell('straat'), cell('huisnummer'), cell('postcode')];
    return [{ line, complex, nummer, beheerder, straat, huisnummer, postcode, buurt: cell('buurt') }];
  });
}

function groupsOf(rows: readonly Row[], { parties }: Known, mistakes: Mistake[]): Group[] {
  const partyIds = new Map(parties.map(({ id, name }) => [bare(name), id]));
  const groups = new Map<string, Group>();
  const namers = new Map<string, Row>();
  for (const row of rows) {
    const partyId = partyIds.get(bare(row.beheerder));
    if (partyId === undefined) {
      const names = parties.map(({ name }) => name).join(', ');
      const says = `'${row.beheerder}' is no organisation here: write one of ${names}`;
      mistakes.push({ line: row.line, says });
      continue;
    }
    const key = `${partyId} ${bare(row.nummer) || bare(row.complex)}`;
    const group = groups.get(key) ?? { first: row, partyId, rows: [] };
    const namer = namers.get(`${partyId} ${bare(row.complex)}`) ?? row;
    if (group.first.complex !== row.complex) mistakes.push(twoNames(row, group.first));
    else if (namer.nummer !== row.nummer) mistakes.push(twoNumbers(row, namer));
    group.rows.push(row);
    groups.set(key, group);
    namers.set(`${partyId} ${bare(row.complex)}`, namer);
  }
  return [...groups.values()];
}

function twoNames({ line, nummer, complex }: Row, first: Row): Mistake {
  const says = `${nummer || complex} is called '${complex}' here and '${first.complex}' on line ${first.line}: give it one name`;
  return { line, says };
}

function twoNumbers({ line, complex, nummer }: Row, first: Row): Mistake {
  const says = `'${complex}' has number '${nummer}' here and '${first.nummer}' on line ${first.line}: give it one number`;
  return { line, says };
}

function plannedOf(groups: readonly Group[], known: Known, mistakes: Mistake[]): PlannedComplex[] {
  const find = addressFinder(known.addresses);
  const areas = new Map(known.neighbourhoods.map(({ id, code }) => [code, id]));
  const taken = new Map<string, Row>();
  return groups.flatMap(({ first, partyId, rows }): PlannedComplex[] => {
    const homes = rows.flatMap((row) => addressOf(row, { find, taken }, mistakes));
    const told = rows.find(({ buurt }) => buurt !== '');
    const neighbourhoodId = told ? areas.get(told.buurt) : mostOf(homes);
    if (neighbourhoodId === undefined) {
      const says = told
        ? `'${told.buurt}' is no code of a neighbourhood here: put it right or leave it empty`
        : `'${first.complex}' has no address and no neighbourhood: fill in one of both`;
      mistakes.push({ line: (told ?? first).line, says });
      return [];
    }
    const [name, code] = [first.complex, first.nummer || undefined];
    const before = beforeOf({ partyId, name, code }, known.complexes);
    const addressIds = homes.map(({ id }) => id);
    return [{ before, name, code: code ?? before?.code, partyId, neighbourhoodId, addressIds }];
  });
}

/** The complex that is there already: by its number, else by its name where one of both has no number. */
function beforeOf(
  { partyId, name, code }: Pick<Complex, 'partyId' | 'name' | 'code'>,
  complexes: readonly Complex[],
): Complex | undefined {
  const own = complexes.filter((one) => one.partyId === partyId);
  const byName = own.find((one) => bare(one.name) === bare(name));
  const isSame = code === undefined || byName?.code === undefined;
  return own.find((one) => code !== undefined && one.code === code) ?? (isSame ? byName : undefined);
}

type Find = (row: Row) => readonly Address[];

function addressFinder(addresses: readonly Address[]): Find {
  const found = Map.groupBy(addresses, ({ street, houseNumber }) => bare(`${street} ${houseNumber}`));
  return ({ straat, huisnummer, postcode }) => {
    const all = found.get(bare(`${straat} ${huisnummer}`)) ?? [];
    return postcode === '' ? all : all.filter((one) => bare(one.postcode) === bare(postcode));
  };
}

/** The address of a row, if it names one. */
function addressOf(
  row: Row,
  { find, taken }: { readonly find: Find; readonly taken: Map<string, Row> },
  mistakes: Mistake[],
): Address[] {
  if (row.straat === '' && row.huisnummer === '') return [];
  const { line } = row;
  const written = `${row.straat} ${row.huisnummer} ${row.postcode}`.trim();
  const [address, ...others] = find(row);
  const earlier = address && taken.get(address.id);
  if (!address) {
    mistakes.push({ line, says: `'${written}' is no address here: put it right or leave the row out` });
    return [];
  }
  if (others.length > 0) {
    mistakes.push({ line, says: `'${written}' is more than one address: fill in the postcode` });
    return [];
  }
  if (earlier) {
    const says = `'${written}' stands on line ${earlier.line} too, in '${earlier.complex}': leave one of both out`;
    mistakes.push({ line, says });
    return [];
  }
  taken.set(address.id, row);
  return [address];
}

/** The neighbourhood in which most of these lie; of two that are equal the one that came first. */
function mostOf(homes: readonly Address[]): string | undefined {
  const counts = [...Map.groupBy(homes, ({ neighbourhoodId }) => neighbourhoodId)];
  return counts.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

/** What a plan changes for one complex; all zero and false when it is as it was. */
export function changesOf({ before, addressIds, ...plan }: PlannedComplex, addresses: readonly Address[]) {
  const now = new Set(addressIds);
  const inside = addresses.filter(({ complexId }) => complexId !== undefined && complexId === before?.id);
  const coming = addresses.filter(({ id, complexId }) => now.has(id) && complexId !== before?.id);
  const isRenamed = before !== undefined && (before.name !== plan.name || before.code !== plan.code);
  return {
    isNew: before === undefined,
    isChanged: isRenamed || (before !== undefined && before.neighbourhoodId !== plan.neighbourhoodId),
    coming: before === undefined ? [...addressIds] : coming.map(({ id }) => id),
    /** Of those that come: how many come from another complex. */
    fromOthers: coming.filter(({ complexId }) => complexId !== undefined).length,
    leaving: inside.filter(({ id }) => !now.has(id)).map(({ id }) => id),
  };
}
