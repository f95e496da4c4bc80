import { DmnModdle, type Package } from 'dmn-moddle';
import { duration, parseDate, parseDateTime, parseTime } from 'feelin';
import { z } from 'zod';

/** One case of a conformance test file: what goes in, and what must come out. */
export interface TestCase {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly results: readonly ExpectedResult[];
}

export interface ExpectedResult {
  readonly decision: string;
  /** Something else than a decision is asked, which we have not. */
  readonly unsupported: string | undefined;
  readonly isError: boolean;
  readonly value: unknown;
}

export interface TestFile {
  readonly modelName: string;
  readonly cases: readonly TestCase[];
}

const list = { isMany: true, xml: { serialize: 'property' } } as const;
const one = { xml: { serialize: 'property' } } as const;
const text = { type: 'String', isAttr: true } as const;

/** The elements of a test file, for the reader that reads DMN as well. */
const TEST_CASES: Package = {
  name: 'TestCases',
  prefix: 'tck',
  uri: 'http://www.omg.org/spec/DMN/20160719/testcase',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'TestCases',
      properties: [
        { name: 'modelName', type: 'String' },
        { name: 'labels', type: 'Labels' },
        { name: 'testCase', type: 'TestCase', isMany: true },
      ],
    },
    { name: 'Labels', properties: [{ name: 'label', type: 'String', isMany: true }] },
    {
      name: 'TestCase',
      properties: [
        { name: 'id', ...text },
        { name: 'type', ...text },
        { name: 'invocableName', ...text },
        { name: 'description', type: 'String' },
        { name: 'inputNode', type: 'Held', ...list },
        { name: 'resultNode', type: 'ResultNode', ...list },
      ],
    },
    {
      name: 'Held',
      properties: [
        { name: 'name', ...text },
        { name: 'value', type: 'Value', ...one },
        { name: 'component', type: 'Held', ...list },
        { name: 'list', type: 'List', ...one },
      ],
    },
    { name: 'List', properties: [{ name: 'item', type: 'Held', ...list }] },
    { name: 'Value', properties: [{ name: 'text', type: 'String', isBody: true }] },
    {
      name: 'ResultNode',
      properties: [
        { name: 'name', ...text },
        { name: 'type', ...text },
        { name: 'cast', ...text },
        { name: 'errorResult', type: 'Boolean', isAttr: true },
        { name: 'computed', type: 'Held', ...one },
        { name: 'expected', type: 'Held', ...one },
      ],
    },
  ],
};

const Attributes = z.record(z.string(), z.string()).default({});
const Value = z.object({ text: z.string().default(''), $attrs: Attributes });

interface Held {
  readonly name?: string | undefined;
  readonly value?: z.infer<typeof Value> | undefined;
  readonly component?: readonly Held[] | undefined;
  readonly list?: { readonly item?: readonly Held[] | undefined } | undefined;
  readonly $attrs: Readonly<Record<string, string>>;
}

const Held: z.ZodType<Held> = z.object({
  name: z.string().optional(),
  value: Value.optional(),
  get component() {
    return z.array(Held).optional();
  },
  get list() {
    return z.object({ item: z.array(Held).optional() }).optional();
  },
  $attrs: Attributes,
});

const TestCases = z.object({
  modelName: z.string(),
  testCase: z
    .array(
      z.object({
        id: z.string().default('-'),
        type: z.string().default('decision'),
        inputNode: z.array(Held).default([]),
        resultNode: z
          .array(
            z.object({
              name: z.string(),
              type: z.string().optional(),
              errorResult: z.boolean().default(false),
              expected: Held.optional(),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** Reads a test file of the DMN conformance kit. Throws, with the reason, when it cannot be read. */
export async function readTestFile(xml: string): Promise<TestFile> {
  const moddle = new DmnModdle({ tck: TEST_CASES });
  const { rootElement, warnings } = await moddle.fromXML(xml, 'tck:TestCases');
  if (warnings[0]) throw new Error(warnings[0].message);
  const { modelName, testCase } = TestCases.parse(rootElement);
  const cases = testCase.map(({ id, type, inputNode, resultNode }) => ({
    id,
    inputs: Object.fromEntries(inputNode.map((node) => [node.name ?? '', valueOf(node)])),
    results: resultNode.map((node) => ({
      decision: node.name,
      unsupported: [type, node.type ?? 'decision'].find((kind) => kind !== 'decision'),
      isError: node.errorResult,
      value: node.expected ? valueOf(node.expected) : null,
    })),
  }));
  return { modelName: modelName.trim(), cases };
}

function valueOf({ value, component, list: values, $attrs }: Held): unknown {
  if (isNil($attrs)) return null;
  if (values) return (values.item ?? []).map(valueOf);
  if (component) return Object.fromEntries(component.map((part) => [part.name ?? '', valueOf(part)]));
  if (!value || isNil(value.$attrs)) return null;
  const type = Object.entries(value.$attrs).find(([name]) => name.endsWith(':type'))?.[1] ?? 'xsd:string';
  return simpleValue(type.split(':').at(-1) ?? '', value.text);
}

function isNil(attributes: Readonly<Record<string, string>>): boolean {
  return Object.entries(attributes).some(([name, nil]) => name.endsWith(':nil') && /^(?:true|1)$/.test(nil));
}

/** A value by its XML type; one that its type cannot hold is a mistake in the test file. */
function simpleValue(type: string, written: string): unknown {
  const trimmed = written.trim();
  const value = readSimple(type, written, trimmed);
  if (value === null || value === undefined || Number.isNaN(value)) {
    throw new Error(`expected a value of xsd:${type}, got '${written}'`);
  }
  return value;
}

function readSimple(type: string, written: string, trimmed: string): unknown {
  switch (type) {
    case 'string':
    case 'anySimpleType':
    case 'anyURI':
      return written;
    case 'boolean':
      return { true: true, '1': true, false: false, '0': false }[trimmed];
    case 'date':
      return parseDate(trimmed);
    case 'time':
      return parseTime(trimmed);
    case 'dateTime':
      return parseDateTime(trimmed);
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration':
      return duration(trimmed);
    case 'decimal':
    case 'double':
    case 'float':
    case 'integer':
    case 'int':
    case 'long':
      return trimmed === '' ? undefined : Number(trimmed);
    default:
      return undefined;
  }
}
