import { describe, expect, it } from 'vitest';
import { readInputCell, readList, readOutputCell, readWordList } from './cells.ts';

const VALUES = ['yes', 'no', 'unknown'];

describe('an input cell', () => {
  it.each([
    ['-', [true, true, true]],
    ['"yes"', [true, false, false]],
    ['"yes", "unknown"', [true, false, true]],
    ['not("no")', [true, false, true]],
    ['not("yes", "no")', [false, false, true]],
    ['? = "no"', [false, true, false]],
    ['= "no"', [false, true, false]],
    ['? in ("yes", "no")', [true, true, false]],
  ])('%s holds for the values that it names', (cell, holds) => {
    expect(readInputCell(cell, VALUES)).toEqual({ holds });
  });

  it.each([
    ['', 'syntax'],
    ['"yes" "no"', 'syntax'],
    ['"yes"+', 'syntax'],
    ['"yes', 'variable'],
    ['yes', 'variable'],
    ['weapon', 'variable'],
    ['? = string(now())', 'variable'],
    ['"yess"', 'value'],
    ['"yes", "maybe"', 'value'],
    ['not("maybe")', 'value'],
    ['not("yes", "no", "unknown")', 'never'],
    ['1', 'never'],
  ])('%s is refused as %s', (cell, reason) => {
    expect(readInputCell(cell, VALUES)).toEqual({ reason });
  });

  it('knows a word with a quotation mark in it', () => {
    expect(readInputCell(String.raw`"say \"yes\""`, ['say "yes"', 'no'])).toEqual({ holds: [true, false] });
  });
});

describe('an output cell', () => {
  it.each([
    ['"life"', 'life'],
    ['true', true],
    ['false', false],
    ['30', 30],
  ])('%s is a constant', (cell, value) => {
    expect(readOutputCell(cell)).toEqual({ value });
  });

  it.each(['', '-', 'danger', '1 + 1', 'now()', '"a" + "b"', '-1', '1.5', 'null'])(
    '%s is refused',
    (cell) => {
      expect(readOutputCell(cell)).toEqual({ reason: 'variable' });
    },
  );
});

describe('a list of allowed values', () => {
  it('keeps its order, because that is the priority', () => {
    expect(readWordList('"b", "a" ,"c"')).toEqual(['b', 'a', 'c']);
    expect(readList('true, false')).toEqual([true, false]);
    expect(readList('"a", 15')).toEqual(['a', 15]);
  });

  it('is a list of words where words are asked', () => {
    expect(readWordList('true, false')).toBeUndefined();
    expect(readWordList('[1..5]')).toBeUndefined();
    expect(readWordList('')).toEqual([]);
  });

  it('is not anything else', () => {
    expect(readList('not("a")')).toBeUndefined();
    expect(readList('"a" or "b"')).toBeUndefined();
  });
});
