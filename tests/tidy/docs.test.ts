import { describe, expect, it } from 'vitest';
import { documentsPointNowhere } from './docs.ts';

const actions = { path: 'src/reports/actions.ts', text: 'export async function submitReport() {}\n' };
const walkthrough = (text: string) => ({ path: 'docs/walkthrough.md', text });

describe('documents', () => {
  it('may name only files, folders and functions that are there', () => {
    const text =
      'First `src/reports/actions.ts#submitReport`.\nThen `src/reports/actions.ts#gone` and `src/gone.ts`.\n';
    expect(documentsPointNowhere([actions, walkthrough(text)])).toEqual([
      {
        path: 'docs/walkthrough.md',
        line: 2,
        wrong: 'names gone in src/reports/actions.ts, which does not declare it',
        cure: 'name what is there now',
      },
      {
        path: 'docs/walkthrough.md',
        line: 2,
        wrong: 'names src/gone.ts, which does not exist',
        cure: expect.any(String),
      },
    ]);
  });

  it('may name folders, and anything that is not a path', () => {
    const text =
      'In `src/reports/` lives `Report`; `npm test`, `wijk_now()` and `/voorbeeldstad/melden` are no files.';
    expect(documentsPointNowhere([actions, walkthrough(text)])).toEqual([]);
  });
});
