const HEADER_MAX_BYTES = 8 * 1024;
const LINE = Buffer.from('\r\n');
const END_OF_HEADERS = Buffer.from('\r\n\r\n');
const LAST = '--';

/** One field of a form as it comes in. What nobody reads of `bytes` is skipped, never kept. */
export interface Part {
  readonly name: string;
  /** What the browser calls the file; undefined for a field of text. Empty where no file was chosen. */
  readonly fileName: string | undefined;
  readonly bytes: AsyncIterable<Buffer>;
}

/** Throws what the error page shows: what came is no form, or was cut off. */
function refuseUnreadable(): never {
  throw new Response(null, { status: 400 });
}

/** The mark between the parts, of a form that may carry files (RFC 7578); undefined for any other body. */
export function boundaryOf(request: Request): string | undefined {
  const type = request.headers.get('content-type') ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) return undefined;
  const found = /;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(type);
  return found?.[1] ?? found?.[2];
}

/**
 * The parts of a posted form, one after the other, while they come in: the next one is not asked for before this one was
 * read or skipped, so that nothing heaps up here and the sender waits. Throws a Response when it is no such form.
 */
export async function* partsOf(body: ReadableStream<Uint8Array>, boundary: string): AsyncGenerator<Part> {
  const mark = Buffer.from(`\r\n--${boundary}`);
  const source = sourceOf(body);
  await skip(until(source, mark));
  while ((await source.exactly(2)).toString('latin1') !== LAST) {
    const { name, fileName } = readHeaders(await headersOf(source));
    let isRead = false;
    const bytes = async function* () {
      yield* until(source, mark);
      isRead = true;
    };
    yield { name, fileName, bytes: bytes() };
    if (!isRead) await skip(until(source, mark));
  }
}

type Source = ReturnType<typeof sourceOf>;

/** What came in and was not taken yet. It begins with a line end, so that the first mark looks like every other. */
function sourceOf(body: ReadableStream<Uint8Array>) {
  const reader = body.getReader();
  let held = LINE;
  const more = async () => {
    const { done, value } = await reader.read().catch(() => ({ done: true, value: undefined }));
    if (done || value === undefined) return refuseUnreadable();
    held = Buffer.concat([held, value]);
  };
  const take = (length: number) => {
    const taken = held.subarray(0, length);
    held = held.subarray(length);
    return taken;
  };
  const exactly = async (length: number) => {
    while (held.length < length) await more();
    return take(length);
  };
  return { more, take, exactly, indexOf: (mark: Buffer) => held.indexOf(mark), length: () => held.length };
}

/** Everything up to the mark, which is taken as well; a piece that could be the start of the mark is held back. */
async function* until(source: Source, mark: Buffer): AsyncGenerator<Buffer> {
  for (;;) {
    const at = source.indexOf(mark);
    if (at > 0) yield source.take(at);
    if (at >= 0) {
      source.take(mark.length);
      return;
    }
    const safe = source.length() - mark.length + 1;
    if (safe > 0) yield source.take(safe);
    await source.more();
  }
}

async function skip(pieces: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of pieces) void piece;
}

/** The two bytes behind the mark were its line end. */
async function headersOf(source: Source): Promise<string> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of until(source, END_OF_HEADERS)) {
    length += piece.length;
    if (length > HEADER_MAX_BYTES) refuseUnreadable();
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function readHeaders(headers: string): { name: string; fileName: string | undefined } {
  const disposition = /^content-disposition:[ \t]*form-data[ \t]*;(.*)$/im.exec(headers)?.[1] ?? '';
  const read = (name: string) => new RegExp(`(?:^|;)\\s*${name}="([^"]*)"`, 'i').exec(disposition)?.[1];
  const name = read('name');
  if (name === undefined) return refuseUnreadable();
  const fileName = read('filename');
  return { name: unescaped(name), fileName: fileName === undefined ? undefined : unescaped(fileName) };
}

/** Browsers write these three, and only these, as their codes. */
function unescaped(name: string): string {
  return name.replaceAll(/%(22|0d|0a)/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
