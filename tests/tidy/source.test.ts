import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readTree, tree } from './source.ts';

it('reads text files in order, without what is installed or built', () => {
  const root = mkdtempSync(join(tmpdir(), 'wijkverbond-tree-'));
  for (const folder of ['src/kit', 'node_modules/x', 'build', 'data', 'src/data']) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, 'a.ts'), 'export {};');
  }
  writeFileSync(join(root, '.editorconfig'), 'root = true');
  writeFileSync(join(root, 'photo.png'), '');
  expect(readTree(root).map(({ path }) => path)).toEqual(['.editorconfig', 'src/data/a.ts', 'src/kit/a.ts']);
  rmSync(root, { recursive: true });
});

it('refuses a file that does not parse, and names it', () => {
  expect(() => tree({ path: 'src/kit/a.ts', text: 'export const = 1;' })).toThrow(
    /^src\/kit\/a\.ts: expected/,
  );
});
