import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const STATUSES = ['holds', 'partly', 'not yet', 'does not apply'];
const TEXT = readFileSync('docs/asvs.md', 'utf8');

interface Row {
  readonly id: string;
  readonly level: string;
  readonly demand: string;
  readonly status: string;
  readonly evidence: string;
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
const lines = TEXT.split('\n').map(cellsOf);
const rows: Row[] = lines
  .filter(([id = '']) => /^\d+\.\d+\.\d+$/.test(id))
  .map(([id = '', level = '', demand = '', status = '', evidence = '']) => ({
    id,
    level,
    demand,
    status,
    evidence,
  }));

/** A file or folder of the repository; an address begins with a slash, and a name of something else has none. */
const PATH = /^(?!\/)[\w@.-]+(?:\/[\w@.-]+)+$|^\.?[\w-]+\.(?:md|json|ts|tsx)$/;
const pathsIn = (text: string) =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted).filter((quoted) => PATH.test(quoted));

const countOf = (status: string, level?: string) =>
  rows.filter((row) => row.status === status && (level === undefined || row.level === level)).length;

it('walks each demand once: 70 of level 1 and 183 of level 2', () => {
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(['1', '2'].map((level) => rows.filter((row) => row.level === level).length)).toEqual([70, 183]);
});

it('says of each what it asks, a status of the list, and why', () => {
  const wrong = rows.filter(
    ({ demand, status, evidence }) => demand === '' || evidence === '' || !STATUSES.includes(status),
  );
  expect(wrong).toEqual([]);
});

it('names what shows it where it holds, and what is missing where it does not', () => {
  const wrong = rows.filter(({ status, evidence }) => {
    if (status === 'holds') return pathsIn(evidence).length === 0;
    return status === 'partly' && !/Missing:|^As \d/.test(evidence);
  });
  expect(wrong.map(({ id }) => id)).toEqual([]);
});

it('counts at the top what stands below', () => {
  const summary = lines.filter(([first = '', , , last]) => STATUSES.includes(first) && last !== undefined);
  expect(summary).toEqual(
    STATUSES.map((status) =>
      [status, countOf(status, '1'), countOf(status, '2'), countOf(status)].map(String),
    ),
  );
  expect(TEXT).toContain(`${rows.length} in all`);
});

it('names only files that are there', () => {
  const gone = rows.flatMap(({ id, evidence }) =>
    pathsIn(evidence)
      .filter((path) => !existsSync(path))
      .map((path) => `${id}: ${path}`),
  );
  expect(gone).toEqual([]);
});
