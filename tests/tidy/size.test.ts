import { describe, expect, it } from 'vitest';
import { FILE_LINES, FUNCTION_LINES, longFiles, longFunctions } from './size.ts';

const lines = (count: number) => 'x();\n'.repeat(count);
const at = (text: string, path = 'src/kit/a.ts') => [{ path, text }];

describe('size', () => {
  it('finds a function that is too long, and names it', () => {
    const text = `\nfunction work() {\n${lines(FUNCTION_LINES - 1)}}\n`;
    expect(longFunctions(at(text))).toEqual([
      expect.objectContaining({ line: 2, wrong: 'work has 71 lines, 70 at most' }),
    ]);
    expect(longFunctions(at(`const f = () => {\n${lines(FUNCTION_LINES)}};\n`))).toHaveLength(1);
  });

  it('lets a function have as many lines as it may', () => {
    expect(longFunctions(at(`function work() {\n${lines(FUNCTION_LINES - 2)}}\n`))).toEqual([]);
  });

  it('finds a file that is too long', () => {
    expect(longFiles(at(lines(FILE_LINES + 1)))).toEqual([
      expect.objectContaining({ wrong: 'has 501 lines without its tables, 500 at most' }),
    ]);
    expect(longFiles(at(lines(FILE_LINES)))).toEqual([]);
  });

  it('does not count the lines of a table, and does not take code for a table', () => {
    const table = `export const TABLE = [\n${'  { a: 1 },\n'.repeat(FILE_LINES)}] as const;\n`;
    const code = `export const CODE = {\n${'  f: () => 1,\n'.repeat(FILE_LINES)}};\n`;
    expect(longFiles(at(table))).toEqual([]);
    expect(longFiles(at(code))).toHaveLength(1);
  });

  it('lets tests be as long as their cases', () => {
    const text = `it('x', () => {\n${lines(FILE_LINES)}});\n`;
    expect([...longFiles(at(text, 'a.test.ts')), ...longFunctions(at(text, 'a.test.ts'))]).toEqual([]);
  });
});
