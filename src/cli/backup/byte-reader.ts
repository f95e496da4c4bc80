/** Reads a stream of pieces in the lengths that one asks for. */
export interface ByteReader {
  /** The next `length` bytes; fewer only at the end. */
  readonly take: (length: number) => Promise<Buffer>;
}

export function byteReader(source: AsyncIterable<Uint8Array>): ByteReader {
  const pieces = source[Symbol.asyncIterator]();
  let held: Buffer[] = [];
  let length = 0;
  const fill = async (wanted: number) => {
    while (length < wanted) {
      const next = await pieces.next();
      if (next.done === true) return;
      const { buffer, byteOffset, byteLength } = next.value;
      held.push(Buffer.from(buffer, byteOffset, byteLength));
      length += byteLength;
    }
  };
  return {
    take: async (wanted) => {
      await fill(wanted);
      const all = held.length === 1 && held[0] ? held[0] : Buffer.concat(held);
      const taken = all.subarray(0, wanted);
      const rest = all.subarray(wanted);
      held = rest.length > 0 ? [rest] : [];
      length = rest.length;
      return taken;
    },
  };
}
