/** One source of time and chance: the kit. Everything else is told. */
import {
  at,
  field,
  isProgram,
  list,
  nodes,
  strings,
  tree,
  word,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

const CURE = 'take the moment (or the seeded chance) as an argument; src/kit/clock.ts asks the database';
const SQL_CLOCK =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\(|\bcurrent_(?:timestamp|date|time)\b|\blocaltime(?:stamp)?\b/i;

/** The clock or the dice that `node` reaches for, as it reads in the source. */
function reach(node: Node): string | undefined {
  if (node.type === 'MemberExpression') {
    const name = `${word(field(node, 'object')) ?? ''}.${word(field(node, 'property')) ?? ''}`;
    return ['Date.now', 'Math.random', 'Temporal.Now'].includes(name) ? name : undefined;
  }
  const isDate = word(field(node, 'callee')) === 'Date';
  if (isDate && node.type === 'CallExpression') return 'Date()';
  const isBare = list(node, 'arguments').length === 0;
  return isDate && isBare && node.type === 'NewExpression' ? 'new Date()' : undefined;
}

/** `Date.now`, `Math.random`, `Temporal.Now` and bare `new Date()` outside the kit. */
export function clocksOutsideTheKit(files: readonly SourceFile[]): Finding[] {
  return files
    .filter((file) => isProgram(file) && !file.path.startsWith('src/kit/'))
    .flatMap((file) =>
      [...nodes(tree(file))].flatMap((node) => {
        const name = reach(node);
        return name === undefined ? [] : [at(file, node, `reads ${name}`, CURE)];
      }),
    );
}

/** The database's own clock in SQL; only the function `wijk_now` itself may read it. */
export function clocksInSql(files: readonly SourceFile[]): Finding[] {
  return files.filter(isProgram).flatMap((file) =>
    strings(file).flatMap(({ node, value }) => {
      const clock = SQL_CLOCK.exec(value)?.[0];
      if (clock === undefined || /function wijk_now/i.test(value)) return [];
      const name = clock.replace('(', '()');
      return [at(file, node, `tells the time in SQL by ${name}`, 'use wijk_now(), which a test can move')];
    }),
  );
}
