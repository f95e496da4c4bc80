import { describe, expect, it } from 'vitest';
import { decision, inputData, literal, modelOf, table } from '../testing/models.ts';
import { valueOf } from '../testing/shipped.ts';
import type { Model } from './drg.ts';
import { evaluateDecision } from './interpret.ts';
import { loadModel } from './load.ts';

async function model(...elements: readonly string[]): Promise<Model> {
  return valueOf(await loadModel('a.dmn', modelOf(...elements)));
}

function codesOf(answer: ReturnType<typeof evaluateDecision>): unknown[] {
  return [answer?.value, ...(answer?.problems ?? []).map(({ code }) => code)];
}

describe('a decision', () => {
  it('is found by its name, however it is spaced, or by its id', async () => {
    const one = await model(decision('two words', [], literal('1')));
    for (const name of ['two words', ' two   words', 'd-two-words']) {
      expect(evaluateDecision(one, name, {})?.value).toBe(1);
    }
    expect(evaluateDecision(one, 'three words', {})).toBeUndefined();
  });

  it('sees what it requires and nothing else', async () => {
    const both = [inputData('x'), inputData('y')];
    const one = await model(...both, decision('d', ['x'], literal('[x, y]')));
    expect(evaluateDecision(one, 'd', { x: 1, y: 2 })?.value).toEqual([1, null]);
  });

  it('gives the same answer each time, and leaves its inputs as they are', async () => {
    const one = await model(inputData('x'), decision('d', ['x'], literal('append(x, 3)')));
    const given = { x: [1, 2] };
    expect(evaluateDecision(one, 'd', given)?.value).toEqual([1, 2, 3]);
    expect(evaluateDecision(one, 'd', given)?.value).toEqual([1, 2, 3]);
    expect(given).toEqual({ x: [1, 2] });
  });

  it('is evaluated once, however many others require it', async () => {
    const rows = Array.from({ length: 20 }, (_, at) =>
      decision(`d${at + 1}`, [`#d${at}`], literal(`d${at} + d${at}`)),
    );
    const one = await model(decision('d0', [], literal('1')), ...rows);
    expect(evaluateDecision(one, 'd20', {})?.value).toBe(2 ** 20);
  });

  it('counts in decimals from one decision to the next', async () => {
    const one = await model(
      decision('sum', [], literal('0.1 + 0.2')),
      decision(
        'd',
        ['#sum'],
        table({
          inputs: ['sum'],
          rules: [
            ['0.3', '"exact"'],
            ['not(0.3)', '"off"'],
          ],
        }),
      ),
    );
    expect(evaluateDecision(one, 'd', {})?.value).toBe('exact');
  });

  it('says which rules are in each others way', async () => {
    const overlap = table({
      rules: [
        ['>1', '"a"'],
        ['>2', '"b"'],
        ['>3', '"c"'],
      ],
    });
    const one = await model(inputData('x'), decision('d', ['x'], overlap));
    expect(evaluateDecision(one, 'd', { x: 3 })).toEqual({
      value: null,
      problems: [{ code: 'dmn-rules-overlap', facts: { file: 'a.dmn', decision: 'd', found: '1, 2' } }],
    });
    expect(codesOf(evaluateDecision(one, 'd', { x: 2 }))).toEqual(['a']);
  });

  it('says why it is null', async () => {
    const one = await model(
      inputData('x', 'number'),
      decision('typed', ['x'], literal('x')),
      decision('sum', ['x'], literal('x + "a"')),
      decision('word', [], literal('"a"'), 'number'),
      decision(
        'differ',
        ['x'],
        table({
          policy: 'ANY',
          rules: [
            ['-', '1'],
            ['-', '2'],
          ],
        }),
      ),
      decision(
        'listed',
        ['x'],
        table({
          outputs: ['<output><outputValues><text>1</text></outputValues></output>'],
          rules: [['-', '2']],
        }),
      ),
    );
    const codes = Object.fromEntries(
      ['sum', 'word', 'differ', 'listed'].map((name) => [
        name,
        codesOf(evaluateDecision(one, name, { x: 1 })),
      ]),
    );
    expect(codes).toEqual({
      sum: [null, 'dmn-expression-null'],
      word: [null, 'dmn-value-type'],
      differ: [null, 'dmn-rules-differ'],
      listed: [null, 'dmn-value-not-allowed'],
    });
    expect(codesOf(evaluateDecision(one, 'typed', { x: 'a' }))).toEqual([null, 'dmn-value-type']);
  });

  it('without logic is null', async () => {
    expect(codesOf(evaluateDecision(await model(decision('d', [], '')), 'd', {}))).toEqual([null]);
  });
});
