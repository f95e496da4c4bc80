/** What a document may be that comes along with a report. */
export const DOCUMENT_LIMITS = {
  bytes: 10 * 1024 * 1024,
  pages: 300,
  nameLength: 100,
} as const;

/** A document as it is kept: byte for byte as it came, because a letter that is signed or can be read aloud is to stay so. */
export interface KeptDocument {
  /** As its sender called it: to be shown as text, and never to open or store anything by. Can be empty. */
  readonly name: string;
  readonly bytes: Buffer;
  readonly pages: number;
  /** Of the bytes: the same file gives the same. */
  readonly hash: Buffer;
}

/** The type of every document that is kept. */
export const DOCUMENT_TYPE = 'application/pdf';

/** What is not a letter, a number or a plain mark: among it what turns the reading direction, or is not seen at all. */
const ODD = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** A name of one line, without the folders before it and without what would make it look like another name. */
export function safeName(name: string): string {
  const last = name.toWellFormed().split(/[/\\]/).at(-1) ?? '';
  const line = last.replace(ODD, '').replaceAll(/\s+/g, ' ').normalize('NFC').trim();
  return [...line].slice(0, DOCUMENT_LIMITS.nameLength).join('').trim();
}
