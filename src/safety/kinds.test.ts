import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { contentFile } from '../kit/content.ts';
import { aggressionFor, kindLabel, loadAggression } from './kinds.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'aggression-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const list = (...ids: string[]) =>
  JSON.stringify({
    source: 'test',
    verified: false,
    kinds: ids.map((id) => ({ id, label: { nl: `NL ${id}`, en: `EN ${id}` } })),
  });

it('reads the list of the house, which nobody has verified yet', () => {
  const { house } = loadAggression(contentFile('.'));
  expect(house.verified).toBe(false);
  expect(house.kinds.map(({ id }) => id)).toContain('bedreigen');
});

it('lets a municipality have a list of its own', () => {
  writeFileSync(join(dir, 'aggression.json'), list('schelden'));
  mkdirSync(join(dir, 'aggression'));
  writeFileSync(join(dir, 'aggression', 'proefstad.json'), list('dreigen'));
  const book = loadAggression(dir);
  expect(aggressionFor(book, 'proefstad').kinds.map(({ id }) => id)).toEqual(['dreigen']);
  expect(aggressionFor(book, 'anderdorp').kinds.map(({ id }) => id)).toEqual(['schelden']);
});

it('names a kind that is off the list as the house does, and an unknown one by its code', () => {
  writeFileSync(join(dir, 'aggression.json'), list('schelden'));
  mkdirSync(join(dir, 'aggression'));
  writeFileSync(join(dir, 'aggression', 'proefstad.json'), list('dreigen'));
  const book = loadAggression(dir);
  const at = { slug: 'proefstad', language: 'en' } as const;
  expect(['dreigen', 'schelden', 'weg'].map((id) => kindLabel(book, at, id))).toEqual([
    'EN dreigen',
    'EN schelden',
    'weg',
  ]);
});

it.each([
  ['a kind that is there twice', list('schelden', 'schelden'), /twice/],
  ['a code with a space, which no row can hold', list('erg boos'), /cannot be used/],
  ['a list without kinds', list(), /cannot be used/],
])('does not start on %s', (_what, text, error) => {
  writeFileSync(join(dir, 'aggression.json'), text);
  expect(() => loadAggression(dir)).toThrow(error);
});
