/** How long a function and a file may be. */
import {
  at,
  field,
  isCode,
  isTest,
  lineAt,
  list,
  nodes,
  tree,
  word,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

export const FUNCTION_LINES = 70;
export const FILE_LINES = 500;

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

function lines({ text }: SourceFile, { start, end }: Node): number {
  return lineAt(text, end) - lineAt(text, start) + 1;
}

/** Tests are as long as their cases; everything else is held to the size. */
function isMeasured({ path }: SourceFile): boolean {
  return isCode(path) && !isTest(path);
}

export function longFunctions(files: readonly SourceFile[]): Finding[] {
  return files.filter(isMeasured).flatMap((file) =>
    [...nodes(tree(file))]
      .filter(({ type }) => FUNCTIONS.includes(type))
      .flatMap((node) => {
        const count = lines(file, node);
        if (count <= FUNCTION_LINES) return [];
        const name = word(field(node, 'id')) ?? 'a function';
        const wrong = `${name} has ${count} lines, ${FUNCTION_LINES} at most`;
        return [at(file, node, wrong, 'keep the control flow here and move the leaves out')];
      }),
  );
}

/** A constant that only lists values (no function in it) is a table: as long as its facts. */
function tableLines(file: SourceFile): number {
  return list(tree(file), 'body')
    .map((statement) => field(statement, 'declaration') ?? statement)
    .flatMap((statement) => list(statement, 'declarations'))
    .filter((declarator) => isTable(field(declarator, 'init')))
    .reduce((total, declarator) => total + lines(file, declarator), 0);
}

function isTable(value: Node | undefined): boolean {
  if (value?.type === 'TSAsExpression' || value?.type === 'TSSatisfiesExpression') {
    return isTable(field(value, 'expression'));
  }
  if (value?.type !== 'ArrayExpression' && value?.type !== 'ObjectExpression') return false;
  return ![...nodes(value)].some(({ type }) => FUNCTIONS.includes(type));
}

export function longFiles(files: readonly SourceFile[]): Finding[] {
  return files.filter(isMeasured).flatMap((file) => {
    const count = file.text.trimEnd().split('\n').length - tableLines(file);
    if (count <= FILE_LINES) return [];
    const wrong = `has ${count} lines without its tables, ${FILE_LINES} at most`;
    return [at(file, 0, wrong, 'split it by what it knows')];
  });
}
