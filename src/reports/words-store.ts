import { sql } from 'kysely';
import { on, type Tx } from '../kit/db.ts';
import type { Grant } from '../people/index.ts';
import { DataClass } from '../people/model.ts';
import { Spot } from '../places/model.ts';
import type { Contact, Words, WordsKind } from './model.ts';
import { deleteStems, insertStems } from './word-store.ts';
import type { ReportTables } from './store.ts';

/** Which classes of personal data there are of a report: no more than that, so without a grant. */
export async function classesThere(tx: Tx, reportId: string): Promise<DataClass[]> {
  const of = sql`municipality_id = ${tx.municipalityId} and report_id = ${reportId}`;
  const { rows } = await sql<{ class: string }>`
    select class from report_words where ${of}
    union select class from report_contact where ${of}
    union select class from report_place where ${of}`.execute(tx.kysely);
  const found = new Set(rows.map((row) => row.class));
  return DataClass.options.filter((name) => found.has(name));
}

/** On which of these reports words hang; it reads none of them. */
export async function reportOfWords(
  tx: Tx,
  reportIds: readonly string[],
  wordsId: string,
): Promise<string | undefined> {
  if (reportIds.length === 0) return undefined;
  const row = await on<ReportTables>(tx)
    .selectFrom('report_words')
    .select('report_id')
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', 'in', [...reportIds])
    .where('id', '=', wordsId)
    .executeTakeFirst();
  return row?.report_id;
}

interface NewWords {
  readonly id: string;
  readonly class: DataClass;
  readonly kind: WordsKind;
  readonly body: string;
  readonly author: { readonly kind: string; readonly id: string | null };
  /** The words that these put right; those stay, and are shown as replaced. */
  readonly corrects?: string | undefined;
}

/** The words with which a report comes in. */
export async function insertFirstWords(tx: Tx, grant: Grant, words: NewWords): Promise<void> {
  await on<ReportTables>(tx)
    .insertInto('report_words')
    .values(wordsRow(tx, grant, words))
    .execute();
  await insertStems(tx, findable(grant, words));
}

/** False when these words are there already: the same form came twice. */
export async function insertWords(tx: Tx, grant: Grant, words: NewWords): Promise<boolean> {
  const row = await on<ReportTables>(tx)
    .insertInto('report_words')
    .values(wordsRow(tx, grant, words))
    .onConflict((conflict) => conflict.columns(['municipality_id', 'report_id', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) return false;
  if (words.corrects) await deleteStems(tx, { reportId: grant.subjectId, wordsId: words.corrects });
  await insertStems(tx, findable(grant, words));
  return true;
}

function findable({ subjectId }: Grant, { id, kind, body }: NewWords) {
  return { reportId: subjectId, wordsId: id, kind, body };
}

function wordsRow(tx: Tx, grant: Grant, words: NewWords) {
  return {
    municipality_id: tx.municipalityId,
    report_id: grant.subjectId,
    id: words.id,
    class: words.class,
    kind: words.kind,
    author_kind: words.author.kind,
    author_id: words.author.id,
    at: tx.now,
    body: words.body,
    corrects: words.corrects ?? null,
  };
}

/** The words of these classes, of one report. */
export async function readWords(tx: Tx, grants: readonly Grant[]): Promise<Words[]> {
  const [first] = grants;
  if (!first) return [];
  const rows = await on<ReportTables>(tx)
    .selectFrom('report_words')
    .select(['id', 'kind', 'author_kind', 'author_id', 'at', 'body', 'corrects'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', first.subjectId)
    .where(
      'class',
      'in',
      grants.map(({ dataClass }) => dataClass),
    )
    .orderBy('report_words.at')
    .orderBy('report_words.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind as WordsKind,
    authorKind: row.author_kind,
    authorId: row.author_id,
    at: row.at,
    body: row.body,
    corrects: row.corrects,
  }));
}

export async function insertContact(tx: Tx, grant: Grant, contact: Contact): Promise<void> {
  await on<ReportTables>(tx)
    .insertInto('report_contact')
    .values({
      municipality_id: tx.municipalityId,
      report_id: grant.subjectId,
      name: contact.name ?? null,
      email: contact.email ?? null,
      phone: contact.phone ?? null,
    })
    .execute();
}

/** What stood there is gone. */
export async function updateContact(
  tx: Tx,
  grant: Grant,
  { email, phone }: Pick<Contact, 'email' | 'phone'>,
): Promise<void> {
  await on<ReportTables>(tx)
    .updateTable('report_contact')
    .set({ email: email ?? null, phone: phone ?? null })
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', grant.subjectId)
    .execute();
}

/** Whether the reporter left an address for mail. It tells nothing of which. */
export async function hasEmail(tx: Tx, reportId: string): Promise<boolean> {
  const { rows } = await sql`select from report_contact
    where municipality_id = ${tx.municipalityId} and report_id = ${reportId} and email is not null`.execute(
    tx.kysely,
  );
  return rows.length > 0;
}

export async function readContact(tx: Tx, grant: Grant): Promise<Contact | undefined> {
  const row = await on<ReportTables>(tx)
    .selectFrom('report_contact')
    .select(['name', 'email', 'phone', 'anonymised_at'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', grant.subjectId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { name, email, phone } = row;
  const given = { name: name ?? undefined, email: email ?? undefined, phone: phone ?? undefined };
  return row.anonymised_at ? { ...given, removed: true } : given;
}

/** Where it is: an address of our own or a complex, a point, or one of these with a point. */
export interface Place {
  readonly addressId?: string | undefined;
  readonly spot?: Spot | undefined;
  /** Only without an address: that says itself in which complex it lies. */
  readonly complexId?: string | undefined;
  /** Where in the complex, in words. */
  readonly inside?: string | undefined;
}

/** `square` only of what is about a place: in it others are looked for that tell of the same. */
export async function insertPlace(
  tx: Tx,
  grant: Grant,
  { addressId, spot, complexId, inside, square }: Place & { readonly square?: number | undefined },
): Promise<void> {
  await on<ReportTables>(tx)
    .insertInto('report_place')
    .values({
      municipality_id: tx.municipalityId,
      report_id: grant.subjectId,
      address_id: addressId ?? null,
      x_m: spot?.point.xM ?? null,
      y_m: spot?.point.yM ?? null,
      source: spot?.source ?? null,
      accuracy_m: spot?.accuracyM ?? null,
      label: spot?.label ?? null,
      square: square ?? null,
      complex_id: complexId ?? null,
      inside: inside ?? null,
    })
    .execute();
}

export async function readPlace(tx: Tx, grant: Grant): Promise<Place> {
  const row = await on<ReportTables>(tx)
    .selectFrom('report_place')
    .select(['address_id', 'x_m', 'y_m', 'source', 'accuracy_m', 'label', 'complex_id', 'inside'])
    .where('municipality_id', '=', tx.municipalityId)
    .where('report_id', '=', grant.subjectId)
    .executeTakeFirst();
  if (!row) return {};
  const { x_m: xM, y_m: yM, source, accuracy_m: accuracyM, label } = row;
  const spot =
    xM === null || yM === null
      ? undefined
      : Spot.parse({
          point: { xM, yM },
          source,
          accuracyM: accuracyM ?? undefined,
          label: label ?? undefined,
        });
  return {
    addressId: row.address_id ?? undefined,
    spot,
    complexId: row.complex_id ?? undefined,
    inside: row.inside ?? undefined,
  };
}
