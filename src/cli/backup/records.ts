/** The inside of a backup, before it is compressed and sealed: records of a kind, a length and as many bytes. */
import { z } from 'zod';
import { byteReader } from './byte-reader.ts';
import { BackupFault } from './fault.ts';

/** The manifest, first half: what is known before the first row. */
export const Head = z.object({
  program: z.string(),
  /** ISO 8601, by the clock of the database. */
  madeAt: z.iso.datetime(),
  /** The version of the schema: the migrations that made it, in order. */
  migrations: z.array(z.string()).min(1),
});
export type Head = z.infer<typeof Head>;

/** Rows of one table follow; of one municipality, when the table belongs to municipalities. */
export const Section = z.object({
  table: z.string(),
  columns: z.array(z.string()).min(1),
  municipality: z.uuid().nullable(),
});
export type Section = z.infer<typeof Section>;

const TableSum = z.object({ rows: z.number().int().min(0), sha256: z.hex().length(64) });
export type TableSum = z.infer<typeof TableSum>;

/** The manifest, second half: what must be there after the last row. */
export const Tail = z.object({
  tables: z.record(z.string(), TableSum),
  /** The last number that each sequence gave; null for one that gave none. */
  sequences: z.record(z.string(), z.string().nullable()),
});
export type Tail = z.infer<typeof Tail>;

export type BackupRecord =
  | { readonly kind: 'head'; readonly head: Head }
  | { readonly kind: 'section'; readonly section: Section }
  | { readonly kind: 'rows'; readonly rows: Buffer }
  | { readonly kind: 'tail'; readonly tail: Tail };

const LETTERS = { head: 'h', section: 's', rows: 'r', tail: 't' } as const;
const RECORD_MAX_BYTES = 1024 * 1024 * 1024;

export function encode(record: BackupRecord): Buffer {
  const body = record.kind === 'rows' ? record.rows : Buffer.from(JSON.stringify(contentOf(record)));
  const start = Buffer.alloc(5);
  start.write(LETTERS[record.kind], 0, 'latin1');
  start.writeUInt32BE(body.length, 1);
  return Buffer.concat([start, body]);
}

function contentOf(record: Exclude<BackupRecord, { kind: 'rows' }>): Head | Section | Tail {
  if (record.kind === 'head') return record.head;
  return record.kind === 'section' ? record.section : record.tail;
}

/** Gives the records until the tail; throws when something is missing or stands behind it. */
export async function* decode(source: AsyncIterable<Uint8Array>): AsyncGenerator<BackupRecord> {
  const input = byteReader(source);
  for (;;) {
    const start = await input.take(5);
    if (start.length < 5) throw new BackupFault('the backup has no end');
    const length = start.readUInt32BE(1);
    if (length > RECORD_MAX_BYTES) throw new BackupFault('the backup has a record that is too long');
    const body = await input.take(length);
    if (body.length < length) throw new BackupFault('the backup ends in the middle of a record');
    const record = read(start.toString('latin1', 0, 1), body);
    yield record;
    if (record.kind === 'tail') break;
  }
  if ((await input.take(1)).length > 0)
    throw new BackupFault('something stands behind the end of the backup');
}

function read(letter: string, body: Buffer): BackupRecord {
  if (letter === LETTERS.rows) return { kind: 'rows', rows: body };
  try {
    const content: unknown = JSON.parse(body.toString());
    if (letter === LETTERS.head) return { kind: 'head', head: Head.parse(content) };
    if (letter === LETTERS.section) return { kind: 'section', section: Section.parse(content) };
    if (letter === LETTERS.tail) return { kind: 'tail', tail: Tail.parse(content) };
  } catch (cause) {
    throw new BackupFault('the backup holds something that this version cannot read', { cause });
  }
  throw new BackupFault(`the backup holds a record of the unknown kind '${letter}'`);
}
