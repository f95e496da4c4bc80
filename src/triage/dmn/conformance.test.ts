import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { referenceFile } from '../../../tests/support/reference-data.ts';
import { runConformance, type CaseReport } from './conformance.ts';

const OURS = fileURLToPath(new URL('../testing/dmn-cases', import.meta.url));
const KIT = referenceFile('reference/dmn-tck');
const folder = await mkdtemp(join(tmpdir(), 'dmn-cases-'));
afterAll(() => rm(folder, { recursive: true }));

const failed = (reports: readonly CaseReport[]) => reports.filter(({ failures }) => failures.length > 0);

/** Our cases of one folder with a piece of their model or test file replaced. */
async function broken(name: string, file: 'model' | 'test', from: string, to: string): Promise<CaseReport[]> {
  const copy = join(folder, `${name}-${file}-${from.replaceAll(/\W/g, '')}`);
  await cp(join(OURS, name), copy, { recursive: true });
  const path = join(copy, file === 'model' ? `${name}.dmn` : `${name}-test-01.xml`);
  const before = await readFile(path, 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  await writeFile(path, after);
  return failed(await runConformance(copy));
}

describe('the conformance cases', () => {
  it('of our own all pass', async () => {
    const reports = await runConformance(OURS);
    expect(failed(reports)).toEqual([]);
    expect(reports.length).toBeGreaterThan(60);
  });

  it.skipIf(!KIT)('of the kit all pass (their folder stands in the reference data)', async () => {
    const reports = await runConformance(KIT ?? '');
    expect(failed(reports)).toEqual([]);
    expect(reports.length).toBeGreaterThan(0);
  });

  it('fail where the model says something else', async () => {
    expect(await broken('any', 'model', '"no"', '"never"')).toEqual([
      {
        file: 'any-test-01.xml',
        id: '002',
        failures: [{ decision: 'Answer', expected: '"no"', found: '"never"', because: [] }],
      },
    ]);
  });

  it('fail where a number is off by more than 1e-8, and not by less', async () => {
    const expected = '<value xsi:type="xsd:decimal">0.5</value>';
    const written = (value: string) => expected.replace('0.5', value);
    expect(await broken('collect', 'test', expected, written('0.500000001'))).toEqual([]);
    expect(await broken('collect', 'test', expected, written('0.5000001'))).toHaveLength(1);
  });

  it('fail where an error was expected and there was an answer', async () => {
    const reports = await broken('unique', 'model', '&gt;=10', '&gt;=100');
    expect(reports).toMatchObject([
      { id: '005', failures: [{ decision: 'Sort of help', expected: 'an error', found: '"letter"' }] },
    ]);
  });

  it('fail with the reason where the model is refused', async () => {
    const reports = await broken('priority', 'model', 'hitPolicy="PRIORITY"', 'hitPolicy="BEST"');
    expect(reports).toHaveLength(5);
    expect(reports[0]?.failures).toMatchObject([
      { decision: 'Level', found: 'no such decision', because: [{ code: 'dmn-hit-policy' }] },
    ]);
  });

  it.each([
    ['a model that is not there', '<modelName>first.dmn', '<modelName>last.dmn', /ENOENT/],
    [
      'a value that its type cannot hold',
      'xsd:decimal">11',
      'xsd:decimal">eleven',
      /xsd:decimal, got 'eleven'/,
    ],
    ['a type that nobody knows', 'xsd:decimal">11', 'xsd:hexBinary">11', /xsd:hexBinary/],
    ['a file that is no XML', '</testCases>', '', /unexpected end of file/],
  ])('fail for %s', async (_what, from, to, reason) => {
    const [report, ...rest] = await broken('first', 'test', from, to);
    expect(report?.failures[0]?.found).toMatch(reason);
    expect(rest).toEqual([]);
  });

  it('fail where they ask a decision service', async () => {
    const reports = await broken('first', 'test', 'type="decision"', 'type="decisionService"');
    expect(reports).toMatchObject([{ id: '001', failures: [{ found: 'decisionService' }] }]);
  });
});
