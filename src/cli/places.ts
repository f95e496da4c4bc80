import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { inTenant } from '../kit/db.ts';
import { decodeText, readSheetLines } from '../kit/sheet.ts';
import { parties } from '../people/index.ts';
import { COMPLEX_COLUMNS, importComplexes } from '../places/index.ts';
import type { Databases } from './databases.ts';
import { municipalityNamed } from './named.ts';
import { toScreen, type Print } from './print.ts';

/** More homes than any Dutch housing association lets in one municipality. */
const ROWS_MOST = 200_000;

const USAGE = `wijk places import-complexes <gemeente> <file> [--preview]

  A file of text with a row for each address of a complex, cells apart by ; , or tabs. The first line names the columns:
  ${COMPLEX_COLUMNS.join(';')}
  Nothing is written when something is wrong with it, nor with --preview. Complexes that it does not name stay.
`;

/** Makes the complexes of a municipality as a list has them: 0 when it is done, 1 when something is wrong with the list. */
export async function managePlaces(
  { owner }: Pick<Databases, 'owner'>,
  args: readonly string[],
  print: Print = toScreen,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { preview: { type: 'boolean', default: false } },
  });
  const [what, slug = '', file] = positionals;
  if (what !== 'import-complexes')
    throw new Error(`expected import-complexes, got '${what ?? ''}'\n\n${USAGE}`);
  const municipality = await municipalityNamed(owner, slug, USAGE);
  if (file === undefined) throw new Error(`expected a file\n\n${USAGE}`);
  const lines = readSheetLines(decodeText(await readFile(file)), ROWS_MOST);
  if (!lines.ok)
    throw new Error(`expected a list in text, with at most ${ROWS_MOST} rows, in ${file}\n\n${USAGE}`);
  const { preview: isPreview } = values;
  return inTenant(owner, municipality.id, async (tx) => {
    const all = await parties(tx);
    const { done, mistakes } = await importComplexes(tx, lines.value, { parties: all, isPreview });
    for (const { line, says } of mistakes) print(`line ${line}: ${says}`);
    if (mistakes.length > 0) {
      print(`${mistakes.length} wrong: nothing was written`);
      return 1;
    }
    const names = new Map(all.map(({ id, name }) => [id, name]));
    for (const one of done) {
      const called = one.code === undefined ? one.name : `${one.name} (${one.code})`;
      const moves = `${one.addresses} addresses, ${one.coming} come, ${one.leaving} leave`;
      const others = one.fromOthers === 0 ? '' : `; ${one.fromOthers} come out of another complex`;
      print(`${called}, ${names.get(one.partyId)}: ${one.is}; ${moves}${others}`);
    }
    print(`${done.length} complexes${isPreview ? ': a preview, nothing was written' : ''}`);
    return 0;
  });
}
