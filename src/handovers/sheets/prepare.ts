import type { Tx } from '../../kit/db.ts';
import type { T } from '../../kit/translate.ts';
import type { UserActor } from '../../people/model.ts';
import type { Address } from '../../places/model.ts';
import { keyFromContent, matchAddress } from '../../reports/index.ts';
import { STORY_MAX, type RoundKind, type Submission } from '../../reports/model.ts';
import { readReference } from '../reference-rules.ts';
import type { RowBlock, RowDoubt, SheetDanger } from '../sheet-wire.ts';
import {
  contactOf,
  dangerIn,
  dayOf,
  identityOf,
  judge,
  kindOf,
  observationsOf,
  rowOf,
  storyOf,
  type Row,
} from './rules.ts';
import type { SheetDraft } from '../sheet-store.ts';
import type { SheetWords } from './words.ts';

/** What a row is read against. */
export interface Surroundings {
  readonly words: SheetWords;
  readonly kinds: readonly RoundKind[];
  readonly book: readonly Address[];
  /** The name of the system of the organisation, which falls away before its references. */
  readonly systemName: string | undefined;
  /** For the words that the program itself writes beside those of the reporter. */
  readonly t: T;
}

/** A row as it would become a report. */
export interface Prepared {
  readonly row: Row;
  readonly kind: RoundKind | undefined;
  readonly addressId: string | undefined;
  readonly reference: string | undefined;
  readonly story: string;
  readonly danger: readonly string[];
  readonly block: RowBlock | undefined;
  readonly doubts: readonly RowDoubt[];
}

export function prepare(
  cells: readonly string[],
  { fields, kind: listKind }: Pick<SheetDraft, 'fields' | 'kind'>,
  { words, kinds, book, systemName, t }: Surroundings,
): Prepared {
  const row = rowOf(cells, fields);
  const ownKind = kindOf(row.kind, kinds);
  const place = matchAddress(row.address, book);
  const reference = row.reference === '' ? undefined : readReference(row.reference, systemName);
  const day = dayOf(row.date);
  const lines = {
    date: row.date === '' ? '' : t('sheets.story-date', { date: day ?? row.date }),
    kind: row.kind === '' || ownKind ? '' : t('sheets.story-kind', { kind: row.kind }),
    place: row.address === '' || place.kind === 'found' ? '' : `${t('reports.story.place')} ${row.address}`,
  };
  const story = storyOf(row, { lines });
  const judged = judge(row, {
    story,
    storyMax: STORY_MAX,
    place: { kind: place.kind === 'registered' ? 'nowhere' : place.kind },
    kind: ownKind,
    isReference: reference?.ok === true,
  });
  return {
    row,
    kind: ownKind ?? (row.kind === '' ? kinds.find(({ id }) => id === listKind) : undefined),
    addressId: place.kind === 'found' ? place.addressId : undefined,
    reference: reference?.ok ? reference.value : undefined,
    story,
    danger: dangerIn(row, words),
    ...judged,
  };
}

/** The key of a row: the same content of the same organisation is the same report, in whatever list it stands. */
export function rowKey(tx: Tx, { partyId }: Pick<UserActor, 'partyId'>, { row }: Prepared): Promise<string> {
  return keyFromContent(tx, identityOf(row, partyId));
}

export function submissionOf(
  { row, kind, addressId, story, danger: words }: Prepared,
  { key, danger }: { readonly key: string; readonly danger: SheetDanger },
): Submission {
  return {
    key,
    language: 'nl',
    channel: 'list',
    observations: observationsOf(kind, { danger, hasDangerWords: words.length > 0 }),
    story,
    addressId,
    contact: contactOf(row.contact),
  };
}
