import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postcss from 'postcss';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pruneCss } from './prune-css.ts';

/** What is left of `css` in a house whose one component writes these classes and whose other sheet says `sheet`. */
async function pruned(css: string, { classes = '', sheet = '' } = {}): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), 'prune-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'src', 'part.tsx'), `<p className="${classes}" />`);
  writeFileSync(join(root, 'src', 'page.css'), sheet);
  const { css: left } = await postcss([pruneCss(root)]).process(css, { from: undefined });
  return left.replaceAll(/\s+/g, ' ').replaceAll(/\s*\}/g, ' }').trim();
}

describe('pruning the style sheet', () => {
  it('drops rules about classes of the design system that no component writes', async () => {
    const css =
      '.utrecht-button { color: red } .utrecht-button--busy { color: blue } .wijk-card { color: green }';
    expect(await pruned(css, { classes: 'utrecht-button' })).toBe(
      '.utrecht-button { color: red } .wijk-card { color: green }',
    );
  });

  it('keeps of several selectors the ones that are written', async () => {
    expect(await pruned('.nl-link, .nl-link--hover { color: red }', { classes: 'nl-link' })).toBe(
      '.nl-link { color: red }',
    );
  });

  it('keeps a rule that only excludes an unwritten class', async () => {
    const css = '.utrecht-button:hover:not(:disabled, .utrecht-button--disabled) { color: red }';
    expect(await pruned(css, { classes: 'utrecht-button' })).toBe(css);
  });

  it('drops tokens that nothing left refers to, through any number of steps', async () => {
    const css = ':root { --a: var(--b); --b: 1px; --c: var(--d); --d: 2px } p { margin: var(--x, var(--a)) }';
    expect(await pruned(css)).toBe(':root { --a: var(--b); --b: 1px } p { margin: var(--x, var(--a)) }');
  });

  it('keeps the last value of a token on :root, and the one under a condition', async () => {
    const css =
      ':root { --a: 1px } :root { --a: 2px } @media print { :root { --a: 3px } } p { margin: var(--a) }';
    expect(await pruned(css)).toBe(
      ':root { --a: 2px } @media print { :root { --a: 3px } } p { margin: var(--a) }',
    );
  });

  it('keeps tokens that only the sheet of a page asks for', async () => {
    expect(await pruned(':root { --a: 1px; --b: 2px }', { sheet: 'p { margin: var(--b) }' })).toBe(
      ':root { --b: 2px }',
    );
  });
});
