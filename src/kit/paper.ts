import { Worker } from 'node:worker_threads';
import type { Language } from './translate.ts';

/** What stands on paper, in the order in which it is read. */
export type PaperBlock =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'moment'; readonly text: string; readonly below: string }
  | { readonly kind: 'picture'; readonly jpeg: Uint8Array; readonly text: string };

export interface Paper {
  readonly title: string;
  readonly language: Language;
  /** Under each page: from where, by whom, when. */
  readonly foot: string;
  /** 'page {page} of {pages}' */
  readonly pageOf: string;
  readonly madeAt: Date;
  readonly blocks: readonly PaperBlock[];
}

const LONGEST_MS = 20_000;

/** The pages as a PDF, made in a thread apart: it takes a tenth of a second, in which others are served. */
export async function writePaper(paper: Paper): Promise<Uint8Array> {
  const worker = new Worker(new URL('paper-worker.ts', import.meta.url), { workerData: paper });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  worker.once('message', resolve);
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('expected pages, the thread that makes them ended')));
  const tooLong = setTimeout(() => reject(new Error(`expected pages within ${LONGEST_MS} ms`)), LONGEST_MS);
  try {
    return await promise;
  } finally {
    clearTimeout(tooLong);
    await worker.terminate();
  }
}
