/** DMN files in short, for tests: a model of so many elements. */
export function modelOf(...elements: readonly string[]): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
    <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="m" name="m" namespace="https://wijkverbond.example/m">
    ${elements.join('\n')}
    </definitions>`;
}

export function inputData(name: string, typeRef = 'Any'): string {
  return `<inputData id="i-${idOf(name)}" name="${name}"><variable name="${name}" typeRef="${typeRef}"/></inputData>`;
}

/** A decision that requires `needs`: names of inputs, or of decisions with a `#` before them. */
export function decision(name: string, needs: readonly string[], logic: string, typeRef = 'Any'): string {
  const requirements = needs.map((need) =>
    need.startsWith('#')
      ? `<informationRequirement><requiredDecision href="#d-${idOf(need.slice(1))}"/></informationRequirement>`
      : `<informationRequirement><requiredInput href="#i-${idOf(need)}"/></informationRequirement>`,
  );
  const variable = `<variable name="${name}" typeRef="${typeRef}"/>`;
  return `<decision id="d-${idOf(name)}" name="${name}">${variable}${requirements.join('')}${logic}</decision>`;
}

export function literal(text: string, attributes = ''): string {
  return `<literalExpression ${attributes}><text>${escaped(text)}</text></literalExpression>`;
}

export interface TableInShort {
  readonly policy?: string;
  readonly attributes?: string;
  readonly inputs?: readonly string[];
  /** Whole `<output …>` elements; one without a name when left out. */
  readonly outputs?: readonly string[];
  /** The cells of a rule: first those of the inputs. */
  readonly rules: readonly (readonly string[])[];
}

export function table({
  policy = 'UNIQUE',
  attributes = '',
  inputs = ['x'],
  outputs = ['<output/>'],
  rules,
}: TableInShort): string {
  const columns = inputs.map(
    (text) => `<input><inputExpression><text>${text}</text></inputExpression></input>`,
  );
  const rows = rules.map((cells) => {
    const entries = cells.map((cell, at) => {
      const tag = at < inputs.length ? 'inputEntry' : 'outputEntry';
      return `<${tag}><text>${escaped(cell)}</text></${tag}>`;
    });
    return `<rule>${entries.join('')}</rule>`;
  });
  const content = [...columns, ...outputs, ...rows].join('');
  return `<decisionTable hitPolicy="${policy}" ${attributes}>${content}</decisionTable>`;
}

function idOf(name: string): string {
  return name.replaceAll(' ', '-');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
