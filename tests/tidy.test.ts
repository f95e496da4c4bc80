/** Rules about the house as tests of the house. Each check has its own test beside it in tests/tidy. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { configurationPage } from '../src/kit/config.ts';
import { documentsPointNowhere } from './tidy/docs.ts';
import { edgeWordsWithoutGlossary, glossaryPointsNowhere, typesWithoutGlossary } from './tidy/glossary.ts';
import { importsPastAWall } from './tidy/doors.ts';
import { importCircles } from './tidy/imports.ts';
import { longFiles, longFunctions } from './tidy/size.ts';
import { readTree, show, type Check } from './tidy/source.ts';
import { forbiddenSql, sqlOutsideStores } from './tidy/sql.ts';
import { incompleteTexts, refusalsWithoutText, unknownTexts, unusedTexts } from './tidy/texts.ts';
import { clocksInSql, clocksOutsideTheKit } from './tidy/time.ts';
import { forbiddenWords } from './tidy/words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = readTree(root);

const checks: Record<string, Check> = {
  'imports only up the road and through the doors': importsPastAWall,
  'has no circle among its files': importCircles,
  'takes time and chance from the kit': clocksOutsideTheKit,
  'tells the time in SQL by wijk_now()': clocksInSql,
  'keeps its SQL in stores': sqlOutsideStores,
  'has no trigger and no set_config()': forbiddenSql,
  'names every domain type in the glossary': typesWithoutGlossary,
  'names every word at the edge in the glossary': edgeWordsWithoutGlossary,
  'has a glossary that points to what is there': glossaryPointsNowhere,
  'explains every refusal in Dutch and English': refusalsWithoutText,
  'shows only texts that exist': unknownTexts,
  'has every text once in both languages': incompleteTexts,
  'has no text that is never shown': unusedTexts,
  'keeps its functions short': longFunctions,
  'keeps its files short': longFiles,
  'has no word that may not stand in it': forbiddenWords,
  'has documents that point to what is there': documentsPointNowhere,
};

describe('the house', () => {
  it('is read at all', () => {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(['package.json', 'src/kit/db.ts']));
  });

  it.each(Object.entries(checks))('%s', (_name, check) => {
    expect(check(files).map(show)).toEqual([]);
  });

  it('documents the configuration that it reads (`npx wijk config --write` writes the page)', () => {
    expect(files.find(({ path }) => path === 'docs/configuration.md')?.text).toBe(configurationPage());
  });
});
