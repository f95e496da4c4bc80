import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { DOCUMENT_LIMITS, safeName, type KeptDocument } from './document.ts';
import type { DocumentAnswer } from './document-reader.ts';
import { createGate } from './gate.ts';
import { ok, refuse, refuseAll, type Outcome, type Refusal } from './outcome.ts';

const WORKER = fileURLToPath(new URL('document-worker.ts', import.meta.url));
/** Longer than the largest document within the limits takes: beyond this the process is killed. */
const LONGEST_MS = 15_000;
const HEAP_MB = 256;
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
  const read = await gate(() => readApart(bytes), PATIENCE_MS);
  if (!read) return refuse('document-busy');
  if (read.value === undefined) return refuse('document-unreadable');
  if (!read.value.ok) return refuseAll([CODES[read.value.fault]]);
  const hash = createHash('sha256').update(bytes).digest();
  return ok({ name: safeName(name), bytes, pages: read.value.pages, hash });
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
type Answer = z.infer<typeof Answer>;

/**
 * In a process apart, for this document alone: one that makes the reader crash, hang or fill the memory ends that process and
 * nothing else, and nothing of this process is there to be reached.
 */
async function readApart(bytes: Buffer): Promise<Answer | undefined> {
  const child = fork(WORKER, [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const answer = await answerOf(child, bytes);
  child.kill('SIGKILL');
  return answer;
}

function answerOf(child: ChildProcess, bytes: Buffer): Promise<Answer | undefined> {
  const { promise, resolve } = Promise.withResolvers<Answer | undefined>();
  child.once('message', (message) => resolve(Answer.safeParse(message).data));
  child.once('exit', () => resolve(undefined));
  child.once('error', () => resolve(undefined));
  child.send(bytes, (error) => {
    if (error) resolve(undefined);
  });
  const tooLong = setTimeout(() => resolve(undefined), LONGEST_MS);
  return promise.finally(() => clearTimeout(tooLong));
}
