/** Where SQL may stand, and which SQL may stand nowhere. */
import {
  at,
  field,
  isProgram,
  nodes,
  strings,
  tree,
  word,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

/** Questions about the server itself, not about the tables of any room. */
const ABOUT_THE_SERVER = ['src/server/migrate.ts', 'src/server/database-checks.ts'];
const STORES = /^src\/(?:kit\/|[^/]+\/(?:[\w-]+-)?store\.ts$)|^(?:db|fixtures)\//;
const QUERIES = ['selectFrom', 'insertInto', 'updateTable', 'deleteFrom', 'mergeInto', 'selectNoFrom'];

function isQuery(node: Node): boolean {
  if (node.type === 'TaggedTemplateExpression') return word(field(node, 'tag')) === 'sql';
  if (node.type !== 'CallExpression') return false;
  return QUERIES.includes(word(field(field(node, 'callee', 'MemberExpression'), 'property')) ?? '');
}

/** SQL and query builders outside a store, the kit and the schema. */
export function sqlOutsideStores(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isProgram(file) && !STORES.test(file.path) && !ABOUT_THE_SERVER.includes(file.path))
    .flatMap((file) =>
      [...nodes(tree(file))]
        .filter(isQuery)
        .map((node) => at(file, node, 'asks the database', 'move the query to the store.ts of the room')),
    );
}

const FORBIDDEN = [
  {
    words: /create\s+(?:or\s+replace\s+)?(?:constraint\s+)?trigger\b/i,
    wrong: 'makes a trigger',
    cure: 'hold the invariant with a not-null column, a check, a key or a privilege',
  },
  {
    words: /\bset_config\s*\(/i,
    wrong: 'calls set_config()',
    cure: 'use inTenant() of src/kit/db.ts, which writes `set local` after checking the id',
  },
];

/** SQL that would break an invariant or the road to more than one server. */
export function forbiddenSql(files: readonly SourceFile[]): Finding[] {
  const inCode = files
    .filter(isProgram)
    .flatMap((file) =>
      strings(file).flatMap(({ node, value }) =>
        FORBIDDEN.filter(({ words }) => words.test(value)).map(({ wrong, cure }) =>
          at(file, node, wrong, cure),
        ),
      ),
    );
  const inSql = files
    .filter(({ path }) => path.endsWith('.sql'))
    .flatMap((file) =>
      FORBIDDEN.flatMap(({ words, wrong, cure }) => {
        const found = words.exec(file.text);
        return found ? [at(file, found.index, wrong, cure)] : [];
      }),
    );
  return [...inCode, ...inSql];
}
