import { readFormWithFiles, type Form, type PostedFile } from './form.ts';
import { createGate } from './gate.ts';
import { IMAGE_LIMITS, readImage, type Image } from './image.ts';
import { refuse, type Outcome, type Refusal } from './outcome.ts';

/** One picture is decoded at a time; who would wait longer than this is asked to send it again. */
const gate = createGate({ places: 1, waitMs: 15_000 });
/** All files that are coming in, of everybody together. What would go over it is let go of. */
const HELD_MAX_BYTES = 64 * 1024 * 1024;
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
  const { values, files } = await readFormWithFiles(request, async (file): Promise<Outcome<Image>[]> => {
    if (file.field !== field) return [];
    count += 1;
    if (count > max) return [refuse('photos-too-many', { facts: { maximum: max } })];
    return [(await mayTake()) ? await takeImage(file) : refuse('image-limit')];
  });
  const taken = files.flat();
  const images = taken.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  const refusals = taken.flatMap((outcome) => (outcome.ok ? [] : outcome.refusals));
  return { values, images, refusals: counted(refusals, field) };
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
async function takeImage({ bytes }: PostedFile): Promise<Outcome<Image>> {
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
