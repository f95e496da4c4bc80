import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FORM_LIMITS, line, list, optional, parseForm, readForm, type Form } from './form.ts';

function post(body: string | URLSearchParams | FormData, type?: string): Request {
  return new Request('http://house.test/', {
    method: 'POST',
    body,
    ...(type ? { headers: { 'content-type': type } } : {}),
  });
}

async function statusOf(reading: Promise<Form>): Promise<number> {
  const thrown: unknown = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(thrown instanceof Response))
    throw new Error(`expected a refusal by a Response, got ${String(thrown)}`);
  return thrown.status;
}

describe('reading a form', () => {
  it('keeps a name that comes once as text and one that comes more often as a list', async () => {
    const form = await readForm(
      post(
        new URLSearchParams([
          ['words', 'Hallo'],
          ['seen', 'a'],
          ['seen', 'b'],
          ['seen', 'c'],
        ]),
      ),
    );
    expect(form).toEqual({ words: 'Hallo', seen: ['a', 'b', 'c'] });
  });

  it('makes one kind of line end, and drops what PostgreSQL cannot store', async () => {
    expect(await readForm(post(new URLSearchParams({ words: 'een\r\ntwee\0' })))).toEqual({
      words: 'een\ntwee',
    });
  });

  it('takes a field named __proto__ as a field', async () => {
    const form = await readForm(post(new URLSearchParams([['__proto__', 'x']])));
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
    expect(Object.keys(form)).toEqual(['__proto__']);
  });

  it('leaves files unread', async () => {
    const body = new FormData();
    body.set('photo', new Blob(['x']), 'x.png');
    body.set('words', 'y');
    expect(await readForm(post(body))).toEqual({ words: 'y' });
  });

  it('refuses what is no form', async () => {
    expect(await statusOf(readForm(post('{}', 'application/json')))).toBe(400);
  });

  it('refuses more fields and longer values than a form of ours has', async () => {
    const many = Array.from({ length: FORM_LIMITS.fields + 1 }, (_, index): [string, string] => [
      `f${index}`,
      '',
    ]);
    expect(await statusOf(readForm(post(new URLSearchParams(many))))).toBe(413);
    const long = 'x'.repeat(FORM_LIMITS.valueLength + 1);
    expect(await statusOf(readForm(post(new URLSearchParams({ words: long }))))).toBe(413);
  });
});

describe('a form against its schema', () => {
  const Schema = z.object({
    words: line(10).min(1, 'report-words-missing'),
    about: z.enum(['person', 'place']),
    street: z.string().min(1),
    code: z.string().min(4),
    mail: optional(z.email()),
    seen: list(z.enum(['gas', 'fire'])),
  });

  it('gives what the schema makes of it', () => {
    const parsed = parseForm(Schema, {
      words: ' Hallo ',
      about: 'place',
      street: 'Kerkweg',
      code: '1234',
      mail: ' ',
      seen: 'gas',
    });
    expect(parsed).toEqual({
      ok: true,
      value: {
        words: 'Hallo',
        about: 'place',
        street: 'Kerkweg',
        code: '1234',
        mail: undefined,
        seen: ['gas'],
      },
    });
  });

  it('refuses all that is wrong at once, each with its field', () => {
    const parsed = parseForm(Schema, {
      words: '   ',
      street: '',
      code: '12',
      mail: 'nobody',
      seen: ['gas', 'war'],
    });
    expect(parsed).toEqual({
      ok: false,
      refusals: [
        { code: 'report-words-missing', pointer: 'words' },
        { code: 'field-choice', pointer: 'about' },
        { code: 'field-missing', pointer: 'street' },
        { code: 'field-too-short', facts: { minimum: 4 }, pointer: 'code' },
        { code: 'field-email', pointer: 'mail' },
        { code: 'field-choice', pointer: 'seen' },
      ],
    });
  });

  it('calls a field that did not come missing, and a long one too long', () => {
    const parsed = parseForm(Schema, { words: 'x'.repeat(11), about: 'person', code: '1234', seen: [] });
    expect(parsed).toMatchObject({
      ok: false,
      refusals: [
        { code: 'field-too-long', facts: { maximum: 10 }, pointer: 'words' },
        { code: 'field-missing', pointer: 'street' },
      ],
    });
  });

  it('refuses the form as a whole where no field is to blame', () => {
    const both = z
      .object({ from: line(5), to: line(5) })
      .refine(({ from, to }) => from !== to, 'times-are-equal');
    expect(parseForm(both, { from: '8', to: '8' })).toEqual({
      ok: false,
      refusals: [{ code: 'times-are-equal' }],
    });
  });
});
