import { describe, expect, it } from 'vitest';
import { readDmn } from './dmn.ts';
import { shippedFiles, valueOf } from './testing/shipped.ts';

const MODEL = 'https://www.omg.org/spec/DMN/20191111/MODEL/';

function gevaar(): string {
  return shippedFiles().find(({ name }) => name.includes('gevaar'))?.xml ?? '';
}

function codesOf(outcome: Awaited<ReturnType<typeof readDmn>>): unknown {
  return outcome.ok ? 'read' : outcome.refusals.map(({ code, facts }) => ({ code, ...facts }));
}

describe('a DMN file', () => {
  it.each([
    ['1.2', 'http://www.omg.org/spec/DMN/20180521/MODEL/'],
    ['1.4', 'https://www.omg.org/spec/DMN/20211108/MODEL/'],
    ['1.5', 'https://www.omg.org/spec/DMN/20230324/MODEL/'],
  ])('of version %s reads as the same table', async (_version, namespace) => {
    const expected = valueOf(await readDmn('a.dmn', gevaar()));
    const other = gevaar().replace(MODEL, namespace);
    expect(other).not.toContain(MODEL);
    expect(valueOf(await readDmn('a.dmn', other))).toEqual(expected);
  });

  it('reads with a prefix as well', async () => {
    const expected = valueOf(await readDmn('a.dmn', gevaar()));
    const prefixed = gevaar()
      .replaceAll(/<(\/?)(?=[a-zA-Z])/g, '<$1dmn:')
      .replace('xmlns=', 'xmlns:dmn=')
      .replace(MODEL, 'https://www.omg.org/spec/DMN/20230324/MODEL/');
    expect(valueOf(await readDmn('a.dmn', prefixed))).toEqual(expected);
  });

  it('changes no namespace that is only spoken about', async () => {
    const spoken = 'https://www.omg.org/spec/DMN/20230324/MODEL/';
    const [table] = valueOf(await readDmn('a.dmn', gevaar().replace('Er is geen gevaar gezien.', spoken)));
    expect(table?.rules.flatMap(({ annotations }) => annotations)).toContain(spoken);
  });

  it('keeps the texts of cells and words as they were written', async () => {
    const [table] = valueOf(await readDmn('a.dmn', gevaar()));
    expect(table).toMatchObject({
      id: 'gevaar',
      version: '1',
      hitPolicy: 'FIRST',
      annotations: ['nl', 'en'],
    });
    expect(table?.rules[0]).toEqual({
      id: 'gevaar-weapon',
      inputs: ['-', '"yes"', '-', '-', '-'],
      outputs: ['"life"', 'true', '"yes"'],
      annotations: [
        'Er is een wapen gezien. Dat is levensgevaarlijk: eerst 112.',
        'A weapon was seen. That is a danger to life: 112 first.',
      ],
    });
  });

  it.each([
    ['no XML', 'weapon'],
    ['another document', '<svg xmlns="http://www.w3.org/2000/svg" />'],
    ['DMN 1.1', gevaar().replace(MODEL, 'http://www.omg.org/spec/DMN/20151101/dmn.xsd')],
    ['a file that breaks off', gevaar().slice(0, 4000)],
    ['an unknown element', gevaar().replaceAll('rule', 'regel')],
    ['nothing', ''],
  ])('that is %s is refused with a reason', async (_what, xml) => {
    const outcome = await readDmn('a.dmn', xml);
    expect(codesOf(outcome)).toMatchObject([{ code: 'decision-file-unreadable', file: 'a.dmn' }]);
    expect(codesOf(outcome)).toMatchObject([{ reason: expect.stringMatching(/.{10}/) as string }]);
  });

  it('with a decision that is not a table is refused', async () => {
    const xml = gevaar().replace(
      /<decisionTable[\s\S]*<\/decisionTable>/,
      '<literalExpression><text>1</text></literalExpression>',
    );
    expect(codesOf(await readDmn('a.dmn', xml))).toEqual([
      { code: 'decision-not-a-table', file: 'a.dmn', table: 'gevaar', found: 'dmn:LiteralExpression' },
    ]);
  });
});
