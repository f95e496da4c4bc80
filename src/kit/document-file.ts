import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { askApart } from './apart.ts';
import { DOCUMENT_LIMITS, safeName, type KeptDocument } from './document.ts';
import type { DocumentAnswer } from './document-reader.ts';
import { createGate } from './gate.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from './outcome.ts';

const APART = {
  worker: fileURLToPath(new URL('document-worker.ts', import.meta.url)),
  heapMb: 256,
  /** Longer than the largest document within the limits takes. */
  longestMs: 15_000,
};
/** One document is opened at a time; so long does the next one wait. */
const gate = createGate(1);
const PATIENCE_MS = 20_000;

/** Whether it could be one at all; by its bytes, whatever it is called. */
export function isDocument(bytes: Buffer): boolean {
  return bytes.subarray(0, 5).toString('latin1') === '%PDF-';
}

/** Opens a document that is in memory; `document-busy` when it would have to wait too long. */
export async function readDocumentBytes(bytes: Buffer, name: string): Promise<Outcome<KeptDocument>> {
  if (bytes.length > DOCUMENT_LIMITS.bytes) return refuse('document-bytes');
  if (!isDocument(bytes)) return refuse('document-type');
  const read = await gate(() => askApart(bytes, APART), PATIENCE_MS);
  if (!read) return refuse('document-busy');
  const { data: answer } = Answer.safeParse(read.value);
  if (answer === undefined) return refuse('document-unreadable');
  if (!answer.ok) return refuseAll([CODES[answer.fault]]);
  const hash = createHash('sha256').update(bytes).digest();
  return ok({ name: safeName(name), bytes, pages: answer.pages, hash });
}

/** What the reader found, as what people are told. */
const CODES = {
  type: { code: 'document-type' },
  'cut-off': { code: 'document-cut-off' },
  locked: { code: 'document-locked' },
  active: { code: 'document-active' },
  unreadable: { code: 'document-unreadable' },
  pages: { code: 'document-pages' },
} as const satisfies Record<Extract<DocumentAnswer, { ok: false }>['fault'], Refusal>;

/** What the reader may say: it was fed by strangers, so nothing else comes through. */
const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), pages: z.int().min(1).max(DOCUMENT_LIMITS.pages) }),
  z.object({
    ok: z.literal(false),
    fault: z.enum(['type', 'cut-off', 'locked', 'active', 'unreadable', 'pages']),
  }),
]);
