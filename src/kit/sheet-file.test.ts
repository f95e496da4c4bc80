import { describe, expect, it } from 'vitest';
import { packed, workbook, workbookParts } from '../../tests/support/workbook.ts';
import { bytesWithin, readSheetFile } from './sheet-file.ts';
import { SHEET_LIMITS } from './sheet.ts';

const read = async (bytes: Buffer) => {
  const sheet = await readSheetFile(bytes);
  return sheet.ok ? sheet.value : sheet.refusals.map(({ code }) => code);
};
const KB = 1024;

describe('a workbook', () => {
  it('gives its first sheet as text: days as days, numbers as they are', async () => {
    expect(
      await read(
        workbook([
          ['Melding', 'Datum', 'Zaak'],
          ['Herrie & ruzie\nal weken', { day: 46_000 }, 2026_001],
        ]),
      ),
    ).toEqual([
      ['Melding', 'Datum', 'Zaak'],
      ['Herrie & ruzie\nal weken', '2025-12-09', '2026001'],
    ]);
  });

  it('that unpacks to far more than it seems is refused', async () => {
    const bomb = { ...workbookParts(''), 'xl/sharedStrings.xml': ' '.repeat(30 * KB * KB) };
    const bytes = packed(bomb);
    expect(bytes.length).toBeLessThan(SHEET_LIMITS.bytes);
    expect(await read(bytes)).toEqual(['sheet-large']);
  });

  it('that says that it is smaller than it is comes to nothing', async () => {
    const bytes = packed({ ...workbookParts(''), 'xl/sharedStrings.xml': ' '.repeat(30 * KB * KB) });
    // the size in the list of parts, at the end of the archive
    const at = bytes.lastIndexOf('xl/sharedStrings.xml') - 46;
    bytes.writeUInt32LE(16, at + 24);
    expect(await read(bytes)).toHaveLength(1);
  });

  it('with one cell at the far end of the sheet takes no memory for all cells before it', async () => {
    const far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>ver</t></is></c></row>';
    const started = performance.now();
    expect(await read(packed(workbookParts(far)))).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(20_000);
  }, 30_000);

  it('does not open what is named in an entity', async () => {
    const parts = workbookParts('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>');
    const sheet = (parts['xl/worksheets/sheet1.xml'] ?? '').replace(
      '<worksheet',
      '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet',
    );
    expect(JSON.stringify(await read(packed({ ...parts, 'xl/worksheets/sheet1.xml': sheet })))).not.toContain(
      'root:',
    );
  });

  it.each([
    ['an old one', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]), 'sheet-old'],
    ['a broken one', Buffer.from('PK\u0003\u0004 en verder niets', 'latin1'), 'sheet-unreadable'],
    ['an archive of something else', packed({ 'word/document.xml': '<a/>' }), 'sheet-unreadable'],
    ['a picture', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a]), 'sheet-kind'],
    ['too many rows', workbook(Array.from({ length: SHEET_LIMITS.rows + 2 }, () => ['x'])), 'sheet-rows'],
  ])('that is %s is refused', async (_what, bytes, code) => {
    expect(await read(bytes)).toEqual([code]);
  });
});

it('takes text in the letters of an older Windows', async () => {
  const bytes = Buffer.from([
    ...Buffer.from('Melding;Plek\r\nCaf', 'latin1'),
    0xe9,
    ...Buffer.from(';Kade 1'),
  ]);
  expect(await read(bytes)).toEqual([
    ['Melding', 'Plek'],
    ['Café', 'Kade 1'],
  ]);
});

it('keeps no file that is larger than may be', async () => {
  async function* pieces(count: number) {
    for (let at = 0; at < count; at += 1) yield Buffer.alloc(KB * KB);
  }
  expect((await bytesWithin(pieces(2)))?.length).toBe(SHEET_LIMITS.bytes);
  expect(await bytesWithin(pieces(3))).toBeUndefined();
});
