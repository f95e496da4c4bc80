import type { Sheet } from '../../kit/sheet.ts';
import type { Contact, Observations, RoundKind } from '../../reports/model.ts';
import { NO_STORY } from '../../reports/model.ts';
import type { SheetField, SheetFields } from '../model.ts';
import type { RowBlock, RowDoubt, SheetDanger } from '../sheet-wire.ts';
import type { SheetWords } from './words.ts';

export interface Recognised {
  readonly hasHeading: boolean;
  readonly fields: SheetFields;
}

/** What a list looks like by the names of its columns; without such names the longest cells are the words. */
export function recognise(sheet: Sheet, { columns }: Pick<SheetWords, 'columns'>): Recognised {
  const [first = []] = sheet;
  const fields = first.map((cell) => fieldOf(cell, columns));
  if (fields.some((field) => field !== undefined))
    return { hasHeading: true, fields: withWords(sheet, fields) };
  return { hasHeading: false, fields: withWords(sheet, fields) };
}

function fieldOf(cell: string, columns: SheetWords['columns']): SheetField | undefined {
  const wanted = bare(cell);
  if (wanted === '') return undefined;
  const found = Object.entries(columns).find(([, names]) => names.some((name) => bare(name) === wanted));
  return found?.[0] as SheetField | undefined;
}

/** Without words there is no report: the column with the most letters that was taken for nothing else has them. */
function withWords(sheet: Sheet, fields: SheetFields): SheetFields {
  if (fields.includes('words')) return fields;
  const letters = fields.map((field, at) =>
    field === undefined ? sheet.reduce((sum, row) => sum + (row[at]?.length ?? 0), 0) : 0,
  );
  const most = Math.max(0, ...letters);
  const at = most === 0 ? -1 : letters.indexOf(most);
  return fields.map((field, column) => (column === at ? 'words' : field));
}

/** Letters and digits only, in lower case, without accents. */
function bare(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '');
}

/** The cells of one row by what they are: as they were typed, apart by a space, words by a line end. */
export interface Row {
  readonly words: string;
  readonly address: string;
  readonly kind: string;
  readonly date: string;
  readonly contact: string;
  readonly reference: string;
}

export function rowOf(cells: readonly string[], fields: SheetFields): Row {
  const held = (field: SheetField, between: string) =>
    cells.filter((cell, at) => fields[at] === field && cell !== '').join(between);
  return {
    words: held('words', '\n'),
    address: held('address', ' '),
    kind: held('kind', ' '),
    date: held('date', ' '),
    contact: held('contact', ' '),
    reference: held('reference', ' '),
  };
}

/** The words of danger that stand in a row as whole words, each once. They decide nothing; they come first. */
export function dangerIn(row: Row, { danger }: Pick<SheetWords, 'danger'>): string[] {
  const text = ` ${spaced(`${row.words} ${row.kind}`)} `;
  return danger.filter((word) => text.includes(` ${spaced(word)} `));
}

function spaced(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The kind that a cell names, in either language or by its code. */
export function kindOf(cell: string, kinds: readonly RoundKind[]): RoundKind | undefined {
  const wanted = bare(cell);
  return wanted === ''
    ? undefined
    : kinds.find(({ id, label }) => [id, label.nl, label.en].some((name) => bare(name) === wanted));
}

/** What the tables weigh of a row: finite answers alone. Where words of danger stand, nobody said that there is none. */
export function observationsOf(
  kind: RoundKind | undefined,
  { danger, hasDangerWords }: { danger: SheetDanger; hasDangerWords: boolean },
): Observations {
  return {
    danger: { kind: hasDangerWords ? 'unknown' : danger },
    sights: kind?.sights ?? [],
    about: kind?.about ?? 'unknown',
  };
}

const DAY_FIRST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?:\D.*)?$/;
const YEAR_FIRST = /^(\d{4})-(\d{2})-(\d{2})(?:\D.*)?$/;

/** The day that a cell tells, as `2026-11-29`; undefined for what is no day. */
export function dayOf(cell: string): string | undefined {
  const [, day, month, year] = DAY_FIRST.exec(cell) ?? [];
  const [, y, m, d] = YEAR_FIRST.exec(cell) ?? [];
  const parts = year === undefined ? [y, m, d] : [year, month, day];
  if (parts.some((part) => part === undefined)) return undefined;
  const written = parts.map((part = '') => part.padStart(2, '0')).join('-');
  const read = new Date(`${written}T00:00:00Z`);
  return Number.isNaN(read.getTime()) || !read.toISOString().startsWith(written) ? undefined : written;
}

const EMAIL = /[^\s<>()",;:]+@[^\s<>()",;:]+\.[a-z]{2,}/i;
const PHONE = /\+?\d(?:[ ()-]{0,2}\d){7,14}/;
const CONTACT_MAX = 200;

/** How to reach the reporter, out of one or more cells: an address of mail, a number of a telephone, and the rest a name. */
export function contactOf(cell: string): Contact {
  const email = EMAIL.exec(cell)?.[0];
  const rest = email === undefined ? cell : cell.replace(email, ' ');
  const phone = PHONE.exec(rest)?.[0];
  const name = (phone === undefined ? rest : rest.replace(phone, ' '))
    .replaceAll(/[\s<>()",;:/|]+/g, ' ')
    .trim()
    .slice(0, CONTACT_MAX);
  return { ...(name ? { name } : {}), ...(email ? { email } : {}), ...(phone ? { phone } : {}) };
}

export interface PlaceInRow {
  readonly kind: 'found' | 'several' | 'nowhere';
}

/** What of a row is missing or doubtful, and whether it can be made at all. */
export function judge(
  row: Row,
  told: {
    readonly story: string;
    readonly storyMax: number;
    readonly place: PlaceInRow;
    readonly kind: RoundKind | undefined;
    readonly isReference: boolean;
  },
): { readonly block: RowBlock | undefined; readonly doubts: RowDoubt[] } {
  const block = row.words === '' ? 'no-words' : told.story.length > told.storyMax ? 'words-long' : undefined;
  const doubts: (RowDoubt | undefined)[] = [
    placeDoubt(row, told.place),
    row.kind !== '' && told.kind === undefined ? 'kind-unknown' : undefined,
    row.date !== '' && dayOf(row.date) === undefined ? 'date-unclear' : undefined,
    row.reference !== '' && !told.isReference ? 'reference-unclear' : undefined,
  ];
  return { block, doubts: doubts.filter((doubt) => doubt !== undefined) };
}

function placeDoubt({ address }: Row, { kind }: PlaceInRow): RowDoubt | undefined {
  if (kind === 'found') return undefined;
  if (address === '') return 'no-place';
  return kind === 'several' ? 'place-several' : 'place-unknown';
}

/** What the reporter told, as it is kept: with the day, and the kind and the place where these were not understood. */
export function storyOf(
  row: Row,
  { lines }: { readonly lines: { readonly date: string; readonly kind: string; readonly place: string } },
): string {
  const parts = [row.words || NO_STORY, lines.date, lines.kind, lines.place];
  return parts.filter((part) => part !== '').join('\n');
}

/** What makes a row this row, whatever list it stands in: what it tells, without capitals and spaces. */
export function identityOf(row: Row, partyId: string): string {
  const parts = [row.words, row.address, row.kind, row.date, row.contact, row.reference];
  return ['list', partyId, ...parts.map((part) => part.toLowerCase().replaceAll(/\s+/g, ' ').trim())].join(
    '\n\n',
  );
}
