import { readFormWithFiles, type Form, type PostedFile } from './form.ts';
import { createGate } from './gate.ts';
import { createHolder } from './held-file.ts';
import { readImageApart } from './image-process.ts';
import { IMAGE_LIMITS, type Image } from './image.ts';
import { refusalsOf, refuse, type Outcome, type Refusal } from './outcome.ts';

/** One picture is decoded at a time. */
const gate = createGate(1);
/** So long do all pictures of one post wait together; after that they are refused, and the post goes on. */
const PATIENCE_MS = 20_000;
const hold = createHolder({
  fileBytes: IMAGE_LIMITS.bytes,
  allBytes: 48 * 1024 * 1024,
  tooLarge: 'image-bytes',
  busy: 'image-busy',
});

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
  const refusals = taken.flatMap(refusalsOf);
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

/** Once for each code, with how many. */
export function counted(refusals: readonly Refusal[], pointer: string): Refusal[] {
  const byCode = Map.groupBy(refusals, ({ code }) => code);
  return [...byCode].map(([code, same]) => ({
    code,
    pointer,
    facts: { ...same[0]?.facts, count: same.length },
  }));
}

/** Takes one picture from a post into memory and makes it anew; whatever is wrong with it is an answer, never an exception. */
async function takeImage({ bytes }: PostedFile, patience: { ms: number }): Promise<Outcome<Image>> {
  const held = hold();
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
