import { contentFile } from '../../src/kit/content.ts';
import { loadTexts } from '../../src/kit/texts.ts';
import { readDecisions } from '../../src/server/wiring.ts';
import { buildPages } from '../../tools/build.ts';

/** What lies on disk and no test changes is read once in a process: more than half a second of work for each house. */
function once<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: read() }).value;
}

export const pages = once(() => buildPages());
export const houseDecisions = once(readDecisions);
export const strictTexts = once(() => loadTexts(contentFile('texts'), { strict: true }));
