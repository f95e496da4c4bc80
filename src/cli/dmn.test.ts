import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import { decision, literal, modelOf } from '../triage/testing/models.ts';
import { shippedFiles, withCell } from '../triage/testing/shipped.ts';
import { main } from './main.ts';

const folder = await mkdtemp(join(tmpdir(), 'wijk-dmn-'));
afterAll(() => rm(folder, { recursive: true }));

let said = '';
beforeEach(() => {
  said = '';
  const listen = (text: unknown) => {
    said += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(listen);
  vi.spyOn(process.stderr, 'write').mockImplementation(listen);
});
afterEach(() => vi.restoreAllMocks());

async function fill(name: string, files: readonly { name: string; xml: string }[]): Promise<string> {
  const path = await mkdtemp(join(folder, `${name}-`));
  for (const file of files) await writeFile(join(path, file.name), file.xml);
  return path;
}

function testFile(expected: string): string {
  return `<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <modelName>a.dmn</modelName><testCase id="1"><resultNode name="d"><expected><value xsi:type="xsd:decimal">${expected}</value></expected></resultNode></testCase></testCases>`;
}

it.each([
  ['2', 0, '1 passed, 0 failed\n'],
  ['3', 1, 'a-test-1.xml, case 1, d: expected 3, found 2\n0 passed, 1 failed\n'],
])('runs conformance cases and says how many passed (expecting %s)', async (expected, code, lines) => {
  const path = await fill('cases', [
    { name: 'a.dmn', xml: modelOf(decision('d', [], literal('1 + 1'))) },
    { name: 'a-test-1.xml', xml: testFile(expected) },
  ]);
  expect(await main(['dmn', 'test', path])).toBe(code);
  expect(said).toBe(lines);
});

it('has shown nothing with a folder that has no cases', async () => {
  expect(await main(['dmn', 'test', await fill('empty', [])])).toBe(1);
  expect(said).toBe('0 passed, 0 failed\n');
});

it('explains why a case failed', async () => {
  const path = await fill('refused', [
    { name: 'a.dmn', xml: modelOf(decision('d', [], literal('1 +'))) },
    { name: 'a-test-1.xml', xml: testFile('2') },
  ]);
  expect(await main(['dmn', 'test', path])).toBe(1);
  expect(said).toContain('a.dmn, d: ‘1 +’ cannot be read as FEEL');
});

it('finds nothing wrong with the tables of the house', async () => {
  expect(await main(['dmn', 'check', 'content/decisions'])).toBe(0);
  expect(said).toBe('Every table is whole, and no law is broken.\n');
});

it('names law, file, table, rule and inputs of what is wrong in a folder', async () => {
  const path = await fill('tables', withCell('hulp-money', 'o3', '"leads"'));
  expect(await main(['dmn', 'check', path])).toBe(1);
  expect(said).toMatch(
    /police are never first .* 3-hulp\.dmn, hulp, rule 23 \(hulp-money\) .* money=yes.*\n1 found\.\n$/s,
  );
});

it('judges one file among the tables of the house', async () => {
  const hulp = (files: readonly { name: string; xml: string }[]) =>
    files.filter(({ name }) => name === '3-hulp.dmn');
  const good = await fill('good', hulp(shippedFiles()));
  expect(await main(['dmn', 'check', join(good, '3-hulp.dmn')])).toBe(0);
  const wrong = await fill('wrong', hulp(withCell('hulp-money', 'o1', '"gp"')));
  expect(await main(['dmn', 'check', join(wrong, '3-hulp.dmn')])).toBe(1);
  expect(said).toContain('3-hulp.dmn, hulp, rule 23 (hulp-money)');
});

it.each([[['dmn']], [['dmn', 'test']], [['dmn', 'draw', 'x']], [['dmn', 'check', 'nowhere']]])(
  'refuses the call %j',
  async (args) => {
    expect(await main(args)).toBe(2);
    expect(said).toMatch(/^wijk dmn: /);
  },
);
