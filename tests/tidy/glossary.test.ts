import { describe, expect, it } from 'vitest';
import { edgeWordsWithoutGlossary, glossaryPointsNowhere, typesWithoutGlossary } from './glossary.ts';

const glossary = (...rows: string[]) => ({
  path: 'GLOSSARY.md',
  text: ['| Dutch | English | where | not to be confused with |', '|---|---|---|---|', ...rows].join('\n'),
});
const MELDING =
  '| melding, meldingen | report | `Report` in `src/reports/model.ts` | a signal from a table |';
const model = {
  path: 'src/reports/model.ts',
  text: 'export const Report = z.object({});\nexport type Report = 1;\n',
};

describe('the glossary', () => {
  it('must name every exported type of a model, once', () => {
    expect(typesWithoutGlossary([model, glossary()])).toEqual([
      {
        path: 'src/reports/model.ts',
        line: 1,
        wrong: 'exports Report, which GLOSSARY.md lacks',
        cure: 'name `Report` in the row of its word',
      },
    ]);
    expect(typesWithoutGlossary([model, glossary(MELDING)])).toEqual([]);
  });

  it('need not name functions and plain values', () => {
    const text = 'export function isOpen() {}\nexport const openStates = [];\nexport const LIMIT = 3;\n';
    expect(typesWithoutGlossary([{ path: 'src/reports/model.ts', text }, glossary()])).toEqual([]);
  });

  it('must know the Dutch words in addresses of pages', () => {
    const text = `import { route } from '@react-router/dev/routes';\nroute(':gemeente/meldingen', './x.tsx', [\n  route('mijn-werk', '../handovers/ui/work.tsx', { id: 'work-list' }),\n]);\n`;
    const files = [{ path: 'src/web/routes.ts', text }, glossary(MELDING)];
    expect(edgeWordsWithoutGlossary(files).map(({ line, wrong }) => `${line} ${wrong}`)).toEqual([
      "3 says 'mijn-werk' at the edge, which GLOSSARY.md lacks",
    ]);
    const known = glossary(MELDING, '| mijn werk | my work list | – | |');
    expect(edgeWordsWithoutGlossary([{ path: 'src/web/routes.ts', text }, known])).toEqual([]);
  });

  it('must know the Dutch words of the API and in its JSON', () => {
    const files = [
      {
        path: 'src/reports/routes.ts',
        text: `app.get('/v1/meldingen/{id}', f);\napp.get('/v1/meldcodes', f);\n`,
      },
      {
        path: 'src/reports/wire.ts',
        text: `export const words = ['gas-of-brand', 'gewond', 'melding'];\nrefuse('form-stale');\n`,
      },
      glossary(MELDING),
    ];
    expect(edgeWordsWithoutGlossary(files).map(({ path, wrong }) => `${path} ${wrong}`)).toEqual([
      "src/reports/routes.ts says 'meldcodes' at the edge, which GLOSSARY.md lacks",
      "src/reports/wire.ts says 'gas-of-brand' at the edge, which GLOSSARY.md lacks",
    ]);
  });

  it('must point to what is there', () => {
    const rows = [
      MELDING,
      '| aanbod | offer | `Offer` in `src/reports/model.ts` | |',
      '| wijk | x | `src/a/b.ts` | |',
    ];
    expect(
      glossaryPointsNowhere([model, glossary(...rows)]).map(({ line, wrong }) => `${line} ${wrong}`),
    ).toEqual(['4 names Offer, which is not there', '5 names src/a/b.ts, which is not there']);
  });
});
