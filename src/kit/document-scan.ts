import { inflateSync } from 'node:zlib';

/** Why a file is not kept. `active`: it would do something when it is opened, or carries other files. */
export type DocumentFault = 'type' | 'cut-off' | 'locked' | 'active' | 'unreadable';

const HEAD = '%PDF-';
const TAIL_BYTES = 2048;
const INFLATED_MOST = 32 * 1024 * 1024;
const DICTIONARY_MOST = 4096;

const SPACE = String.raw`[\0\t\n\f\r ]`;
const GAP = String.raw`(?:${SPACE}|%[^\r\n]*[\r\n])*`;
const REFERENCE = String.raw`\d+${SPACE}+\d+${SPACE}+R`;
const NAME_ENDS = String.raw`(?![^\0\t\n\f\r ()<>[\]{}/%])`;

/** Of ISO 32000: what runs, starts, sends, fetches or plays. */
const ACTIONS =
  'JavaScript|Launch|SubmitForm|ImportData|GoToE|GoToR|Rendition|Movie|Sound|RichMediaExecute|GoTo3DView';
/** Long enough not to turn up in packed pictures by chance, so they are looked for in every byte of the file. */
const ANYWHERE = new RegExp(
  [
    `/S${GAP}/(?:${ACTIONS})${NAME_ENDS}`,
    `/JavaScript${GAP}(?:${REFERENCE}|<<)`,
    `/EmbeddedFiles?${NAME_ENDS}`,
    `/FileAttachment${NAME_ENDS}`,
    `/RichMedia(?:Content|Settings)?${NAME_ENDS}`,
    `/Subtype${GAP}/(?:Screen|Movie|Sound|3D|U3D|PRC)${NAME_ENDS}`,
    String.raw`/URI${GAP}\(\s*(?:file|javascript|data|vbscript):`,
    String.raw`/URI${GAP}\(\s*\\\\`,
    `/FFilter${NAME_ENDS}`,
    `/FS${GAP}/URL${NAME_ENDS}`,
  ].join('|'),
  'i',
);
/** Too short for that: looked for in what is no packed data. An action whose kind stands elsewhere hides something. */
const OUTSIDE = new RegExp(
  [
    String.raw`/JS${GAP}(?:\(|<|${REFERENCE})`,
    `/XFA${GAP}(?:\\[|${REFERENCE})`,
    `/EF${GAP}(?:<<|${REFERENCE})`,
    `/S${GAP}${REFERENCE}`,
  ].join('|'),
);
const LOCKED = new RegExp(`/Encrypt${GAP}(?:${REFERENCE}|<<)`);
/** A stream in which other objects lie, by its name or by what it cannot do without. */
const HOLDS_OBJECTS = new RegExp(
  `/ObjStm${NAME_ENDS}|/First${NAME_ENDS}.*/N${NAME_ENDS}|/N${NAME_ENDS}.*/First${NAME_ENDS}`,
  's',
);

/**
 * Looks for what does something when a document is opened, in the bytes themselves: whichever parts a program takes for the
 * document, they stand here. Undefined when nothing was found.
 */
export function faultIn(bytes: Buffer): DocumentFault | undefined {
  if (bytes.subarray(0, HEAD.length).toString('latin1') !== HEAD) return 'type';
  const tail = bytes.subarray(-TAIL_BYTES).toString('latin1');
  if (!/startxref\s+\d+\s+%%EOF/.test(tail)) return 'cut-off';
  const raw = bytes.toString('latin1');
  const plain = unescaped(raw);
  if (LOCKED.test(plain)) return 'locked';
  if (ANYWHERE.test(plain) || OUTSIDE.test(unescaped(outsideOf(raw)))) return 'active';
  return faultInStreams(bytes, raw);
}

/** A name may be written with the codes of its letters: /J#61vaScript. */
function unescaped(text: string): string {
  return text.replaceAll(/#([0-9a-f]{2})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** Everything but the data of streams. */
function outsideOf(raw: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (;;) {
    const start = raw.indexOf('stream', from);
    if (start < 0) break;
    pieces.push(raw.slice(from, start));
    const end = raw.indexOf('endstream', start);
    if (end < 0) break;
    from = end + 'endstream'.length;
  }
  return [...pieces, raw.slice(from)].join('\n');
}

/** Unpacks each stream, also one that stands where none should, and looks for the same. */
function faultInStreams(bytes: Buffer, raw: string): DocumentFault | undefined {
  for (const { index } of raw.matchAll(/(?<!end)stream/g)) {
    const dictionary = unescaped(dictionaryBefore(raw, index));
    const holdsObjects = HOLDS_OBJECTS.test(dictionary);
    const text = unpacked(bytes, startOf(raw, index));
    // objects that we cannot see are not let through
    if (text === undefined && holdsObjects) return 'unreadable';
    if (text === undefined) continue;
    const plain = unescaped(text);
    if (ANYWHERE.test(plain) || (holdsObjects && OUTSIDE.test(plain))) return 'active';
  }
  return undefined;
}

function dictionaryBefore(raw: string, at: number): string {
  const before = raw.slice(Math.max(0, at - DICTIONARY_MOST), at);
  return before.slice(Math.max(0, before.lastIndexOf('endobj'), before.lastIndexOf('endstream')));
}

function startOf(raw: string, index: number): number {
  const [mark = ''] = /^stream *(?:\r\n|\n|\r)?/.exec(raw.slice(index, index + 20)) ?? [];
  return index + mark.length;
}

/** Undefined for what is packed in another way, or not at all. */
function unpacked(bytes: Buffer, start: number): string | undefined {
  const [first = 0, second = 0] = bytes.subarray(start, start + 2);
  if ((first & 0x0f) !== 8 || ((first << 8) | second) % 31 !== 0) return undefined;
  try {
    return inflateSync(bytes.subarray(start), { maxOutputLength: INFLATED_MOST }).toString('latin1');
  } catch {
    return undefined;
  }
}
