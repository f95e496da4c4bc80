import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'wijkverbond-walls-'));
writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));

afterAll(() => rmSync(folder, { recursive: true }));

/** What the compiler of the pure files says about each line of `source`, as `line: message`. */
function compilePure(source: readonly string[]): string[] {
  writeFileSync(join(folder, 'rules.ts'), source.join('\n'));
  const config = { extends: join(root, 'tsconfig.pure.json'), include: ['rules.ts'], exclude: [] };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const { stdout } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', folder, '--pretty', 'false'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${join(root, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}` },
  });
  return stdout.split('\n').flatMap((line) => {
    const found = /rules\.ts\((\d+),\d+\): error \w+: (.*)/.exec(line);
    return found ? [`${found[1]}: ${found[2]}`] : [];
  });
}

describe('the pure wall', () => {
  it.each([
    ['process', 'export const a = process.env;'],
    ['fetch', `export const a = fetch('https://example.org');`],
    ['a timer', 'setTimeout(() => {}, 1);'],
    ['the console', `console.log('x');`],
    ['the page', 'export const a = document.title;'],
    ['a module of Node', `import { readFileSync } from 'node:fs';\nexport const a = readFileSync;`],
    ['a buffer', `export const a = Buffer.from('x');`],
  ])('does not compile a rule that reaches for %s', (_name, source) => {
    expect(compilePure([source])).toEqual([expect.stringMatching(/^1: Cannot find (?:name|module)/)]);
  });

  it('compiles a rule that is told what it needs', () => {
    const source = ['export const isLate = (deadline: Date, now: Date): boolean => now > deadline;'];
    expect(compilePure(source)).toEqual([]);
  });

  it('does not compile syntax that Node cannot erase, nor an index taken for certain', () => {
    const source = ['export enum A { b }', 'const list: string[] = [];', 'export const c: string = list[0];'];
    expect(compilePure(source)).toEqual([
      expect.stringContaining("'erasableSyntaxOnly'"),
      expect.stringMatching(/^3: Type 'string \| undefined'/),
    ]);
  });
});
