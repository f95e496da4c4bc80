import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { ok, refuse, type Outcome } from './outcome.ts';

/** Rows of cells as text, the heading among them. Empty rows and empty columns at the end are not there. */
export type Sheet = readonly (readonly string[])[];

export const SHEET_LIMITS = {
  /** A file as it is sent. */
  bytes: 2 * 1024 * 1024,
  /** Cells that were pasted. */
  letters: 200_000,
  /** Without the heading. */
  rows: 150,
  columns: 30,
} as const;

/** What a file or a pasted text becomes: cells without spaces around them, within limits. */
export function tidied(rows: readonly (readonly string[])[]): Outcome<Sheet> {
  const trimmed = rows.map((row) => row.map((cell) => cell.replaceAll('\0', '').trim()));
  const filled = trimmed.filter((row) => row.some((cell) => cell !== ''));
  if (filled.length === 0) return refuse('sheet-empty');
  const { rows: rowsMost, columns: columnsMost } = SHEET_LIMITS;
  // one more, because the first may be a heading
  if (filled.length > rowsMost + 1) return refuse('sheet-rows', { facts: { maximum: rowsMost } });
  const width = Math.max(...filled.map((row) => row.findLastIndex((cell) => cell !== '') + 1));
  if (width > columnsMost) return refuse('sheet-columns', { facts: { maximum: columnsMost } });
  return ok(filled.map((row) => Array.from({ length: width }, (_, at) => row[at] ?? '')));
}

/**
 * Cells that were pasted, or stand in a file of text: apart by tabs, semicolons or commas, in quotes where they hold such a sign or
 * a line end.
 */
export function readSheetText(text: string): Outcome<Sheet> {
  if (text.length > SHEET_LIMITS.letters)
    return refuse('sheet-letters', { facts: { maximum: SHEET_LIMITS.letters } });
  if (text.includes('\0')) return refuse('sheet-kind');
  const delimiter = delimiterOf(text);
  // one too many says that there are too many
  return tidied(linesOf(text, { delimiter, to: SHEET_LIMITS.rows + 2 }).map(({ cells }) => cells));
}

/** A row of a file of text, with the line on which it ends. */
interface SheetLine {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows of a larger file than a list on screen, each with its line; empty rows are not there. */
export function readSheetLines(written: string, rowsMost: number): Outcome<readonly SheetLine[]> {
  if (written.includes('\0')) return refuse('sheet-kind');
  // one sign for a line end: csv-parse counts two of them for one in quotes
  const text = written.replaceAll(/\r\n?/g, '\n');
  const delimiter = delimiterOf(text);
  const filled = linesOf(text, { delimiter, to: rowsMost + 1 })
    .map(({ line, cells }) => ({ line, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  if (filled.length === 0) return refuse('sheet-empty');
  return filled.length > rowsMost ? refuse('sheet-rows', { facts: { maximum: rowsMost } }) : ok(filled);
}

interface Reading {
  readonly delimiter: string;
  /** So many rows and no more. */
  readonly to: number;
}

/** A quote that is opened and never closed is a letter like any other. */
function linesOf(text: string, reading: Reading): SheetLine[] {
  return quotedLines(text, reading, '"') ?? quotedLines(text, reading, false) ?? [];
}

function quotedLines(text: string, reading: Reading, quote: '"' | false): SheetLine[] | undefined {
  try {
    const read = parse(text, {
      ...reading,
      quote,
      bom: true,
      info: true,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    });
    return Lined.parse(read).map(({ info, record }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (error instanceof CsvError) return undefined;
    throw error;
  }
}

/** What csv-parse gives with `info`; its types do not say so. */
const Lined = z.array(z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) }));

/** The sign between the cells of the first line. Of a list of one column there is none. */
function delimiterOf(text: string): string {
  const count = (sign: string) => firstLine(text).split(sign).length - 1;
  if (count('\t') > 0) return '\t';
  if (count(';') === 0 && count(',') === 0) return '\t';
  return count(';') >= count(',') ? ';' : ',';
}

/** Up to the first line end that stands in no quotes; what stands in quotes is left out. */
function firstLine(text: string): string {
  return /[^\r\n]*/.exec(text.replace(/^\uFEFF/, '').replaceAll(/"[^"]*"/g, ''))?.[0] ?? '';
}

/** UTF-8, or what Excel writes where it does not: UTF-16 with its mark, else Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
