import type { z } from 'zod';
import { codeOf } from '../form.ts';
import { pointerStep, type PlacedRefusal } from '../problem.ts';
import type { Inputs, Operation, Parsed, Stop } from './operation.ts';

type Place = PlacedRefusal['in'];

/** A request as the API reads it: web-standard, with the parameters of its path. */
export interface Received {
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
}

export type Read<I extends Inputs> =
  | { readonly ok: true; readonly input: Parsed<I> }
  | { readonly ok: false; readonly stop: Stop };

/** Reads all parts through their schemas and tells everything that is wrong with all of them at once. */
export async function readInput<I extends Inputs>(
  operation: Operation<I>,
  { request, params }: Received,
): Promise<Read<I>> {
  const { path, query, header, body } = operation.input;
  const raw = new Map<Place, unknown>();
  if (body) {
    const read = await readJson(request);
    if ('stop' in read) return { ok: false, stop: read.stop };
    raw.set('body', read.value);
  }
  raw.set('path', params);
  raw.set('query', queryOf(new URL(request.url)));
  raw.set('header', headersOf(request, header));
  const results = (
    [
      ['path', path],
      ['query', query],
      ['header', header],
      ['body', body],
    ] as const
  ).map(([place, schema]) => [place, schema?.safeParse(raw.get(place), { reportInput: true })] as const);
  const refusals = [
    ...(query ? [] : unknownParameters(raw.get('query') as object)),
    ...results.flatMap(([place, result]) => (result?.error ? refusalsOf(place, result.error) : [])),
  ];
  const isAbsent = refusals.length > 0 && refusals.every((refusal) => refusal.in === 'path');
  // an address that cannot be is one that is not there
  if (isAbsent) return { ok: false, stop: { status: 404, refusals: [{ code: 'not-found' }] } };
  if (refusals.length > 0) return { ok: false, stop: { status: 400, refusals } };
  return {
    ok: true,
    input: Object.fromEntries(results.map(([place, result]) => [place, result?.data])) as Parsed<I>,
  };
}

async function readJson(request: Request): Promise<{ value: unknown } | { stop: Stop }> {
  const media = (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (media !== 'application/json') return { stop: { status: 415, refusals: [{ code: 'json-expected' }] } };
  try {
    return { value: JSON.parse(await request.text()) };
  } catch {
    return { stop: { status: 400, refusals: [{ code: 'json-unreadable' }] } };
  }
}

/** A name that came more often is a list, which no schema of ours takes: two answers to one question are none. */
function queryOf({ searchParams }: URL): Record<string, string | string[]> {
  const names = [...new Set(searchParams.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? '') : values];
    }),
  );
}

function headersOf(request: Request, schema: z.ZodObject | undefined): Record<string, string> {
  const found = Object.keys(schema?.shape ?? {}).map((name) => [name, request.headers.get(name)] as const);
  return Object.fromEntries(found.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

function unknownParameters(query: object): PlacedRefusal[] {
  return Object.keys(query).map((name) => ({
    in: 'query',
    code: 'field-unknown',
    pointer: name.slice(0, 100),
  }));
}

/** The first mistake of each place. */
function refusalsOf(place: Place, { issues }: z.ZodError): PlacedRefusal[] {
  const found = new Map<string, PlacedRefusal>();
  for (const issue of issues) {
    const keys =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
    const what = issue.code === 'unrecognized_keys' ? { code: 'field-unknown' } : codeOf(issue);
    for (const path of keys) {
      const pointer = pointerOf(place, path);
      if (!found.has(pointer)) found.set(pointer, { in: place, ...what, pointer });
    }
  }
  return [...found.values()];
}

function pointerOf(place: Place, path: readonly PropertyKey[]): string {
  return (place === 'body' ? path.map(pointerStep).join('') : path.map(String).join('.')).slice(0, 300);
}

/** The first media type of ours that the request takes; undefined when it takes none. */
export function negotiate(accept: string | undefined, offered: readonly string[]): string | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0];
  const ranges = accept
    .slice(0, 500)
    .toLowerCase()
    .split(',')
    .filter((range) => !/;\s*q=0(\.0*)?\s*(;|$)/.test(range))
    .map((range) => range.split(';')[0]?.trim());
  // who names a type gets it before who takes anything
  const named = offered.find((media) => ranges.includes(media));
  return (
    named ?? offered.find((media) => ranges.includes('*/*') || ranges.includes(`${media.split('/')[0]}/*`))
  );
}
