import { parentPort, workerData } from 'node:worker_threads';
import { pagesOf } from './paper-pages.ts';
import type { Paper } from './paper.ts';

/** The thread in which pages are made of one paper. */
parentPort?.postMessage(new Uint8Array(await pagesOf(workerData as Paper)));
