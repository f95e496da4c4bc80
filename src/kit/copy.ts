import { once } from 'node:events';
import { Readable, type Duplex } from 'node:stream';
import type pg from 'pg';

const PIECE_BYTES = 64 * 1024;

/** What COPY needs of pg's connection; the published types leave it out. */
interface Wire {
  readonly stream: Duplex;
  query(statement: string): void;
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

interface Complete {
  readonly text: string;
}

/** 'COPY 12' → 12. */
function rowsIn({ text }: Complete): number {
  return Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0);
}

/** The rows of one `copy … to stdout`, as they come; the server waits while nobody reads. */
class Outflow extends Readable {
  rows = 0;
  readonly #statement: string;
  #wire: Wire | undefined;
  /** The parser uses its memory again for what comes next, so rows are copied out of it at once. */
  #piece = Buffer.alloc(PIECE_BYTES);
  #filled = 0;

  constructor(statement: string) {
    super();
    this.#statement = statement;
  }

  submit(wire: Wire): void {
    this.#wire = wire;
    wire.query(this.#statement);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#filled + chunk.length > this.#piece.length) this.#flush();
    if (chunk.length > this.#piece.length) return this.#give(Buffer.from(chunk));
    chunk.copy(this.#piece, this.#filled);
    this.#filled += chunk.length;
  }

  handleCommandComplete(message: Complete): void {
    this.rows = rowsIn(message);
  }

  handleReadyForQuery(): void {
    this.#flush();
    this.push(null);
    // Nobody asks for more after the end, and the connection has to hear the answer to its next statement.
    this.#wire?.stream.resume();
  }

  handleError(error: Error): void {
    this.destroy(error);
  }

  override _read(): void {
    this.#wire?.stream.resume();
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const full = this.#piece.subarray(0, this.#filled);
    this.#piece = Buffer.alloc(PIECE_BYTES);
    this.#filled = 0;
    this.#give(full);
  }

  #give(piece: Buffer): void {
    if (!this.push(piece)) this.#wire?.stream.pause();
  }
}

/** Sends `source` as the rows of one `copy … from stdin`. A source that fails leaves nothing of the statement. */
class Inflow {
  #rows = 0;
  #ended = false;
  #sourceError: Error | undefined;
  readonly #statement: string;
  readonly #source: AsyncIterable<Uint8Array>;
  readonly #outcome = Promise.withResolvers<number>();

  constructor(statement: string, source: AsyncIterable<Uint8Array>) {
    this.#statement = statement;
    this.#source = source;
  }

  get done(): Promise<number> {
    return this.#outcome.promise;
  }

  submit(wire: Wire): void {
    wire.query(this.#statement);
  }

  handleCopyInResponse(wire: Wire): void {
    this.#pour(wire).catch((error: unknown) => {
      this.#sourceError = error instanceof Error ? error : new Error(String(error));
      wire.sendCopyFail('the source failed');
    });
  }

  handleCommandComplete(message: Complete): void {
    this.#rows = rowsIn(message);
  }

  handleReadyForQuery(): void {
    this.#outcome.resolve(this.#rows);
  }

  handleError(error: Error): void {
    this.#ended = true;
    this.#outcome.reject(this.#sourceError ?? error);
  }

  async #pour(wire: Wire): Promise<void> {
    for await (const piece of this.#source) {
      if (this.#ended) return;
      wire.sendCopyFromChunk(piece);
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
    }
    if (!this.#ended) wire.endCopyFrom();
  }
}

/** Yields the text of the rows, in pieces that end between two rows, and returns how many there were. */
export async function* copyOut(client: pg.Client, statement: string): AsyncGenerator<Buffer, number> {
  const outflow = client.query(new Outflow(statement) as unknown as pg.Submittable) as unknown as Outflow;
  for await (const piece of outflow) yield piece as Buffer;
  return outflow.rows;
}

/** Resolves to how many rows the server took. */
export function copyIn(
  client: pg.Client,
  statement: string,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  const inflow = new Inflow(statement, source);
  client.query(inflow as unknown as pg.Submittable);
  return inflow.done;
}
