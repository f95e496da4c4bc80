/** One word for one thing: what GLOSSARY.md must name, and what it names that is no longer there. */
import { insideRoom } from './house.ts';
import { refusalCodes } from './refusals.ts';
import {
  at,
  field,
  isProgram,
  list,
  nodes,
  strings,
  stringValue,
  tree,
  word,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

const PATH = 'GLOSSARY.md';

interface Place {
  readonly node: Node;
  readonly value: string;
}

interface Row {
  readonly dutch: readonly string[];
  readonly english: readonly string[];
  readonly text: string;
  readonly where: string;
  readonly offset: number;
}

/** The rows of the table `| Dutch | English | where | not to be confused with |`. */
function glossaryRows(glossary: SourceFile | undefined): Row[] {
  let offset = 0;
  return (glossary?.text ?? '').split('\n').flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const cells = line.split('|').map((cell) => cell.trim());
    if (cells.length !== 6 || cells[1] === 'Dutch' || /^:?-+:?$/.test(cells[1] ?? '')) return [];
    const [, dutch = '', english = '', where = ''] = cells;
    return [{ dutch: termsIn(dutch), english: termsIn(english), text: line, where, offset: start }];
  });
}

/** Terms of a cell, apart by `/`, `,` or `;`; what stands in brackets is an explanation, and *to* is no part of a verb. */
function termsIn(cell: string): string[] {
  return cell
    .replaceAll(/\([^)]*\)|[`*]/g, '')
    .split(/[/,;]/)
    .map((term) => spoken(term).replace(/^to /, ''))
    .filter((term) => term !== '');
}

/** `mijn-werk` and `Mijn werk` are one term. */
function spoken(term: string): string {
  return term.trim().toLowerCase().replaceAll('-', ' ');
}

/** Types and schemas that a file exports: its PascalCase names, each once. */
function domainTypes(file: SourceFile): { name: string; node: Node }[] {
  const exported = list(tree(file), 'body').flatMap((statement) => {
    const declaration = field(statement, 'declaration');
    const declared = declaration ? [declaration, ...list(declaration, 'declarations')] : [];
    return declared.flatMap((node) => {
      const name = word(field(node, 'id'));
      return name !== undefined && /^[A-Z][a-z]/.test(name) ? [{ name, node }] : [];
    });
  });
  return exported.filter(({ name }, index) => exported.findIndex((other) => other.name === name) === index);
}

export function typesWithoutGlossary(files: readonly SourceFile[]): Finding[] {
  const rows = glossaryRows(files.find(({ path }) => path === PATH));
  return files
    .filter((file) => isProgram(file) && insideRoom(file.path) === 'model.ts')
    .flatMap((file) =>
      domainTypes(file)
        .filter(({ name }) => !rows.some(({ text }) => text.includes(`\`${name}\``)))
        .map(({ name, node }) =>
          at(file, node, `exports ${name}, which ${PATH} lacks`, `name \`${name}\` in the row of its word`),
        ),
    );
}

/** Words in the addresses of pages: what `route('…')` and `prefix('…')` are given. */
function pageWords(file: SourceFile): Place[] {
  const calls = [...nodes(tree(file))].filter(
    (node) =>
      node.type === 'CallExpression' && ['route', 'prefix'].includes(word(field(node, 'callee')) ?? ''),
  );
  return calls.flatMap((node) => parts(node, stringValue(list(node, 'arguments')[0]) ?? ''));
}

/** Words in the addresses of the API, and kebab-case words in the JSON at the edge. */
function apiWords(file: SourceFile): Place[] {
  if (insideRoom(file.path) === 'routes.ts') {
    return strings(file).flatMap(({ node, value }) => (value.startsWith('/') ? parts(node, value) : []));
  }
  return strings(file).filter(({ value }) => /^[a-z]+(?:-[a-z]+)+$/.test(value));
}

function parts(node: Node, address: string): Place[] {
  const literal = address.split('/').filter((part) => /^[a-z][a-z-]+$/.test(part));
  return literal.map((value) => ({ node, value }));
}

/** What pages see, and what other systems do: a file per surface where it is long. */
const isWire = (file: SourceFile) => /^(?:[\w-]+-)?wire\.ts$/.test(insideRoom(file.path));

/** Addresses are Dutch; a word in the JSON may also be the English one of a row. Codes of refusals have their own texts. */
export function edgeWordsWithoutGlossary(files: readonly SourceFile[]): Finding[] {
  const rows = glossaryRows(files.find(({ path }) => path === PATH));
  const dutch = new Set(rows.flatMap((row) => row.dutch));
  const codes = refusalCodes(files).map(({ code }) => spoken(code));
  const ours = new Set([...dutch, ...rows.flatMap((row) => row.english), ...codes]);
  return files
    .filter((file) => isProgram(file) && (insideRoom(file.path) === 'routes.ts' || isWire(file)))
    .flatMap((file) => {
      const known = isWire(file) ? ours : dutch;
      return (file.path === 'src/web/routes.ts' ? pageWords(file) : apiWords(file))
        .filter(({ value }) => !known.has(spoken(value)))
        .map(({ node, value }) =>
          at(file, node, `says '${value}' at the edge, which ${PATH} lacks`, 'add its row'),
        );
    });
}

/** A row that says where its type stands must be right: `` `Report` in `src/reports/model.ts` ``. */
export function glossaryPointsNowhere(files: readonly SourceFile[]): Finding[] {
  const glossary = files.find(({ path }) => path === PATH);
  if (!glossary) return [];
  return glossaryRows(glossary).flatMap(({ where, offset }) => {
    const quoted = [...where.matchAll(/`([^`]+)`/g)].map((found) => found[1] ?? '');
    const named = quoted.filter((word_) => word_.includes('/'));
    const targets = files.filter(({ path }) => named.includes(path));
    const lost = named.filter((path) => !targets.some((file) => file.path === path));
    const absent = quoted.filter(
      (name) =>
        /^[A-Z]\w+$/.test(name) && !targets.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)),
    );
    return [...lost, ...absent].map((name) =>
      at(glossary, offset, `names ${name}, which is not there`, 'say where the word is defined now'),
    );
  });
}
