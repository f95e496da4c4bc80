import { describe, expect, it } from 'vitest';
import { decision, inputData, literal, modelOf, table } from '../testing/models.ts';
import { valueOf } from '../testing/shipped.ts';
import { evaluateDecision } from './interpret.ts';
import { loadModel, loadWhatCan } from './load.ts';

async function refusalsOf(...elements: readonly string[]): Promise<unknown[]> {
  const loaded = await loadModel('a.dmn', modelOf(...elements));
  return loaded.ok ? [] : loaded.refusals.map(({ code, facts }) => ({ code, ...facts }));
}

const X = inputData('x', 'number');
const item = (name: string, content: string, attributes = '') =>
  `<itemDefinition name="${name}" ${attributes}>${content}</itemDefinition>`;

describe('a model', () => {
  it('is refused where it is no DMN', async () => {
    for (const xml of ['', '<definitions/>', modelOf('<decision id="d">'), modelOf('<surprise/>')]) {
      const loaded = await loadModel('a.dmn', xml);
      expect(loaded.ok ? [] : loaded.refusals.map(({ code }) => code)).toEqual(['decision-file-unreadable']);
    }
  });

  it.each<[what: string, elements: string[], refusal: object]>([
    [
      'a business knowledge model',
      ['<businessKnowledgeModel id="b" name="b"/>'],
      { code: 'dmn-not-supported', decision: 'b', found: 'BusinessKnowledgeModel' },
    ],
    [
      'a decision service',
      ['<decisionService id="s" name="s"/>'],
      { code: 'dmn-not-supported', found: 'DecisionService' },
    ],
    [
      'an import',
      ['<import name="other" namespace="n" importType="t"/>'],
      { code: 'dmn-not-supported', found: 'import other' },
    ],
    [
      'a boxed invocation',
      [decision('d', [], `<invocation>${literal('f')}</invocation>`)],
      { code: 'dmn-not-supported', decision: 'd', found: 'Invocation' },
    ],
    [
      'a boxed expression inside a context',
      [decision('d', [], `<context><contextEntry><variable name="a"/><list/></contextEntry></context>`)],
      { code: 'dmn-not-supported', decision: 'd', found: 'List' },
    ],
    [
      'another language than FEEL',
      [decision('d', [], literal('1', 'expressionLanguage="https://example.org/js"'))],
      { code: 'dmn-not-supported', decision: 'd', found: 'https://example.org/js' },
    ],
    [
      'a function that nobody defined',
      [X, decision('d', ['x'], literal('rate of(x)'))],
      { code: 'dmn-expression-unreadable', decision: 'd', found: 'rate of(x)', reason: "function 'rate of'" },
    ],
    [
      'the clock',
      [decision('d', [], literal('today()'))],
      { code: 'dmn-expression-unreadable', reason: "function 'today'" },
    ],
    [
      'an external function',
      [decision('d', [], literal('function(a) external { java: { class: "A" } }'))],
      { code: 'dmn-expression-unreadable', reason: 'external function' },
    ],
    [
      'no FEEL',
      [X, decision('d', ['x'], literal('x +'))],
      { code: 'dmn-expression-unreadable', found: 'x +' },
    ],
    ['no expression', [decision('d', [], literal(''))], { code: 'dmn-expression-unreadable', found: '-' }],
    [
      'a cell that is no FEEL',
      [
        X,
        decision(
          'd',
          ['x'],
          table({
            rules: [
              ['1', '"a"'],
              ['[1..', '"b"'],
            ],
          }),
        ),
      ],
      { code: 'dmn-expression-unreadable', decision: 'd', rule: 2, found: '[1..' },
    ],
    [
      'an output that is no FEEL',
      [X, decision('d', ['x'], table({ rules: [['1', '"a']] }))],
      { code: 'dmn-expression-unreadable', decision: 'd', rule: 1, found: '"a' },
    ],
    [
      'a hit policy that does not exist',
      [X, decision('d', ['x'], table({ policy: 'BEST', rules: [] }))],
      { code: 'dmn-hit-policy', found: 'BEST' },
    ],
    [
      'an aggregation that does not exist',
      [X, decision('d', ['x'], table({ policy: 'COLLECT', attributes: 'aggregation="MEAN"', rules: [] }))],
      { code: 'dmn-hit-policy', found: 'COLLECT MEAN' },
    ],
    [
      'an aggregation of components',
      [
        X,
        decision(
          'd',
          ['x'],
          table({
            policy: 'COLLECT',
            attributes: 'aggregation="SUM"',
            outputs: ['<output name="a"/>', '<output name="b"/>'],
            rules: [['-', '1', '2']],
          }),
        ),
      ],
      { code: 'dmn-aggregation-of-components', found: 'SUM' },
    ],
    [
      'components without a name',
      [X, decision('d', ['x'], table({ outputs: ['<output name="a"/>', '<output/>'], rules: [] }))],
      { code: 'dmn-output-names', found: 'a, -' },
    ],
    [
      'a priority without an order',
      [X, decision('d', ['x'], table({ policy: 'PRIORITY', rules: [['1', '"a"']] }))],
      { code: 'dmn-output-order-missing', found: 'PRIORITY' },
    ],
    [
      'a rule with a cell too few',
      [X, decision('d', ['x'], table({ rules: [['1']] }))],
      { code: 'dmn-rule-cells', rule: 1, found: '1 + 0' },
    ],
    [
      'a table without an output',
      [X, decision('d', ['x'], table({ outputs: [], rules: [] }))],
      { code: 'dmn-output-missing' },
    ],
    [
      'a type that does not exist',
      [inputData('x', 'tMissing')],
      { code: 'dmn-type-unknown', found: 'tMissing' },
    ],
    [
      'a type that goes in circles',
      [item('tA', '<typeRef>tB</typeRef>'), item('tB', '<typeRef>tA</typeRef>'), inputData('x', 'tA')],
      { code: 'dmn-type-unknown', found: 'tA (tA → tB → tA)' },
    ],
    [
      'a requirement of another file',
      [decision('d', ['x'], literal('1'))],
      { code: 'dmn-requirement-unknown', found: '#i-x' },
    ],
    [
      'a decision that requires itself',
      [decision('a', ['#b'], literal('b')), decision('b', ['#a'], literal('a'))],
      { code: 'dmn-requirement-circle', decision: 'a' },
    ],
    ['a name that stands twice', [X, decision('x', [], literal('1'))], { code: 'dmn-name', found: 'x' }],
  ])('is refused for %s', async (_what, elements, refusal) => {
    expect(await refusalsOf(...elements)).toContainEqual(
      expect.objectContaining({ file: 'a.dmn', ...refusal }),
    );
  });

  it('is refused with everything that is wrong at once', async () => {
    const codes = (
      await refusalsOf(
        X,
        decision('a', ['x'], literal('x +')),
        decision('b', ['y'], literal('1'), 'tMissing'),
      )
    ).map((refusal) => (refusal as { code: string }).code);
    expect(codes).toEqual(['dmn-expression-unreadable', 'dmn-requirement-unknown', 'dmn-type-unknown']);
  });

  it('for conformance cases keeps what does not rest on what was refused', async () => {
    const xml = modelOf(
      X,
      decision('good', ['x'], literal('x + 1')),
      decision('bad', ['x'], literal('x +')),
      decision('on bad', ['#bad'], literal('bad')),
    );
    const { model } = valueOf(await loadWhatCan('a.dmn', xml));
    expect([...model.decisions.values()].map(({ name }) => name)).toEqual(['good']);
    expect(evaluateDecision(model, 'good', { x: 1 })?.value).toBe(2);
    expect(evaluateDecision(model, 'on bad', { x: 1 })).toBeUndefined();
  });
});
