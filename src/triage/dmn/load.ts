import type { DecisionLogic, Definitions, DrgElement, InformationRequirement } from 'dmn-moddle';
import { ok, refuseAll, type Outcome, type Refusal } from '../../kit/outcome.ts';
import { readDefinitions } from './definitions.ts';
import type { Decision, Entry, InputData, Loaded, Logic, Model } from './drg.ts';
import { nameOf, type Scope } from './feel.ts';
import { expressionOf, isFeel, readTable, type Complaint, type Reading } from './load-table.ts';
import { ANY, sketch, typesOf, type Type, type Types } from './types.ts';

/** Reads a DMN file (1.2 to 1.5) into decisions. Everything that is not supported refuses it, all at once. */
export async function loadModel(file: string, xml: string): Promise<Outcome<Model>> {
  const loaded = await loadWhatCan(file, xml);
  if (!loaded.ok) return loaded;
  const refusals = [...loaded.value.refused.values()].flat();
  return refusals.length > 0 ? refuseAll(refusals) : ok(loaded.value.model);
}

/** As `loadModel`, but what is refused leaves the decisions standing that do not rest on it: for conformance cases alone. */
export async function loadWhatCan(file: string, xml: string): Promise<Outcome<Loaded>> {
  const definitions = await readDefinitions(file, xml);
  if (!definitions.ok) return definitions;
  const refused = new Map<string, Refusal[]>();
  const complainOf = (id: string, decision: string, { code, facts }: Complaint) => {
    const whole = { file, decision, rule: 'none', reason: '-', ...facts };
    refused.set(id, [...(refused.get(id) ?? []), { code, facts: whole }]);
  };
  const source = sourceOf(definitions.value, file, complainOf);
  const inputs = new Map(source.inputs.map((element) => [element.id ?? '', readInput(element, source)]));
  const read = source.decisions.map((element) => readDecision(element, { ...source, inputData: inputs }));
  const decisions = new Map(read.map((decision) => [decision.id, decision]));
  for (const { id, name } of circular(decisions)) {
    complainOf(id, name, { code: 'dmn-requirement-circle', facts: { found: name } });
  }
  return ok({ model: { file, inputs, decisions: sound(decisions, refused) }, refused });
}

interface Source {
  readonly namespace: string;
  readonly inputs: readonly DrgElement[];
  readonly decisions: readonly DrgElement[];
  readonly types: Types;
  readonly complainOf: (id: string, name: string, complaint: Complaint) => void;
}

/** Knowledge sources say where a rule comes from; they take no part in deciding. */
const SILENT = new Set(['dmn:KnowledgeSource', 'dmn:Decision', 'dmn:InputData']);

function sourceOf(definitions: Definitions, file: string, complainOf: Source['complainOf']): Source {
  // an element without an id can be asked by its name, and required by nobody
  const elements = (definitions.drgElement ?? []).map((element) =>
    element.id ? element : { ...element, id: element.name ?? '' },
  );
  for (const { $type, id = '', name = id } of elements.filter((element) => !SILENT.has(element.$type))) {
    complainOf(id, name, { code: 'dmn-not-supported', facts: { found: $type.replace('dmn:', '') } });
  }
  for (const { name = '-' } of definitions.import ?? []) {
    complainOf('', file, { code: 'dmn-not-supported', facts: { found: `import ${name}` } });
  }
  for (const language of [definitions.expressionLanguage, definitions.typeLanguage]) {
    if (!isFeel(language))
      complainOf('', file, { code: 'dmn-not-supported', facts: { found: language ?? '-' } });
  }
  const source = {
    namespace: definitions.namespace ?? '',
    inputs: elements.filter(({ $type }) => $type === 'dmn:InputData'),
    decisions: elements.filter(({ $type }) => $type === 'dmn:Decision'),
    types: typesOf(definitions),
    complainOf,
  };
  const named = [...source.inputs, ...source.decisions];
  for (const [at, { id = '', name }] of named.entries()) {
    const isTwice = named.findIndex((other) => nameOf(other.name ?? '') === nameOf(name ?? '')) < at;
    if (!id || !name || isTwice)
      complainOf(id, name ?? id, { code: 'dmn-name', facts: { found: name ?? '-' } });
  }
  return source;
}

function readInput({ id = '', name = '', variable }: DrgElement, { types, complainOf }: Source): InputData {
  const type = typeIn(types, variable?.typeRef, (complaint) => complainOf(id, name, complaint));
  return { id, name: nameOf(name), type };
}

function typeIn(types: Types, typeRef: string | undefined, complain: Reading['complain']): Type {
  const type = types(typeRef);
  if (!('reason' in type)) return type;
  complain({ code: 'dmn-type-unknown', facts: { found: type.reason } });
  return ANY;
}

type WithInputs = Source & { readonly inputData: ReadonlyMap<string, InputData> };

function readDecision(element: DrgElement, source: WithInputs): Decision {
  const { id = '', name = '', variable, knowledgeRequirement = [], decisionLogic } = element;
  const complain = (complaint: Complaint) => source.complainOf(id, name, complaint);
  if (knowledgeRequirement.length > 0)
    complain({ code: 'dmn-not-supported', facts: { found: 'knowledgeRequirement' } });
  const { inputIds, decisionIds } = readRequirements(element, source, complain);
  const typeOf = (typeRef: string | undefined) => typeIn(source.types, typeRef, complain);
  const scope = scopeOf(inputIds, decisionIds, { source, typeOf });
  return {
    id,
    name: nameOf(name),
    type: typeOf(variable?.typeRef),
    inputIds,
    decisionIds,
    logic: readLogic(decisionLogic, { scope, typeOf, complain }),
  };
}

function readRequirements(
  { informationRequirement = [] }: DrgElement,
  { namespace, inputs, decisions }: Source,
  complain: Reading['complain'],
): { inputIds: string[]; decisionIds: string[] } {
  const idsOf = (kind: keyof InformationRequirement, known: readonly DrgElement[]) =>
    informationRequirement.flatMap((requirement) => {
      const href = requirement[kind]?.href;
      if (href === undefined) return [];
      const [where, id = ''] = href.split('#');
      const isHere = !where || where === namespace;
      if (isHere && known.some((element) => element.id === id)) return [id];
      complain({ code: 'dmn-requirement-unknown', facts: { found: href } });
      return [];
    });
  return { inputIds: idsOf('requiredInput', inputs), decisionIds: idsOf('requiredDecision', decisions) };
}

function scopeOf(
  inputIds: readonly string[],
  decisionIds: readonly string[],
  { source, typeOf }: { source: WithInputs; typeOf: Reading['typeOf'] },
): Scope {
  const inputs = inputIds.flatMap((id) => source.inputData.get(id) ?? []);
  const decisions = source.decisions.filter(({ id = '' }) => decisionIds.includes(id));
  const scope: Record<string, unknown> = {};
  for (const { name, type } of inputs) scope[name] = sketch(type);
  for (const { name = '', variable } of decisions) {
    scope[nameOf(name)] = sketch(typeOf(variable?.typeRef));
  }
  return scope;
}

function readLogic(logic: DecisionLogic | undefined, reading: Reading): Logic {
  const type = reading.typeOf(logic?.typeRef);
  switch (logic?.$type) {
    case undefined:
      return { kind: 'nothing', type };
    case 'dmn:LiteralExpression':
      return { kind: 'expression', expression: expressionOf(logic, reading), type };
    case 'dmn:DecisionTable':
      return { kind: 'table', table: readTable(logic, reading), type };
    case 'dmn:Context':
      return { kind: 'context', entries: readEntries(logic, reading), type };
    default:
      reading.complain({
        code: 'dmn-not-supported',
        facts: { found: logic?.$type.replace('dmn:', '') ?? '-' },
      });
      return { kind: 'nothing', type };
  }
}

/** Each entry sees the ones above it. */
function readEntries({ contextEntry = [] }: DecisionLogic, reading: Reading): Entry[] {
  let scope = reading.scope;
  return contextEntry.map(({ variable, value }, at) => {
    const name = variable?.name === undefined ? undefined : nameOf(variable.name);
    if (name === undefined && at < contextEntry.length - 1) {
      reading.complain({ code: 'dmn-name', facts: { found: `contextEntry ${at + 1}` } });
    }
    const type = reading.typeOf(variable?.typeRef);
    const entry = { name, type, logic: readLogic(value, { ...reading, scope }) };
    if (name !== undefined) scope = { ...scope, [name]: sketch(type) };
    return entry;
  });
}

function circular(decisions: ReadonlyMap<string, Decision>): Decision[] {
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (decisions.get(from)?.decisionIds ?? []).some((id) => {
      if (id === to) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return reaches(id, to, seen);
    });
  return [...decisions.values()].filter(({ id }) => reaches(id, id, new Set()));
}

/** The decisions that can be trusted: nothing was refused in them, nor in what they rest on. */
function sound(
  decisions: ReadonlyMap<string, Decision>,
  refused: ReadonlyMap<string, readonly Refusal[]>,
): ReadonlyMap<string, Decision> {
  const isSound = (id: string, trail: readonly string[]): boolean => {
    const decision = decisions.get(id);
    if (!decision || trail.includes(id) || refused.has(id)) return false;
    if (decision.inputIds.some((input) => refused.has(input))) return false;
    return decision.decisionIds.every((required) => isSound(required, [...trail, id]));
  };
  return new Map([...decisions].filter(([id]) => isSound(id, [])));
}
