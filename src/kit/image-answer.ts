import { z } from 'zod';
import type { Image } from './image.ts';
import { ok, refuseAll, type Outcome } from './outcome.ts';

const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const SIDE_MAX = 2000;
const HASH_BYTES = 32;

const Jpeg = z.instanceof(Buffer).refine((bytes) => bytes.subarray(0, JPEG.length).equals(JPEG));
const Side = z.int().min(1).max(SIDE_MAX);

const Answer = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    value: z.object({
      picture: Jpeg,
      preview: Jpeg,
      width: Side,
      height: Side,
      hash: z.instanceof(Buffer).refine(({ length }) => length === HASH_BYTES),
    }),
  }),
  z.object({
    ok: z.literal(false),
    refusals: z.array(
      z.object({ code: z.enum(['image-heic', 'image-type', 'image-pixels', 'image-broken']) }),
    ),
  }),
]);

/** What the decoder's process said. It was fed by strangers, so what it says is read like anything from outside. */
export function decoderAnswer(message: unknown): Outcome<Image> | undefined {
  const { data } = Answer.safeParse(message);
  if (!data) return undefined;
  return data.ok ? ok(data.value) : refuseAll(data.refusals);
}
