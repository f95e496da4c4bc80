import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText, readSheetLines, readSheetText, SHEET_LIMITS } from './sheet.ts';

const rows = (text: string) => {
  const read = readSheetText(text);
  return read.ok ? read.value : read.refusals.map(({ code }) => code);
};

describe('cells in text', () => {
  it.each([
    [
      'tabs, as a spreadsheet copies them',
      'Adres\tMelding\nKade 1\tHerrie\n',
      [
        ['Adres', 'Melding'],
        ['Kade 1', 'Herrie'],
      ],
    ],
    [
      'semicolons, as a Dutch Excel writes them',
      'Adres;Melding\r\nKade 1;"Herrie; al weken"\r\n',
      [
        ['Adres', 'Melding'],
        ['Kade 1', 'Herrie; al weken'],
      ],
    ],
    [
      'commas',
      'adres,melding\nKade 1,"Herrie, al weken"',
      [
        ['adres', 'melding'],
        ['Kade 1', 'Herrie, al weken'],
      ],
    ],
    [
      'a line end in quotes',
      'a\tb\n"een\ntwee"\t3',
      [
        ['a', 'b'],
        ['een\ntwee', '3'],
      ],
    ],
    [
      'quotes in quotes',
      'a;b\n"Hij zei ""nee""";1',
      [
        ['a', 'b'],
        ['Hij zei "nee"', '1'],
      ],
    ],
    [
      'a quote that is a letter',
      'a\tb\n5" buis\tlek',
      [
        ['a', 'b'],
        ['5" buis', 'lek'],
      ],
    ],
    [
      'a quote that is never closed',
      'a\tb\n"open\tdicht',
      [
        ['a', 'b'],
        ['"open', 'dicht'],
      ],
    ],
    ['one column with commas in it', 'Melding\nHerrie, al weken', [['Melding'], ['Herrie, al weken']]],
    [
      'a mark at the beginning',
      '\uFEFFa;b\n1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'empty rows, and empty columns at the end',
      'a;b;\n\n;;\n1;;',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'rows of other lengths',
      'a;b\n1\n1;2;3',
      [
        ['a', 'b', ''],
        ['1', '', ''],
        ['1', '2', '3'],
      ],
    ],
    [
      'old line ends',
      'a;b\r1;2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('come apart at %s', (_what, text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it.each([
    ['nothing', ' \n ', 'sheet-empty'],
    ['no text', 'a\0b', 'sheet-kind'],
    ['too many rows', 'a\n'.repeat(SHEET_LIMITS.rows + 2), 'sheet-rows'],
    ['too many columns', 'a;'.repeat(SHEET_LIMITS.columns + 1), 'sheet-columns'],
    ['too much', 'a'.repeat(SHEET_LIMITS.letters + 1), 'sheet-letters'],
  ])('are refused with %s', (_what, text, code) => {
    expect(rows(text)).toEqual([code]);
  });

  it('holds as many rows as it says, and a heading', () => {
    expect(rows('a\n'.repeat(SHEET_LIMITS.rows + 1))).toHaveLength(SHEET_LIMITS.rows + 1);
  });

  it('give back whatever was written into them', () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 20 })
      .map((text) => text.replaceAll(/[\0\r\uFEFF]/g, '').trim());
    const table = fc
      .integer({ min: 2, max: 5 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }),
      )
      // a column without a name at the end, and a row of nothing, are not there
      .filter((all) => all.every((row) => row.at(-1) !== '' && row[0] !== ''));
    fc.assert(
      fc.property(table, fc.constantFrom('\t', ';', ','), (all, sign) => {
        const written = all
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(sign))
          .join('\r\n');
        expect(rows(written)).toEqual(all);
      }),
    );
  });

  it('of any text at all are cells or a refusal, never an error', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const read = readSheetText(text);
        const widths = read.ok ? new Set(read.value.map((row) => row.length)) : new Set(read.refusals);
        expect(widths.size).toBe(1);
      }),
    );
  });
});

describe('the letters of a file', () => {
  it.each([
    ['UTF-8', Buffer.from('café', 'utf8')],
    ['UTF-8 with its mark', Buffer.from('\uFEFFcafé', 'utf8')],
    ['Windows-1252', Buffer.from([0x63, 0x61, 0x66, 0xe9])],
    ['UTF-16', Buffer.from('\uFEFFcafé', 'utf16le')],
    ['UTF-16 the other way round', Buffer.from('\uFEFFcafé', 'utf16le').swap16()],
  ])('are read from %s', (_what, bytes) => {
    expect(decodeText(bytes)).toBe('café');
  });
});

describe('the lines of a larger file', () => {
  const lines = (text: string, most = 10) => {
    const read = readSheetLines(text, most);
    return read.ok
      ? read.value.map(({ line, cells }) => `${line}: ${cells.join('|')}`)
      : read.refusals.map(({ code }) => code);
  };

  it('keep their number, past empty ones and past a line end in quotes', () => {
    expect(lines('a;b\r\n\r\n;\r\n"c\r\nd";e\r\nf;g')).toEqual(['1: a|b', '5: c\nd|e', '6: f|g']);
  });

  it('are no more than may be', () => {
    expect(lines('a\nb\nc', 3)).toEqual(['1: a', '2: b', '3: c']);
    expect(lines('a\nb\nc', 2)).toEqual(['sheet-rows']);
    expect(lines(' \n')).toEqual(['sheet-empty']);
  });
});
