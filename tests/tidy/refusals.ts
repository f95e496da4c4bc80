/** Every code by which the program refuses, so that each can be explained. */
import {
  children,
  field,
  isProgram,
  list,
  literals,
  nodes,
  stringValue,
  tree,
  word,
  type Node,
  type SourceFile,
} from './source.ts';

/** Methods of zod that may carry a message. */
const WITH_MESSAGE =
  /^(?:string|number|int|boolean|date|email|url|uuid|enum|array|object|min|max|length|nonempty|regex|refine|gte?|lte?|positive|check)$/;

interface RefusalCode {
  readonly code: string;
  readonly file: SourceFile;
  readonly node: Node;
}

/**
 * Codes in the source: the argument `code` of a function that gives a refusal, object literals that read as one
 * (`{ code: '…', pointer?, facts? }`), and codes that a schema carries as its message.
 */
export function refusalCodes(files: readonly SourceFile[]): RefusalCode[] {
  const source = files.filter((file) => isProgram(file) && file.path.startsWith('src/'));
  const makers = new Map([['refuse', 0], ...source.flatMap((file) => refusalMakers(file))]);
  return source.flatMap((file) => {
    const hasSchemas = importsZod(file);
    return [...nodes(tree(file))].flatMap((node) => {
      const codes = [
        ...calledCodes(node, makers),
        ...literalCodes(node),
        ...(hasSchemas ? schemaCodes(node) : []),
      ];
      return codes.map((code) => ({ code, file, node }));
    });
  });
}

/** Functions that take a `code` and return a refusal, with the place of that argument. */
function refusalMakers(file: SourceFile): [name: string, index: number][] {
  return [...nodes(tree(file))].flatMap((node): [string, number][] => {
    const name = word(field(node, 'id'));
    const returns = field(node, 'returnType');
    if (node.type !== 'FunctionDeclaration' || name === undefined || returns === undefined) return [];
    if (!/\b(?:Refusal|Outcome)\b/.test(file.text.slice(returns.start, returns.end))) return [];
    const index = list(node, 'params').findIndex((parameter) => word(parameter) === 'code');
    return index < 0 ? [] : [[name, index]];
  });
}

function calledCodes(node: Node, makers: ReadonlyMap<string, number>): string[] {
  if (node.type !== 'CallExpression') return [];
  const index = makers.get(word(field(node, 'callee')) ?? '');
  return index === undefined ? [] : literals(list(node, 'arguments')[index]);
}

function literalCodes(node: Node): string[] {
  if (node.type !== 'ObjectExpression') return [];
  const entries = children(node).map((entry) => [word(field(entry, 'key')), field(entry, 'value')] as const);
  if (!entries.every(([key]) => key !== undefined && ['code', 'pointer', 'facts'].includes(key))) return [];
  return entries.flatMap(([key, value]) => (key === 'code' ? literals(value) : []));
}

function importsZod(file: SourceFile): boolean {
  return list(tree(file), 'body').some(
    (node) => node.type === 'ImportDeclaration' && stringValue(field(node, 'source')) === 'zod',
  );
}

/** `z.string().min(1, 'words-missing')`, `.refine(isX, 'not-x')` and `{ error: 'not-x' }`. */
function schemaCodes(node: Node): string[] {
  const isCode = (text: string) => /^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(text);
  if (node.type === 'Property') {
    const isMessage = ['error', 'message'].includes(word(field(node, 'key')) ?? '');
    return isMessage ? literals(field(node, 'value')).filter(isCode) : [];
  }
  if (node.type !== 'CallExpression') return [];
  const method = word(field(field(node, 'callee', 'MemberExpression'), 'property')) ?? '';
  return WITH_MESSAGE.test(method) ? list(node, 'arguments').flatMap(literals).filter(isCode) : [];
}
