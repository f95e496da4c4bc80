import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AtRule, ChildNode, Declaration, Plugin, Root, Rule } from 'postcss';

/**
 * The packages of the design system carry 2,800 tokens and the classes of every state; a page uses some hundreds.
 * Drops rules about classes that no component writes, then tokens that nothing left refers to.
 */
export function pruneCss(root: string): Plugin {
  return {
    postcssPlugin: 'prune-css',
    OnceExit(css) {
      dropUnusedRules(css, classesWritten(root));
      dropOverriddenTokens(css);
      dropUnusedTokens(css, tokensAskedFor(root));
      dropEmpty(css);
    },
  };
}

const DESIGN_SYSTEM_CLASS = /\.((?:utrecht|nl)-[a-zA-Z0-9_-]+)/g;
const TOKEN_REFERENCE = /var\(\s*(--[a-zA-Z0-9_-]+)/g;

/** Every class of the design system that stands, in full, in a component. */
function classesWritten(root: string): Set<string> {
  const files = globSync('src/**/*.tsx', { cwd: root });
  const words = files.flatMap(
    (file) => readFileSync(join(root, file), 'utf8').match(/\b(?:utrecht|nl)-[a-zA-Z0-9_-]+/g) ?? [],
  );
  return new Set(words);
}

/** Every token that one of our own style sheets asks for; a page's own sheet leans on those of the house. */
function tokensAskedFor(root: string): string[] {
  const sheets = globSync('src/**/*.css', { cwd: root }).map((file) =>
    readFileSync(join(root, file), 'utf8'),
  );
  return sheets.flatMap((text) => namesIn(text));
}

function dropUnusedRules(css: Root, written: ReadonlySet<string>): void {
  css.walkRules((rule) => {
    const kept = rule.selectors.filter((selector) => isUsed(selector, written));
    if (kept.length === 0) rule.remove();
    else if (kept.length < rule.selectors.length) rule.selectors = kept;
  });
}

/** A class inside `:not(…)` narrows a selector; it need not be written anywhere. */
function isUsed(selector: string, written: ReadonlySet<string>): boolean {
  const asked = selector.replaceAll(/:not\([^)]*\)/g, '');
  return [...asked.matchAll(DESIGN_SYSTEM_CLASS)].every(([, name = '']) => written.has(name));
}

/** The theme gives a value, we give another: only the last one on `:root` counts. */
function dropOverriddenTokens(css: Root): void {
  const last = new Map<string, Declaration>();
  for (const node of css.nodes) {
    if (node.type !== 'rule' || node.selector !== ':root') continue;
    node.walkDecls(/^--/, (declaration) => {
      last.get(declaration.prop)?.remove();
      last.set(declaration.prop, declaration);
    });
  }
}

function dropUnusedTokens(css: Root, askedElsewhere: readonly string[]): void {
  const uses = new Map<string, string[]>();
  const alive = [...askedElsewhere];
  css.walkDecls((declaration) => {
    const asked = namesIn(declaration.value);
    if (isToken(declaration)) uses.set(declaration.prop, [...(uses.get(declaration.prop) ?? []), ...asked]);
    else alive.push(...asked);
  });
  const living = reach(alive, uses);
  css.walkDecls((declaration) => {
    if (isToken(declaration) && !living.has(declaration.prop)) declaration.remove();
  });
}

function isToken({ prop }: Declaration): boolean {
  return prop.startsWith('--');
}

function namesIn(value: string): string[] {
  return [...value.matchAll(TOKEN_REFERENCE)].map(([, name = '']) => name);
}

function reach(from: readonly string[], uses: ReadonlyMap<string, readonly string[]>): Set<string> {
  const reached = new Set<string>();
  const queue = [...from];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    queue.push(...(uses.get(name) ?? []));
  }
  return reached;
}

function dropEmpty(css: Root): void {
  css.walk((node: ChildNode) => {
    if ((node.type === 'rule' || node.type === 'atrule') && isEmpty(node)) node.remove();
  });
}

function isEmpty(node: Rule | AtRule): boolean {
  return node.nodes !== undefined && node.nodes.every(({ type }) => type === 'comment');
}
