import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Refusal } from '../kit/outcome.ts';
import { ANSWERS } from './contract.ts';
import { buildDecisions, compileDecisions, loadDecisions, type DmnFile } from './decisions.ts';
import { adviseFor, triageInput } from './rules.ts';
import {
  cellEdit,
  ruleXml,
  SHIPPED,
  shippedFiles,
  shippedSet,
  valueOf,
  withCell,
  withEdit,
  withEdits,
  withoutRule,
} from './testing/shipped.ts';

async function refusalsOf(files: readonly DmnFile[]): Promise<readonly Refusal[]> {
  const outcome = await compileDecisions(files);
  return outcome.ok ? [] : outcome.refusals;
}

describe('loading', () => {
  it('reads the tables of the house, one per step and in their order', async () => {
    const { tables } = valueOf(await loadDecisions(SHIPPED));
    expect(tables.map(({ name, file }) => [name, file])).toEqual([
      ['gevaar', '1-gevaar.dmn'],
      ['aard', '2-aard.dmn'],
      ['hulp', '3-hulp.dmn'],
      ['tempo', '4-tempo.dmn'],
    ]);
  });

  it('looks at DMN files only', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'decisions-'));
    for (const { name, xml } of shippedFiles()) await writeFile(join(dir, name), xml);
    await writeFile(join(dir, 'notes.txt'), 'not a table');
    expect((await loadDecisions(dir)).ok).toBe(true);
    await rm(dir, { recursive: true });
  });

  it('throws when there is no folder, which is an outage and not a wrong table', async () => {
    await expect(loadDecisions(join(SHIPPED, 'nowhere'))).rejects.toThrow('ENOENT');
  });

  it('names a version by its tag and its content', async () => {
    const set = await shippedSet();
    const reworded = valueOf(
      await compileDecisions(withEdit('gevaar', 'Er is geen gevaar gezien.', 'Geen gevaar.')),
    );
    const versions = [set, reworded].map(({ tables }) => tables.map(({ version }) => version));
    expect(versions[0]?.[0]).toMatch(/^1\+[0-9a-f]{12}$/);
    expect(versions[0]?.[0]).not.toBe(versions[1]?.[0]);
    expect(versions[0]?.slice(1)).toEqual(versions[1]?.slice(1));
  });

  it('refuses a set without one of the steps, and a step that stands twice', async () => {
    const files = shippedFiles();
    expect(await refusalsOf(files.slice(1))).toEqual([
      { code: 'decision-step-missing', facts: { table: 'gevaar' } },
    ]);
    const twice = [...files, ...files.slice(3).map(({ xml }) => ({ name: 'again.dmn', xml }))];
    expect(await refusalsOf(twice)).toEqual([
      { code: 'decision-step-twice', facts: { file: 'again.dmn', table: 'tempo' } },
    ]);
  });

  it('refuses a file that no person could read', async () => {
    const long = withEdit('tempo', '</definitions>', `<!-- ${' '.repeat(1_000_001)} --></definitions>`);
    expect(await refusalsOf(long)).toMatchObject([
      { code: 'decision-file-too-long', facts: { file: '4-tempo.dmn' } },
    ]);
  });

  it('names what is wrong in all files at once', async () => {
    const [gevaar, aard, ...rest] = shippedFiles();
    const files = [
      { name: 'gevaar', xml: gevaar?.xml.replace('"FIRST"', '"COLLECT"') ?? '' },
      { name: 'aard', xml: aard?.xml.replace('versionTag', 'other') ?? '' },
      ...rest,
    ];
    expect((await refusalsOf(files)).map(({ code }) => code)).toEqual([
      'decision-hit-policy',
      'decision-version-missing',
    ]);
  });
});

const WRONG: readonly [what: string, files: () => DmnFile[], code: string, facts: Refusal['facts']][] = [
  [
    'a table of no step',
    () => withEdit('tempo', '<decision id="tempo"', '<decision id="pace"'),
    'decision-unknown',
    { table: 'pace' },
  ],
  [
    'a hit policy that collects',
    () => withEdit('aard', 'hitPolicy="FIRST"', 'hitPolicy="COLLECT" aggregation="SUM"'),
    'decision-hit-policy',
    { found: 'COLLECT SUM' },
  ],
  ['no version', () => withEdit('hulp', ' camunda:versionTag="3"', ''), 'decision-version-missing', {}],
  [
    'no column for the English words',
    () => withEdit('hulp', '<annotation name="en" />', '<annotation name="de" />'),
    'decision-words-column-missing',
    { language: 'en' },
  ],
  [
    'an input that nobody asks',
    () => withEdit('aard', '<text>noise</text>', '<text>smell</text>'),
    'decision-input-unknown',
    { input: 'smell' },
  ],
  [
    'an input of a later step',
    () => withEdit('aard', '<text>noise</text>', '<text>urgency</text>'),
    'decision-input-unknown',
    { input: 'urgency' },
  ],
  [
    'an input that stands twice',
    () => withEdit('aard', '<text>noise</text>', '<text>unseen</text>'),
    'decision-input-twice',
    { input: 'unseen' },
  ],
  [
    'an input that leaves a value out',
    () => withEdit('gevaar', '<text>"yes", "no", "unknown"</text>', '<text>"yes", "no"</text>'),
    'decision-input-values',
    { input: 'threatens', expected: 'yes, no, unknown' },
  ],
  [
    'an input without a list of values',
    () => withEdit('gevaar', /<inputValues id="gevaar-values-weapon">.*<\/inputValues>/, ''),
    'decision-input-values',
    { input: 'weapon', found: '-' },
  ],
  [
    'an output that is missing',
    () => withEdit('tempo', 'name="amount"', 'name="number"'),
    'decision-output-missing',
    { output: 'amount' },
  ],
  [
    'an output that nobody reads',
    () => withEdit('tempo', 'name="amount"', 'name="number"'),
    'decision-output-unknown',
    { output: 'number' },
  ],
  [
    'a default output, which would hide a hole',
    () =>
      withEdit(
        'aard',
        '</output>',
        '<defaultOutputEntry><text>"question"</text></defaultOutputEntry></output>',
      ),
    'decision-output-default',
    { output: 'nature' },
  ],
  [
    'an output list that is no list',
    () => withEdit('aard', /(<outputValues id="aard-output-values-nature"><text>)[^<]*/, '$1not("x")'),
    'decision-output-values',
    { output: 'nature' },
  ],
  [
    'a priority without an order',
    () => withEdit('hulp', 'hitPolicy="UNIQUE"', 'hitPolicy="PRIORITY"'),
    'decision-output-values',
    { output: 'askGp' },
  ],
  [
    'a rule without an id',
    () => withEdit('aard', '<rule id="aard-noise">', '<rule>'),
    'decision-rule-id',
    { rule: 6, ruleId: '-' },
  ],
  [
    'a rule that lacks a cell',
    () => withEdit('aard', /<inputEntry id="aard-noise-i1">.*/, ''),
    'decision-rule-cells',
    { rule: 6, ruleId: 'aard-noise' },
  ],
  [
    'a rule without words',
    () => withEdit('aard', 'Er is herrie of ruzie.', ''),
    'decision-words-missing',
    { rule: 6, ruleId: 'aard-noise', language: 'nl' },
  ],
  [
    'a cell that is no FEEL',
    () => withCell('aard-noise', 'i6', '"yes" "no"'),
    'decision-cell',
    { rule: 6, ruleId: 'aard-noise', column: 'noise', reason: 'syntax' },
  ],
  [
    'an empty cell',
    () => withCell('aard-noise', 'i6', ''),
    'decision-cell',
    { column: 'noise', cell: '-', reason: 'syntax' },
  ],
  [
    'a cell that looks at something else',
    () => withCell('aard-noise', 'i6', 'money'),
    'decision-cell',
    { cell: 'money', reason: 'variable' },
  ],
  [
    'a typing error in a cell',
    () => withCell('aard-noise', 'i6', '"yess"'),
    'decision-cell',
    { cell: '"yess"', reason: 'value' },
  ],
  [
    'an output that calculates',
    () => withCell('tempo-money', 'o2', '2 + 3'),
    'decision-cell',
    { ruleId: 'tempo-money', column: 'amount', reason: 'variable' },
  ],
  [
    'an output that nobody knows',
    () => withCell('hulp-money', 'o1', '"bank"'),
    'decision-cell',
    { ruleId: 'hulp-money', column: 'firstService', reason: 'value' },
  ],
  [
    'a promise of nothing',
    () => withCell('tempo-money', 'o2', '0'),
    'decision-cell',
    { ruleId: 'tempo-money', column: 'amount', reason: 'value' },
  ],
  [
    'a promise that outlives us',
    () => withCell('tempo-money', 'o2', '1001'),
    'decision-cell',
    { ruleId: 'tempo-money', column: 'amount', reason: 'value' },
  ],
  [
    'an output outside its own list',
    () => withEdit('tempo', '"now", "today", "soon", "normal"', '"now", "today", "soon"'),
    'decision-cell',
    { ruleId: 'tempo-nuisance', column: 'urgency', reason: 'value' },
  ],
  [
    'a combination that no rule covers',
    () => withoutRule('hulp-money'),
    'decision-combination-uncovered',
    {
      table: 'hulp',
      inputs:
        'nature=money, danger=life, violence=yes, about=someone, distress=no, talked=unknown, agrees=unknown, publicOrder=no, staffProtection=no',
      count: 240,
    },
  ],
  [
    'two rules on one combination of a unique table',
    () => withCell('hulp-money', 'i1', '"money", "loneliness"'),
    'decision-rules-overlap',
    {
      rule: 21,
      ruleId: 'hulp-loneliness',
      otherRule: 23,
      otherRuleId: 'hulp-money',
      inputs:
        'nature=loneliness, danger=life, violence=yes, about=someone, distress=no, talked=unknown, agrees=unknown, publicOrder=no, staffProtection=no',
      count: 240,
    },
  ],
  [
    'a rule that never decides',
    () => withCell('gevaar-threat', 'i1', '-'),
    'decision-rule-never-decides',
    { rule: 6, ruleId: 'gevaar-injured' },
  ],
];

describe('a table is refused', () => {
  it.each(WRONG)('with %s', async (_what, files, code, facts) => {
    const refusals = await refusalsOf(files());
    expect(refusals).toContainEqual({ code, facts: expect.objectContaining(facts ?? {}) as unknown });
    expect(refusals.every((refusal) => String(refusal.facts?.file).endsWith('.dmn'))).toBe(true);
  });

  it('with more rules than a person can oversee', async () => {
    const [file] = shippedFiles();
    const rule = ruleXml('gevaar-none').exec(file?.xml ?? '')?.[0] ?? '';
    const many = Array.from({ length: 300 }, (_, at) => rule.replaceAll('gevaar-none', `gevaar-${at}`)).join(
      '',
    );
    const refusals = await refusalsOf(withEdit('gevaar', '</decisionTable>', `${many}</decisionTable>`));
    expect(refusals).toContainEqual({
      code: 'decision-too-many-rules',
      facts: { file: '1-gevaar.dmn', table: 'gevaar', found: 310, most: 300 },
    });
  });

  it('with more combinations than can be walked while the house starts', async () => {
    const names = [
      'weapon',
      'injured',
      'gasOrFire',
      'selfHarm',
      'distress',
      'noise',
      'money',
      'lonely',
      'about',
    ];
    const columns = names.map((name) => {
      const values = (ANSWERS[name as keyof typeof ANSWERS] ?? []).map((value) => `"${value}"`).join();
      return `<input><inputExpression><text>${name}</text></inputExpression><inputValues><text>${values}</text></inputValues></input>`;
    });
    const cells = '<inputEntry><text>-</text></inputEntry>'.repeat(names.length);
    const files = withEdits(
      ['tempo', /<output id="tempo-output-urgency"/, `${columns.join('')}$&`],
      ['tempo', /<outputEntry id="[\w-]+-o1"/g, `${cells}$&`],
    );
    expect(await refusalsOf(files)).toEqual([
      {
        code: 'decision-too-many-combinations',
        facts: { file: '4-tempo.dmn', table: 'tempo', found: 144 * 3 ** 5 * 2 ** 4 * 5, most: 50_000 },
      },
    ]);
  });

  it('when it breaks a law, with law, table, rule and inputs', async () => {
    const outcome = await buildDecisions(withCell('gevaar-weapon', 'o2', 'false'));
    expect(outcome).toMatchObject({
      ok: false,
      refusals: [
        {
          code: 'law-life-112-and-owner',
          facts: { file: '1-gevaar.dmn', table: 'gevaar', rule: 1, ruleId: 'gevaar-weapon' },
        },
      ],
    });
    expect(outcome.ok ? '' : outcome.refusals[0]?.facts?.inputs).toMatch(
      /^threatens=yes, weapon=yes, .*about=someone$/,
    );
  });
});

describe('hit policies', () => {
  const input = triageInput({ danger: { kind: 'none' }, sights: ['noise', 'neglect'], about: 'someone' });

  it('takes the first rule that fits', async () => {
    expect(adviseFor(await shippedSet(), input).nature).toBe('living-conditions');
  });

  it('takes the rule whose output stands first in the list of values, whatever the order of the rules', async () => {
    const byPriority = withEdit('aard', 'hitPolicy="FIRST"', 'hitPolicy="PRIORITY"');
    expect(adviseFor(valueOf(await compileDecisions(byPriority)), input).nature).toBe('nuisance');
  });

  it("lets rules of an 'any' table overlap where they say the same, and only there", async () => {
    const any = ['aard', 'hitPolicy="FIRST"', 'hitPolicy="ANY"'] as const;
    const [refusal] = await refusalsOf(withEdit(...any));
    expect(refusal).toMatchObject({
      code: 'decision-rules-differ',
      facts: { rule: 1, ruleId: 'aard-danger', otherRule: 2, otherRuleId: 'aard-law-breaking' },
    });
    const same = ['hulp', 'hitPolicy="UNIQUE"', 'hitPolicy="ANY"'] as const;
    const wider = withEdits(
      same,
      cellEdit('hulp-danger-place', 'i4', '-'),
      cellEdit('hulp-danger-place', 'o2', '"district-team"'),
    );
    const set = valueOf(await compileDecisions(wider));
    expect(set.tables[2]?.hitPolicy).toBe('ANY');
  });

  it('counts a table without a hit policy as unique', async () => {
    const set = valueOf(await compileDecisions(withEdit('tempo', ' hitPolicy="UNIQUE"', '')));
    expect(set.tables.at(-1)?.hitPolicy).toBe('UNIQUE');
  });
});
