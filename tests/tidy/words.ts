/** Words that may stand in no file of the repository. */
import { at, type Finding, type SourceFile } from './source.ts';

// Each pattern is written so that it does not find itself.
const FORBIDDEN = [
  {
    words: /\b(?:TO[D]O|FIX[M]E|X[X]X)\b/g,
    cure: 'do it now, or write an issue',
  },
  {
    words: /\bverward[e][ -](?:man|vrouw|persoon|personen)\b/gi,
    cure: "write 'onbegrepen gedrag' for staff and 'zorg om iemand' for residents",
  },
  {
    words: /\.\.\/share[d]\b/g,
    cure: 'name a file of this repository, or cite the public source',
  },
  {
    words: /(?<![\w.:/-])\/(?:home|root|Users|work|mnt)\/[\w.-]+/g,
    cure: 'name a path relative to the root of the repository',
  },
];

export function forbiddenWords(files: readonly SourceFile[]): Finding[] {
  return files.flatMap((file) =>
    FORBIDDEN.flatMap(({ words, cure }) =>
      [...file.text.matchAll(words)].map((found) => at(file, found.index, `says '${found[0]}'`, cure)),
    ),
  );
}
