/** The source as the tidy checks see it: files with their text and, for TypeScript, their syntax tree. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';

/** One file of the repository; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What is wrong, where, and what cures it. `line` counts from 1. */
export interface Finding {
  readonly path: string;
  readonly line: number;
  readonly wrong: string;
  readonly cure: string;
}

export type Check = (files: readonly SourceFile[]) => Finding[];

/** A node of the syntax tree (ESTree with TypeScript); its other fields depend on `type`. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

const SKIPPED = new Set(['node_modules', '.git', '.react-router']);
const SKIPPED_AT_ROOT = new Set(['build', 'data', 'package-lock.json', 'LICENSE']);
const TEXT = /\.(ts|tsx|js|mjs|css|json|jsonc|geojson|md|po|dmn|sql|yml|yaml|sh|txt|html|svg)$|\/\.?[\w-]+$/;

/** Every text file below `root`, generated and installed ones aside, in the order of their paths. */
export function readTree(root: string, folder = ''): SourceFile[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !SKIPPED.has(name) && !(folder === '' && SKIPPED_AT_ROOT.has(name)))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return readTree(root, path);
      if (!entry.isFile() || !TEXT.test(`/${path}`)) return [];
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    });
}

export function isCode(path: string): boolean {
  return /\.(ts|tsx)$/.test(path) && !path.endsWith('.d.ts');
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path);
}

/** Where rules about the running program hold: the rooms, the core, the database and what seeds it. */
export function isProgram({ path }: SourceFile): boolean {
  return isCode(path) && !isTest(path) && /^(src|core|db|fixtures)\//.test(path);
}

export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

const trees = new WeakMap<SourceFile, Node>();

/** The syntax tree of a TypeScript file, parsed once. */
export function tree(file: SourceFile): Node {
  const known = trees.get(file);
  if (known) return known;
  const { program, errors } = parseSync(file.path, file.text);
  const error = errors[0];
  if (error) throw new SyntaxError(`${file.path}: expected TypeScript that parses, got: ${error.message}`);
  trees.set(file, program as unknown as Node);
  return program as unknown as Node;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** The nodes directly below `node`, in no promised order. */
export function children(node: Node): Node[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]))
    .filter(isNode);
}

/** `node` and all nodes below it, parents first. */
export function* nodes(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* nodes(child);
}

/** A field of `node` that holds one node of type `type`, or undefined. */
export function field(node: Node | undefined, name: string, type?: string): Node | undefined {
  const value = node?.[name];
  return isNode(value) && (type === undefined || value.type === type) ? value : undefined;
}

/** A field of `node` that holds a list of nodes. */
export function list(node: Node | undefined, name: string): Node[] {
  const value = node?.[name];
  return Array.isArray(value) ? (value as unknown[]).filter(isNode) : [];
}

/** The text of an identifier or of a literal string; undefined for any other node. */
export function word(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier' && typeof node['name'] === 'string') return node['name'];
  return stringValue(node);
}

/** The value of a literal string, or of a template without holes. */
export function stringValue(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node?.type !== 'TemplateLiteral' || list(node, 'expressions').length > 0) return undefined;
  return quasiText(list(node, 'quasis')[0]);
}

/** The text of one piece of a template literal. */
export function quasiText(node: Node | undefined): string | undefined {
  const value = node?.['value'] as { cooked?: unknown } | undefined;
  return typeof value?.cooked === 'string' ? value.cooked : undefined;
}

/** The literal strings that an expression may give, also through `a ? 'x' : 'y'`. */
export function literals(node: Node | undefined): string[] {
  if (node?.type === 'ConditionalExpression') {
    return [...literals(field(node, 'consequent')), ...literals(field(node, 'alternate'))];
  }
  const value = stringValue(node);
  return value === undefined ? [] : [value];
}

/** Every literal string and every piece of a template in a file, with the node that holds it. */
export function strings(file: SourceFile): { node: Node; value: string }[] {
  return [...nodes(tree(file))].flatMap((node) => {
    const value = node.type === 'TemplateElement' ? quasiText(node) : literalOf(node);
    return value === undefined ? [] : [{ node, value }];
  });
}

function literalOf(node: Node): string | undefined {
  return node.type === 'Literal' ? stringValue(node) : undefined;
}

/** A finding at a node (or an offset) of `file`. */
export function at(file: SourceFile, place: Node | number, wrong: string, cure: string): Finding {
  const offset = typeof place === 'number' ? place : place.start;
  return { path: file.path, line: lineAt(file.text, offset), wrong, cure };
}

export function show({ path, line, wrong, cure }: Finding): string {
  return `${path}:${line} ${wrong} — ${cure}`;
}
