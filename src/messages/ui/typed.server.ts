/** Signs that cannot be seen, and those that turn the way in which a line reads; a line end is none of them. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** What somebody typed, without signs that nobody sees. */
export function seen(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll('\t', ' ').replaceAll(UNSEEN, ''))
    .join('\n')
    .trim();
}

/** One line, with single spaces. */
export function inOneLine(text: string): string {
  return seen(text).replaceAll(/\s+/g, ' ');
}
