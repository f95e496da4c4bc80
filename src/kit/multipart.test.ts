import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FORM_LIMITS, readFormWithFiles, type PostedFile } from './form.ts';

const TYPE = 'multipart/form-data; boundary=----grens';

/** A body that arrives in pieces of this size, as a network brings it. */
function inPieces(body: Buffer, size: number): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= body.length) controller.close();
      else controller.enqueue(new Uint8Array(body.subarray(at, at + size)));
      at += size;
    },
  });
}

function post(body: Buffer | string, { type = TYPE, size = 1 << 16 } = {}): Request {
  const stream = inPieces(Buffer.from(body), size);
  return new Request('http://house.test/', {
    method: 'POST',
    headers: { 'content-type': type },
    body: stream,
    duplex: 'half',
  });
}

const part = (name: string, content: string, fileName?: string) =>
  `------grens\r\nContent-Disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"\r\nContent-Type: image/jpeg`}\r\n\r\n${content}\r\n`;
const END = '------grens--\r\n';

async function whole({ field, bytes }: PostedFile): Promise<[string, string]> {
  const pieces: Buffer[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return [field, Buffer.concat(pieces).toString('latin1')];
}

async function statusOf(reading: Promise<unknown>): Promise<number | undefined> {
  const thrown: unknown = await reading.catch((reason: unknown) => reason);
  return thrown instanceof Response ? thrown.status : undefined;
}

describe('a form with files', () => {
  it('gives texts and files apart, in every way in which it can be cut into pieces', async () => {
    const body = [
      part('story', 'Een\r\nlamp'),
      part('photo', '\r\n----grens\r\n\r\n', 'a.jpg'),
      part('sights', 'a'),
      part('photo', 'tweede', 'b.jpg'),
      part('sights', 'b'),
      END,
    ].join('');
    for (const size of [1, 2, 3, 7, 11, 12, 64, 1 << 16]) {
      const read = await readFormWithFiles(post(body, { size }), whole);
      expect([size, read]).toEqual([
        size,
        {
          values: { story: 'Een\nlamp', sights: ['a', 'b'] },
          files: [
            ['photo', '\r\n----grens\r\n\r\n'],
            ['photo', 'tweede'],
          ],
        },
      ]);
    }
  });

  it('reads what a browser’s own form data writes, whatever the bytes are', async () => {
    const bytes = fc.uint8Array({ maxLength: 3000 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(bytes, { maxLength: 4 }),
        fc.string(),
        fc.integer({ min: 1, max: 500 }),
        async (files, text, size) => {
          const form = new FormData();
          form.set('naam "met" tekens', text);
          for (const file of files) form.append('photo', new Blob([new Uint8Array(file)]), 'x.jpg');
          const request = new Request('http://house.test/', { method: 'POST', body: form });
          const type = request.headers.get('content-type') ?? '';
          const read = await readFormWithFiles(
            post(Buffer.from(await request.arrayBuffer()), { type, size }),
            whole,
          );
          const expected = text.replaceAll(/\r\n|\r|\n/g, '\n').replaceAll('\0', '');
          expect(String(read.values['naam "met" tekens']).replaceAll('\r', '\n')).toBe(
            expected.toWellFormed(),
          );
          expect(read.files.map(([, content]) => content)).toEqual(
            files.map((file) => Buffer.from(file).toString('latin1')),
          );
        },
      ),
    );
  });

  it('skips what nobody reads, and finds the fields behind it', async () => {
    const body =
      part('photo', 'x'.repeat(200_000), 'a.jpg') +
      part('story', 'Hallo') +
      part('photo', 'y'.repeat(5000), 'b.jpg') +
      END;
    const read = await readFormWithFiles(post(body, { size: 1000 }), async ({ bytes }) => {
      for await (const piece of bytes) return piece.length > 0;
      return false;
    });
    expect(read).toEqual({ values: { story: 'Hallo' }, files: [true, true] });
  });

  it('sees no file where none was chosen', async () => {
    expect(await readFormWithFiles(post(part('photo', '', '') + END), whole)).toEqual({
      values: {},
      files: [],
    });
  });

  it('reads a form without files as any other', async () => {
    const request = new Request('http://house.test/', {
      method: 'POST',
      body: new URLSearchParams({ story: 'Hallo' }),
    });
    expect(await readFormWithFiles(request, whole)).toEqual({ values: { story: 'Hallo' }, files: [] });
  });

  it('asks for no more than it reads: the sender waits while a file is at work', async () => {
    let sent = 0;
    const piece = Buffer.from('z'.repeat(10_000));
    const head = Buffer.from(part('photo', '', 'a.jpg').slice(0, -2));
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        controller.enqueue(new Uint8Array(sent === 0 ? head : piece));
        sent += 1;
      },
    });
    const request = new Request('http://house.test/', {
      method: 'POST',
      headers: { 'content-type': TYPE },
      body,
      duplex: 'half',
    });
    let seen = 0;
    void readFormWithFiles(request, async ({ bytes }) => {
      for await (const _ of bytes) {
        seen += 1;
        if (seen === 3) await new Promise(() => {});
      }
    });
    await expect.poll(() => seen).toBe(3);
    expect(sent).toBeLessThan(10);
  });
});

describe('what is no such form', () => {
  it.each([
    ['is cut off in a file', part('photo', 'xxx', 'a.jpg')],
    ['is cut off in its headers', '------grens\r\nContent-Disposition: form-data; na'],
    ['has no parts', 'niets'],
    ['is empty', ''],
    ['has a part without a name', `------grens\r\nContent-Type: text/plain\r\n\r\nx\r\n${END}`],
    ['has headers without end', `------grens\r\n${'x'.repeat(20_000)}`],
  ])('is refused when it %s', async (_how, body) => {
    expect(await statusOf(readFormWithFiles(post(body), whole))).toBe(400);
  });

  it('is refused when it has more or longer texts than a form of ours', async () => {
    const many = Array.from({ length: FORM_LIMITS.fields + 1 }, (_, at) => part(`f${at}`, '')).join('') + END;
    const long = part('story', 'x'.repeat(FORM_LIMITS.valueLength + 1)) + END;
    const heavy =
      Array.from({ length: 14 }, (_, at) => part(`f${at}`, 'x'.repeat(FORM_LIMITS.valueLength))).join('') +
      END;
    const called = part('n'.repeat(FORM_LIMITS.nameLength + 1), 'x') + END;
    for (const body of [many, long, heavy, called])
      expect(await statusOf(readFormWithFiles(post(body), whole))).toBe(413);
  });

  it('never ends in anything but a form or a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.nat(3), async (noise, where) => {
        const pieces = [
          Buffer.from(part('a', 'b')),
          Buffer.from(part('photo', 'x', 'a.jpg')),
          Buffer.from(END),
        ];
        const body = Buffer.concat([...pieces.slice(0, where), Buffer.from(noise), ...pieces.slice(where)]);
        const outcome = await readFormWithFiles(post(body, { size: 13 }), whole).catch(
          (reason: unknown) => reason,
        );
        expect(outcome instanceof Response ? outcome.status : 200).toBeLessThan(500);
        expect(outcome).not.toBeInstanceOf(Error);
      }),
    );
  });
});
