import type { Definitions, ItemDefinition } from 'dmn-moddle';
import { evaluate, FeelDate, FeelDateTime, FeelDuration, FeelTime, isFunction } from 'feelin';
import { holds, isContext, nameOf, readTests, type Tests } from './feel.ts';

/** A type of DMN: what `typeRef` names, resolved. */
export type Type = Shape & { readonly allowed?: readonly Tests[] };

type Shape =
  | { readonly kind: 'any' }
  | { readonly kind: 'simple'; readonly isOne: (value: unknown) => boolean; readonly takesDate?: boolean }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'context'; readonly entries: ReadonlyMap<string, Type> };

export const ANY: Type = { kind: 'any' };

/** The type of a name, or why there is none. */
export type Types = (typeRef: string | undefined) => Type | { readonly reason: string };

const isDuration = (yearsMonths: boolean) => (value: unknown) =>
  value instanceof FeelDuration && value.yearsMonths === yearsMonths;
const isDateTime = (value: unknown) => value instanceof FeelDateTime;

const SIMPLE: Readonly<Record<string, Type>> = {
  Any: ANY,
  '<Undefined>': ANY,
  number: { kind: 'simple', isOne: (value) => typeof value === 'number' },
  string: { kind: 'simple', isOne: (value) => typeof value === 'string' },
  boolean: { kind: 'simple', isOne: (value) => typeof value === 'boolean' },
  date: { kind: 'simple', isOne: (value) => value instanceof FeelDate },
  time: { kind: 'simple', isOne: (value) => value instanceof FeelTime },
  'date and time': { kind: 'simple', isOne: isDateTime, takesDate: true },
  dateTime: { kind: 'simple', isOne: isDateTime, takesDate: true },
  'days and time duration': { kind: 'simple', isOne: isDuration(false) },
  dayTimeDuration: { kind: 'simple', isOne: isDuration(false) },
  'years and months duration': { kind: 'simple', isOne: isDuration(true) },
  yearMonthDuration: { kind: 'simple', isOne: isDuration(true) },
  context: { kind: 'simple', isOne: isContext },
  function: { kind: 'simple', isOne: isFunction },
};

/** The types of a file: FEEL's own and its item definitions. */
export function typesOf({ itemDefinition = [] }: Definitions): Types {
  const known = new Map<string, Type | { readonly reason: string }>();
  const find = (
    typeRef: string | undefined,
    trail: readonly string[],
  ): Type | { readonly reason: string } => {
    if (typeRef === undefined || typeRef.trim() === '') return ANY;
    // older files write a prefix before FEEL's own names: feel:number
    const name = nameOf(typeRef);
    const item = itemDefinition.find((candidate) => nameOf(candidate.name ?? '') === name);
    const simple = item ? undefined : (SIMPLE[name] ?? SIMPLE[name.replace(/^\w+:/, '')]);
    if (simple) return simple;
    if (!item) return { reason: name };
    if (trail.includes(name)) return { reason: `${name} (${[...trail, name].join(' → ')})` };
    const type = known.get(name) ?? build(item, (ref) => find(ref, [...trail, name]));
    known.set(name, type);
    return type;
  };
  return (typeRef) => find(typeRef, []);
}

function build(item: ItemDefinition, find: Types): Type | { readonly reason: string } {
  if (item.functionItem !== undefined) return { reason: `${item.name} (function)` };
  const shape = item.itemComponent ? contextOf(item.itemComponent, find) : find(item.typeRef);
  if ('reason' in shape) return shape;
  const allowed = readAllowed(item);
  if (allowed && 'reason' in allowed) return allowed;
  // a narrower type keeps the bounds of the one that it narrows
  const one: Type = allowed ? { ...shape, allowed: [...(shape.allowed ?? []), allowed] } : shape;
  return item.isCollection ? { kind: 'list', of: one } : one;
}

function contextOf(components: readonly ItemDefinition[], find: Types): Type | { readonly reason: string } {
  const entries = new Map<string, Type>();
  for (const component of components) {
    const type = build(component, find);
    if ('reason' in type) return type;
    entries.set(nameOf(component.name ?? ''), type);
  }
  return { kind: 'context', entries };
}

function readAllowed({
  allowedValues,
  name,
}: ItemDefinition): Tests | { readonly reason: string } | undefined {
  const text = allowedValues?.text?.trim();
  if (!text) return undefined;
  const read = readTests(text, {});
  return read.ok ? read.value : { reason: `${name} (${read.reason})` };
}

/** Null belongs to every type. Undefined when the value does not conform and cannot be brought to it. */
export function conform(value: unknown, type: Type): { readonly value: unknown } | undefined {
  if (value === null || type.kind === 'any') return isAllowed(value, type) ? { value } : undefined;
  const direct = conformAsIs(value, type);
  if (direct) return isAllowed(direct.value, type) ? direct : undefined;
  // the implicit conversions of DMN: one to a list of one, and back
  if (type.kind === 'list' && !Array.isArray(value)) return conform([value], type);
  if (type.kind !== 'list' && Array.isArray(value) && value.length === 1) return conform(value[0], type);
  return undefined;
}

function conformAsIs(value: unknown, type: Type): { readonly value: unknown } | undefined {
  switch (type.kind) {
    case 'any':
      return { value };
    case 'simple':
      if (type.isOne(value)) return { value };
      return type.takesDate && value instanceof FeelDate ? { value: atMidnight(value) } : undefined;
    case 'list':
      return Array.isArray(value) ? conformAll(value, () => type.of) : undefined;
    case 'context':
      return isContext(value) ? conformEntries(value, type.entries) : undefined;
  }
}

/** A date is a moment where one is asked: its midnight, UTC. */
function atMidnight(date: FeelDate): unknown {
  return evaluate('date and time(date, time("00:00:00Z"))', { date }).value;
}

function conformAll(
  values: readonly unknown[],
  typeAt: (at: number) => Type,
): { value: unknown[] } | undefined {
  const conformed = values.map((value, at) => conform(value, typeAt(at)));
  return conformed.includes(undefined) ? undefined : { value: conformed.map((one) => one?.value) };
}

function conformEntries(
  value: Readonly<Record<string, unknown>>,
  entries: ReadonlyMap<string, Type>,
): { value: unknown } | undefined {
  const names = Object.keys(value);
  const conformed = conformAll(Object.values(value), (at) => entries.get(nameOf(names[at] ?? '')) ?? ANY);
  return conformed && { value: Object.fromEntries(names.map((name, at) => [name, conformed.value[at]])) };
}

function isAllowed(value: unknown, { allowed }: Type): boolean {
  return value === null || (allowed ?? []).every((tests) => holds(tests, value, {}));
}

/** Something with the names of the type, so that FEEL can be read before there are values. */
export function sketch(type: Type): unknown {
  if (type.kind === 'list') return [sketch(type.of)];
  if (type.kind !== 'context') return null;
  return Object.fromEntries([...type.entries].map(([name, entry]) => [name, sketch(entry)]));
}
