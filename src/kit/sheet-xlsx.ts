import { unzipSync, zipSync } from 'fflate';
import { readSheet, type CellValue } from 'read-excel-file/universal';
import { refuse, type Outcome } from './outcome.ts';
import { tidied, type Sheet } from './sheet.ts';

/** What a workbook needs to be read; pictures, macros and whatever else lies in it stay shut. */
const PARTS =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|xl\/(?:workbook|styles|sharedStrings)\.xml|xl\/_rels\/workbook\.xml\.rels|xl\/worksheets\/[^/]+\.xml)$/;
/** Of all these parts together, unpacked. */
const UNPACKED_MOST = 24 * 1024 * 1024;
const DAY_LETTERS = 10;

/**
 * The first sheet of a workbook as text. What unpacks to more than fits is refused before it is unpacked, and the reader gets an
 * archive that is packed anew out of what was let through.
 */
export async function readXlsx(bytes: Uint8Array): Promise<Outcome<Sheet>> {
  let unpacked = 0;
  let isTooMuch = false;
  try {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!PARTS.test(name)) return false;
        unpacked += originalSize;
        isTooMuch ||= unpacked > UNPACKED_MOST;
        return !isTooMuch;
      },
    });
    if (isTooMuch) return refuse('sheet-large');
    const { buffer, byteOffset, byteLength } = zipSync(parts, { level: 0 });
    const rows = await readSheet(buffer.slice(byteOffset, byteOffset + byteLength));
    return tidied(rows.map((row) => row.map(textOf)));
  } catch {
    return refuse('sheet-unreadable');
  }
}

/** A day without an hour is a day; everything else is as it is written. */
function textOf(cell: CellValue | null): string {
  if (cell === null) return '';
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) return '';
    const [day = '', time = ''] = cell.toISOString().split('T');
    return time.startsWith('00:00:00') ? day.slice(0, DAY_LETTERS) : `${day} ${time.slice(0, 5)}`;
  }
  return String(cell);
}
