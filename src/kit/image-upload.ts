import type { PostedFile } from './form.ts';
import { createGate } from './gate.ts';
import { IMAGE_LIMITS, readImage, type Image } from './image.ts';
import { refuse, type Outcome } from './outcome.ts';

/** One picture is decoded at a time; who would wait longer than this is asked to send it again. */
const gate = createGate({ places: 1, waitMs: 15_000 });
/** All files that are coming in, of everybody together. What would go over it is let go of. */
const HELD_MAX_BYTES = 64 * 1024 * 1024;
let heldBytes = 0;

/** Takes one picture from a post into memory and makes it anew; whatever is wrong with it is an answer, never an exception. */
export async function takeImage({ bytes }: PostedFile): Promise<Outcome<Image>> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of bytes) {
      length += piece.length;
      heldBytes += piece.length;
      if (length > IMAGE_LIMITS.bytes) return refuse('image-bytes');
      if (heldBytes > HELD_MAX_BYTES) return refuse('image-busy');
      pieces.push(piece);
    }
    // put together behind the gate: that takes the same bytes once more
    const read = await gate(() => readImage(Buffer.concat(pieces.splice(0))));
    return read?.value ?? refuse('image-busy');
  } finally {
    heldBytes -= length;
  }
}
