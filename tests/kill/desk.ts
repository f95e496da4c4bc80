import { createHash } from 'node:crypto';
import type { Chance } from '../../fixtures/chance.ts';
import { sleep } from '../../src/kit/clock.ts';
import { newId } from '../../src/kit/ids.ts';
import { DOCUMENTS_MAX } from '../../src/reports/model.ts';
import { rawPdf, streamOf } from '../support/documents.ts';
import { send, type Answer } from './send.ts';

/** A document that somebody added to a report; `isIn` once the server said so. */
export interface SentDocument {
  readonly number: number;
  /** SHA-256 of its bytes, in hexadecimal. */
  readonly hash: string;
  isIn: boolean;
}

/** A list that somebody brought, and took in whole; each once the server said so. */
export interface SentList {
  readonly id: string;
  readonly words: readonly string[];
  isBrought: boolean;
  isTakenIn: boolean;
}

export interface Desk {
  readonly documents: readonly SentDocument[];
  readonly lists: readonly SentList[];
  /** What went another way than a kill explains. */
  readonly oddities: readonly string[];
  /** Nobody begins with something new; resolves when everybody is done with the last. */
  readonly stop: () => Promise<void>;
}

interface Place {
  /** Of the server that runs now; undefined while there is none. */
  readonly address: () => string | undefined;
  readonly slug: string;
  /** Of a colleague who has the reports in hand. */
  readonly cookie: string;
  /** The reports to which documents are added, each as many as fit. */
  readonly numbers: readonly number[];
  readonly chance: Chance;
}

const PAUSE_MS = 20;
const BETWEEN_DOCUMENTS_MS = 150;
const GIVES_UP = 0.3;
const ROWS = 4;
/** Large enough to come in pieces, so that a server is also killed in the middle of one. */
const DOCUMENT_BYTES = 120_000;

/** A colleague who keeps adding documents, and one who keeps bringing lists and taking them in. */
export function openDesk(place: Place): Desk {
  const documents: SentDocument[] = [];
  const lists: SentList[] = [];
  const oddities: string[] = [];
  let stopping = false;
  /** Until somebody says that it is in, or the colleague goes away; nobody goes away at the end. */
  const insist = async (what: string, post: () => Promise<Answer>): Promise<boolean> => {
    for (;;) {
      const answer = await post();
      if (answer.kind === 'accepted') return true;
      if (answer.kind === 'refused') {
        oddities.push(`status ${answer.status} for ${what}`);
        return false;
      }
      if (answer.kind === 'unknown' && place.chance() < GIVES_UP && !stopping) return false;
      await sleep(PAUSE_MS);
    }
  };
  const addDocuments = async () => {
    for (const number of place.numbers)
      for (let at = 1; at <= DOCUMENTS_MAX && !stopping; at += 1) {
        const { document, bytes } = newDocument(number, at);
        documents.push(document);
        const post = () => postDocument(place, document.number, bytes);
        document.isIn = await insist(`a document of ${number}`, post);
        await sleep(BETWEEN_DOCUMENTS_MS);
      }
  };
  const bringLists = async () => {
    while (!stopping) {
      const list = newList();
      lists.push(list);
      list.isBrought = await insist('a list', () => postList(place, list));
      if (!list.isBrought) continue;
      list.isTakenIn = await insist('rows of a list', () => postRows(place, list));
      await sleep(PAUSE_MS);
    }
  };
  const all = Promise.all([addDocuments(), bringLists()]);
  return {
    documents,
    lists,
    oddities,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}

function newDocument(number: number, at: number): { document: SentDocument; bytes: Buffer } {
  const bytes = rawPdf({
    objects: [streamOf('', Buffer.from(`${number} ${at} `.padEnd(DOCUMENT_BYTES, 'x')))],
  });
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { document: { number, hash, isIn: false }, bytes };
}

function newList(): SentList {
  const id = newId();
  const words = Array.from({ length: ROWS }, (_, row) => `De stoep ligt los, rij ${row} van ${id}.`);
  return { id, words, isBrought: false, isTakenIn: false };
}

function postDocument({ address, slug, cookie }: Place, number: number, bytes: Buffer): Promise<Answer> {
  const body = new FormData();
  body.set('intent', 'add-documents');
  body.set('document', new Blob([new Uint8Array(bytes)], { type: 'application/pdf' }), 'offerte.pdf');
  return send(address(), `/${slug}/werk/${number}/documenten`, { body, headers: { cookie } });
}

function postList({ address, slug, cookie }: Place, { id, words }: SentList): Promise<Answer> {
  const body = new URLSearchParams({ key: id, cellen: ['Omschrijving', ...words].join('\n') });
  return send(address(), `/${slug}/werk/inlezen`, { body, headers: { cookie } });
}

function postRows({ address, slug, cookie }: Place, { id, words }: SentList): Promise<Answer> {
  const rows = words.map((_, at): [string, string] => ['rij', String(at + 2)]);
  const body = new URLSearchParams([['intent', 'inlezen'], ['gevaar', 'none'], ...rows]);
  return send(address(), `/${slug}/werk/inlezen/${id}`, { body, headers: { cookie } });
}
