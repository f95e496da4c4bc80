import { registerHooks } from 'node:module';
import { Mutant } from './mutant.ts';

/**
 * Loaded before a server process (`--import`): reads the sources with one guard switched off, which `WIJK_MUTANT` names. A guard
 * that is not there any more ends the process: then the mutant has to move along with it.
 */
const mutant = Mutant.parse(JSON.parse(process.env['WIJK_MUTANT'] ?? 'null'));

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const edits = mutant.edits.filter(({ file }) => url.endsWith(`/${file}`));
    if (edits.length === 0) return loaded;
    const source = edits.reduce(
      (text, edit) => {
        if (!text.includes(edit.guard))
          throw new Error(`${edit.file}: expected the guard '${edit.guard}', found none`);
        return text.replace(edit.guard, () => edit.without);
      },
      Buffer.from(loaded.source as Uint8Array).toString('utf8'),
    );
    return { ...loaded, source };
  },
});
