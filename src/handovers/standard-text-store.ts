import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import { readStreams } from '../kit/events.ts';
import { StandardText } from './model.ts';

interface TextTables {
  standard_text: {
    municipality_id: string;
    id: string;
    house_code: string | null;
    version: number;
    active: boolean;
  };
  standard_text_version: {
    municipality_id: string;
    text_id: string;
    version: number;
    name: string;
    purpose: string;
    outcome: string | null;
    natures: string[];
    body_nl: string | null;
    body_en: string | null;
    at: Date;
    by_id: string;
  };
}

/** A text of the municipality as it holds: its own, or its change to one of the house. */
export interface OwnText {
  readonly id: string;
  readonly houseCode: string | null;
  readonly version: number;
  readonly active: boolean;
  readonly text: StandardText;
}

export interface TextVersion {
  readonly version: number;
  readonly at: Date;
  readonly byId: string;
  readonly text: StandardText;
}

export async function ownTexts(tx: Tx): Promise<OwnText[]> {
  const rows = await on<TextTables>(tx)
    .selectFrom('standard_text')
    .innerJoin('standard_text_version', (join) =>
      join
        .onRef('standard_text_version.municipality_id', '=', 'standard_text.municipality_id')
        .onRef('standard_text_version.text_id', '=', 'standard_text.id')
        .onRef('standard_text_version.version', '=', 'standard_text.version'),
    )
    .select(['id', 'house_code', 'standard_text.version', 'active', 'name', 'purpose', 'outcome', 'natures'])
    .select(['body_nl', 'body_en'])
    .where('standard_text.municipality_id', '=', tx.municipalityId)
    .orderBy('standard_text.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    houseCode: row.house_code,
    version: row.version,
    active: row.active,
    text: textFrom(row),
  }));
}

/** Every version of one text, the newest first. */
export async function versionsOf(tx: Tx, textId: string): Promise<TextVersion[]> {
  const rows = await on<TextTables>(tx)
    .selectFrom('standard_text_version')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId)
    .where('text_id', '=', textId)
    .orderBy('standard_text_version.version', 'desc')
    .execute();
  return rows.map((row) => ({ version: row.version, at: row.at, byId: row.by_id, text: textFrom(row) }));
}

type Row = Pick<
  TextTables['standard_text_version'],
  'name' | 'purpose' | 'outcome' | 'natures' | 'body_nl' | 'body_en'
>;

function textFrom({ name, purpose, outcome, natures, body_nl: nl, body_en: en }: Row): StandardText {
  const body = { nl: nl ?? undefined, en: en ?? undefined };
  return StandardText.parse({ name, purpose, outcome, natures, body });
}

/** False when there is such a text already: the form came twice, or a colleague was first. */
export async function insertText(
  tx: Tx,
  { id, houseCode }: Pick<OwnText, 'id' | 'houseCode'>,
): Promise<boolean> {
  const row = await on<TextTables>(tx)
    .insertInto('standard_text')
    .values({ municipality_id: tx.municipalityId, id, house_code: houseCode, version: 1, active: true })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** One after the other: the version that the row holds is the one that the next follows. */
export async function lockText(tx: Tx, id: string): Promise<Pick<OwnText, 'version' | 'active'> | undefined> {
  return on<TextTables>(tx)
    .selectFrom('standard_text')
    .select(['version', 'active'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

export async function insertVersion(
  tx: Tx,
  textId: string,
  { version, byId, text }: Pick<TextVersion, 'version' | 'byId' | 'text'>,
): Promise<void> {
  const { name, purpose, outcome, natures, body } = text;
  await on<TextTables>(tx)
    .insertInto('standard_text_version')
    .values({
      municipality_id: tx.municipalityId,
      text_id: textId,
      version,
      name,
      purpose,
      outcome,
      natures: sql`${natures}::text[]`,
      body_nl: body.nl ?? null,
      body_en: body.en ?? null,
      at: tx.now,
      by_id: byId,
    })
    .execute();
}

export async function changeText(
  tx: Tx,
  id: string,
  change: Partial<Pick<OwnText, 'version' | 'active'>>,
): Promise<void> {
  await on<TextTables>(tx)
    .updateTable('standard_text')
    .set(change)
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

/** The events of all texts, by stream, in order. */
export function allTextHistories(tx: Tx): Promise<Map<string, { kind: string; data: unknown }[]>> {
  return readStreams(tx, 'standard-text:');
}
