import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { askApart } from './apart.ts';
import { createGate } from './gate.ts';
import { refuse, type Outcome } from './outcome.ts';
import { decodeText, readSheetText, SHEET_LIMITS, type Sheet } from './sheet.ts';

const APART = {
  worker: fileURLToPath(new URL('sheet-worker.ts', import.meta.url)),
  heapMb: 128,
  /** Longer than the largest workbook within the limits takes. */
  longestMs: 15_000,
};
/** One workbook is read at a time; so long does the next one wait. */
const gate = createGate(1);
const PATIENCE_MS = 20_000;

/** Takes a file into memory as it comes in; undefined when it is larger than may be. */
export async function bytesWithin(pieces: AsyncIterable<Buffer>): Promise<Buffer | undefined> {
  const held: Buffer[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > SHEET_LIMITS.bytes) return undefined;
    held.push(piece);
  }
  return Buffer.concat(held);
}

/** A workbook of Excel, or a list in text. What a file is, its bytes say and not its name. */
export async function readSheetFile(bytes: Buffer): Promise<Outcome<Sheet>> {
  if (bytes.subarray(0, 4).equals(OLD_EXCEL)) return refuse('sheet-old');
  if (!bytes.subarray(0, 4).equals(ZIP)) return readSheetText(decodeText(bytes));
  const read = await gate(() => askApart(bytes, APART), PATIENCE_MS);
  if (!read) return refuse('sheet-busy');
  return outcomeIn(read.value) ?? refuse('sheet-unreadable');
}

const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const OLD_EXCEL = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

const Refused = z.object({
  code: z.enum(['sheet-empty', 'sheet-rows', 'sheet-columns', 'sheet-large', 'sheet-unreadable']),
  facts: z.object({ maximum: z.number() }).optional(),
});
/** What the reader may say: nothing else comes through. */
const Answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.array(z.array(z.string()).max(SHEET_LIMITS.columns)).max(SHEET_LIMITS.rows + 1),
  }),
  z.object({ ok: z.literal(false), refusals: z.array(Refused).length(1) }),
]);

function outcomeIn(message: unknown): Outcome<Sheet> | undefined {
  const read = Answer.safeParse(message);
  if (!read.success) return undefined;
  if (read.data.ok) return read.data;
  const [refused] = read.data.refusals;
  return refused && refuse(refused.code, refused.facts ? { facts: refused.facts } : {});
}
