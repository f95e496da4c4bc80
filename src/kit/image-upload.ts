import { readFormWithFiles, type Form, type PostedFile } from './form.ts';
import { createGate } from './gate.ts';
import { readImageApart } from './image-process.ts';
import { IMAGE_LIMITS, type Image } from './image.ts';
import { refuse, type Outcome, type Refusal } from './outcome.ts';

/** One picture is decoded at a time. */
const gate = createGate(1);
/** So long do all pictures of one post wait together; after that they are refused, and the post goes on. */
const PATIENCE_MS = 20_000;
/** All files that are coming in, of everybody together. What would go over it is let go of. */
const HELD_MAX_BYTES = 48 * 1024 * 1024;
let heldBytes = 0;

export interface ImageRules {
  /** The name of the field; what comes under another is skipped. */
  readonly field: string;
  /** No more than these; the rest is refused unread. */
  readonly max: number;
  /** Asked before each picture: false when this sender sent too many. */
  readonly mayTake: () => Promise<boolean>;
}

export interface FormWithImages {
  readonly values: Form;
  readonly images: readonly Image[];
  /** What became of the others, once for each code, with how many. */
  readonly refusals: readonly Refusal[];
}

/** Reads a posted form and makes its pictures anew. Whatever is wrong with a picture, the texts are there. */
export async function readFormWithImages(
  request: Request,
  { field, max, mayTake }: ImageRules,
): Promise<FormWithImages> {
  let count = 0;
  const patience = { ms: PATIENCE_MS };
  const { values, files } = await readFormWithFiles(request, async (file): Promise<Outcome<Image>[]> => {
    if (file.field !== field) return [];
    count += 1;
    if (count > max) return [refuse('photos-too-many', { facts: { maximum: max } })];
    return [(await mayTake()) ? await takeImage(file, patience) : refuse('image-limit')];
  });
  const taken = files.flat();
  const images = distinct(taken.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])));
  const refusals = taken.flatMap((outcome) => (outcome.ok ? [] : outcome.refusals));
  return { values, images, refusals: counted(refusals, field) };
}

/** Makes one picture anew that is in memory already, as a mail brings it; `image-busy` when it would have to wait too long. */
export async function readImageBytes(bytes: Buffer): Promise<Outcome<Image>> {
  if (bytes.length > IMAGE_LIMITS.bytes) return refuse('image-bytes');
  const read = await gate(() => readImageApart(bytes), PATIENCE_MS);
  return read?.value ?? refuse('image-busy');
}

/** The same picture chosen twice is one. */
function distinct(images: readonly Image[]): Image[] {
  return [...new Map(images.map((image) => [image.hash.toString('hex'), image])).values()];
}

function counted(refusals: readonly Refusal[], pointer: string): Refusal[] {
  const byCode = Map.groupBy(refusals, ({ code }) => code);
  return [...byCode].map(([code, same]) => ({
    code,
    pointer,
    facts: { ...same[0]?.facts, count: same.length },
  }));
}

/** Takes one picture from a post into memory and makes it anew; whatever is wrong with it is an answer, never an exception. */
async function takeImage({ bytes }: PostedFile, patience: { ms: number }): Promise<Outcome<Image>> {
  const held = heldFile();
  try {
    for await (const piece of bytes) {
      const refusal = held.add(piece);
      if (refusal !== undefined) return refusal;
    }
    const askedMs = performance.now();
    const read = await gate(() => {
      patience.ms -= performance.now() - askedMs;
      return readImageApart(held.bytes());
    }, patience.ms);
    if (!read) patience.ms = 0;
    return read?.value ?? refuse('image-busy');
  } finally {
    held.letGo();
  }
}

const FIRST_BYTES = 1024 * 1024;

/** A file in one piece of memory that grows with it, so that little is left behind for the collector. */
function heldFile() {
  let room = Buffer.allocUnsafeSlow(FIRST_BYTES);
  let length = 0;
  const add = (piece: Buffer): Outcome<never> | undefined => {
    const needed = length + piece.length;
    heldBytes += piece.length;
    length = needed;
    if (needed > IMAGE_LIMITS.bytes) return refuse('image-bytes');
    if (heldBytes > HELD_MAX_BYTES) return refuse('image-busy');
    if (needed > room.length) {
      const larger = Buffer.allocUnsafeSlow(Math.min(IMAGE_LIMITS.bytes, room.length * 2));
      room.copy(larger);
      room = larger;
    }
    piece.copy(room, needed - piece.length);
    return undefined;
  };
  const letGo = () => {
    heldBytes -= length;
  };
  return { add, letGo, bytes: () => room.subarray(0, length) };
}
