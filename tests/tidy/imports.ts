/** Who imports whom, and where that runs in a circle. */
import {
  at,
  field,
  isCode,
  isTest,
  list,
  nodes,
  stringValue,
  tree,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

/** One import: `target` is a path of the repository, or the name of a package with `isPackage`. */
export interface Import {
  readonly node: Node;
  readonly target: string;
  readonly isPackage: boolean;
}

const IMPORTING = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

/** All imports of a file: static, re-exports, dynamic with a literal name, and of types. */
export function importsOf(file: SourceFile): Import[] {
  return [...nodes(tree(file))].flatMap((node) => {
    if (!IMPORTING.has(node.type)) return [];
    const specifier = stringValue(field(node, 'source'));
    return specifier === undefined ? [] : [{ node, ...resolve(file.path, specifier) }];
  });
}

function resolve(from: string, specifier: string): { target: string; isPackage: boolean } {
  if (specifier.startsWith('.')) {
    return { target: join(from.split('/').slice(0, -1), specifier), isPackage: false };
  }
  if (specifier.startsWith('#')) return { target: `src/${specifier.slice(1)}`, isPackage: false };
  const core = /^@wijkverbond\/core(\/.*)?$/.exec(specifier);
  if (core) return { target: `core${core[1] ?? ''}/index.ts`, isPackage: false };
  return { target: specifier, isPackage: true };
}

function join(folder: readonly string[], specifier: string): string {
  const parts = [...folder];
  for (const part of specifier.split('?')[0]?.split('/') ?? []) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** An import of which nothing is left when the program runs. */
export function isOfTypes(node: Node): boolean {
  const specifiers = list(node, 'specifiers');
  const isType = ({ importKind, exportKind }: Node) => importKind === 'type' || exportKind === 'type';
  return node.type === 'TSImportType' || isType(node) || (specifiers.length > 0 && specifiers.every(isType));
}

/** The files whose imports are held to the rules; tests may look anywhere. */
export function isHouse({ path }: SourceFile): boolean {
  return isCode(path) && !isTest(path) && /^(src|core|db)\//.test(path);
}

/** Circles among files, imports of types included; one finding for each circle that a walk meets. */
export function importCircles(files: readonly SourceFile[]): Finding[] {
  const code = new Map(files.filter(isHouse).map((file) => [file.path, file]));
  const done = new Set<string>();
  const findings: Finding[] = [];
  const visit = (file: SourceFile, path: readonly string[]): void => {
    if (done.has(file.path)) return;
    for (const { node, target } of importsOf(file)) {
      const start = path.indexOf(target);
      if (start >= 0) findings.push(circle(file, node, path.slice(start)));
      const next = code.get(target);
      if (next && start < 0) visit(next, [...path, target]);
    }
    done.add(file.path);
  };
  for (const file of code.values()) visit(file, [file.path]);
  return findings;
}

function circle(file: SourceFile, node: Node, path: readonly string[]): Finding {
  const round = [...path, path[0] ?? ''].join(' → ');
  return at(file, node, `closes a circle: ${round}`, 'move what both need into a third file above them');
}
