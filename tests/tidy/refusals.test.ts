import { describe, expect, it } from 'vitest';
import { refusalCodes } from './refusals.ts';

const codesIn = (text: string) =>
  refusalCodes([{ path: 'src/reports/rules.ts', text }]).map(({ code }) => code);

describe('the codes of refusals', () => {
  it.each([
    [`refuse('closed');`, ['closed']],
    [`refuse(full ? 'full' : 'late', { pointer: 'who' });`, ['full', 'late']],
    [`refuseAll([{ code: 'closed', pointer: 'who' }, { code: 'late' }]);`, ['closed', 'late']],
    [`const r = { code: late ? 'late' : 'early', facts: { days: 3 } };`, ['late', 'early']],
  ])('are found in %s', (text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });

  it('are found where a function of the house makes the refusal', () => {
    const text = `function complaint(shape: Shape, code: string): Refusal { return { code }; }\ncomplaint(s, 'no-rule');\n`;
    expect(codesIn(text)).toEqual(['no-rule']);
  });

  it('are found in the messages of a schema', () => {
    const text = `import { z } from 'zod';\nz.string().min(1, 'words-missing').max(9, { error: 'words-long' });\nz.enum(['gas-or-fire']);\n`;
    expect(codesIn(text)).toEqual(['words-missing', 'words-long']);
  });

  it('are not taken from other objects with a code', () => {
    expect(codesIn(`const party = { code: 'fact-team', name: 'FACT' };`)).toEqual([]);
  });
});
