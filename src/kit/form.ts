import { z } from 'zod';
import { boundaryOf, partsOf, type Part } from './multipart.ts';
import { ok, refuseAll, type Outcome, type Refusal } from './outcome.ts';

/** A posted form: text per field, a list where a name came more than once. Files stand apart from it. */
export type Form = Record<string, string | string[]>;

/** The text of a field that should come once; empty when it did not come. */
export function firstOf(value: Form[string] | undefined): string {
  return [value].flat()[0] ?? '';
}

export const FORM_LIMITS = {
  fields: 200,
  nameLength: 100,
  valueLength: 20_000,
  /** All texts of a form that carries files; of any other form the server limits the body. */
  textBytes: 256 * 1024,
} as const;

/**
 * Reads a posted form within limits, without its files. Throws a Response (for the error page) when it is no form or far too much;
 * what people can do wrong themselves is for {@link parseForm}, which can say it beside the field.
 */
export async function readForm(request: Request): Promise<Form> {
  const entries = [...(await formDataOf(request))];
  if (entries.length > FORM_LIMITS.fields) throw new Response(null, { status: 413 });
  const form = new Map<string, string | string[]>();
  for (const [name, value] of entries) {
    if (typeof value !== 'string') continue;
    if (name.length > FORM_LIMITS.nameLength || value.length > FORM_LIMITS.valueLength)
      throw new Response(null, { status: 413 });
    form.set(name, join(form.get(name), normalise(value)));
  }
  return Object.fromEntries(form);
}

/** A file that somebody sends with a form, while it comes in. Its type is what the sender says, so it is not here. */
export interface PostedFile {
  readonly field: string;
  /** What the sender calls it: words, and nothing to go by. */
  readonly name: string;
  readonly bytes: AsyncIterable<Buffer>;
}

/** How much text a page may be sent that asks for more than a form: all of it, and one field. */
export interface TextRoom {
  readonly textBytes?: number;
  readonly valueLength?: number;
}

/**
 * Reads a form that may carry files. Each file is given to `take` as it comes in, one after the other; what `take` does
 * not read is skipped. So no more of a post is held than its texts and what `take` keeps, and the texts arrive whole,
 * however large the files are.
 */
export async function readFormWithFiles<Taken>(
  request: Request,
  take: (file: PostedFile) => Promise<Taken>,
  { textBytes = FORM_LIMITS.textBytes, valueLength = FORM_LIMITS.valueLength }: TextRoom = {},
): Promise<{ values: Form; files: Taken[] }> {
  const boundary = boundaryOf(request);
  if (boundary === undefined || request.body === null) return { values: await readForm(request), files: [] };
  const form = new Map<string, string | string[]>();
  const files: Taken[] = [];
  const left = { fields: FORM_LIMITS.fields, bytes: textBytes, valueLength };
  for await (const part of partsOf(request.body, boundary)) {
    left.fields -= 1;
    if (left.fields < 0 || part.name.length > FORM_LIMITS.nameLength)
      throw new Response(null, { status: 413 });
    if (part.fileName === undefined) form.set(part.name, join(form.get(part.name), await textOf(part, left)));
    else if (part.fileName !== '')
      files.push(await take({ field: part.name, name: part.fileName, bytes: part.bytes }));
  }
  return { values: Object.fromEntries(form), files };
}

async function textOf({ bytes }: Part, left: { bytes: number; valueLength: number }): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) {
    left.bytes -= piece.length;
    if (left.bytes < 0) throw new Response(null, { status: 413 });
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString('utf8');
  if (text.length > left.valueLength) throw new Response(null, { status: 413 });
  return normalise(text);
}

async function formDataOf(request: Request): Promise<FormData> {
  try {
    return await request.formData();
  } catch {
    throw new Response(null, { status: 400 });
  }
}

function join(before: string | string[] | undefined, value: string): string | string[] {
  if (before === undefined) return value;
  return typeof before === 'string' ? [before, value] : [...before, value];
}

/** Browsers send line ends as CR LF; PostgreSQL stores no NUL. */
function normalise(value: string): string {
  return value.replaceAll('\r\n', '\n').replaceAll('\0', '');
}

/**
 * Reads a form through its schema; refuses with everything that is wrong at once, each with the field as pointer.
 * A schema may give the code itself as its message: `z.string().min(1, 'report-words-missing')`; otherwise the kind of
 * mistake gives one of the `field-…` codes.
 */
export function parseForm<Schema extends z.ZodType>(schema: Schema, form: Form): Outcome<z.output<Schema>> {
  const parsed = schema.safeParse(form, { reportInput: true });
  return parsed.success ? ok(parsed.data) : refuseAll(refusalsOf(parsed.error));
}

/**
 * Zod's issues as refusals, the first of each field only: one mistake at a time is enough to read beside a field.
 * A form is flat, so the field is the first step of the path, also where one choice of several is wrong.
 */
function refusalsOf(error: z.ZodError): Refusal[] {
  const refusals = new Map<string, Refusal>();
  for (const issue of error.issues) {
    const pointer = String(issue.path[0] ?? '');
    if (!refusals.has(pointer)) refusals.set(pointer, { ...codeOf(issue), ...(pointer ? { pointer } : {}) });
  }
  return [...refusals.values()];
}

const CODE = /^[a-z0-9]+(-[a-z0-9]+)+$/;

/** The code of what is wrong with a value, by the kind of mistake or as the schema says itself. */
export function codeOf(issue: z.core.$ZodIssue): Pick<Refusal, 'code' | 'facts'> {
  if (CODE.test(issue.message)) return { code: issue.message };
  switch (issue.code) {
    case 'invalid_type':
      return { code: issue.input === undefined ? 'field-missing' : 'field-invalid' };
    case 'too_small':
      return issue.minimum === 1
        ? { code: 'field-missing' }
        : { code: 'field-too-short', facts: { minimum: Number(issue.minimum) } };
    case 'too_big':
      return { code: 'field-too-long', facts: { maximum: Number(issue.maximum) } };
    case 'invalid_value':
      return { code: 'field-choice' };
    case 'invalid_format':
      return { code: issue.format === 'email' ? 'field-email' : 'field-invalid' };
    default:
      return { code: 'field-invalid' };
  }
}

/** A field of checkboxes: none, one or more come as a list. */
export function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess(asList, z.array(item));
}

function asList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

/** A text of one line, without spaces around it, at most `max` characters; empty is allowed. */
export function line(max: number) {
  return z.string().trim().max(max);
}

/** A text that may stay away: an empty field is `undefined`. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? undefined : value),
    schema.optional(),
  );
}
