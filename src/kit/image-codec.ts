import { createHash } from 'node:crypto';
import sharp, { type Metadata } from 'sharp';
import { IMAGE_LIMITS, type Image } from './image.ts';
import { ok, refuse, type Outcome } from './outcome.ts';

const SIDE_PX = 2000;
/** So few that nobody is recognised, and no letter read, however it is enlarged. */
const PREVIEW_SIDE_PX = 28;

// One thread for each picture, and no memory of earlier ones.
sharp.concurrency(1);
sharp.cache(false);
// Everything the library could open but these four, such as SVG and GIF, stays shut, whatever a file looks like.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpeg', 'VipsForeignLoadPng', 'VipsForeignLoadWebp', 'VipsForeignLoadHeif'],
});

/** Reads a picture by its content, whatever it is called, and makes it anew: turned upright, bounded, stripped, in sRGB. */
export async function readImage(bytes: Buffer): Promise<Outcome<Image>> {
  const kind = kindOf(bytes);
  if (kind === 'heic') return refuse('image-heic');
  if (kind === undefined) return refuse('image-type');
  try {
    const header = await open(bytes).metadata();
    return isTooLarge(header) ? refuse('image-pixels') : ok(await remake(bytes));
  } catch (error) {
    return refuse(isAboutPixels(error) ? 'image-pixels' : 'image-broken');
  }
}

/** By the first bytes: those that cameras and telephones write. HEIC holds HEVC, which the library cannot read; AVIF it can. */
function kindOf(bytes: Buffer): 'picture' | 'heic' | undefined {
  const head = bytes.subarray(0, 12).toString('latin1');
  if (head.startsWith('\xFF\xD8\xFF') || head.startsWith('\x89PNG\r\n\x1A\n')) return 'picture';
  if (/^RIFF.{4}WEBP/s.test(head)) return 'picture';
  if (head.slice(4, 8) !== 'ftyp') return undefined;
  const brands = bytes.subarray(8, Math.min(bytes.readUInt32BE(0), 64)).toString('latin1');
  if (/avi[fs]/.test(brands)) return 'picture';
  return /hei[cxms]|hev[cxms]|mif1|msf1/.test(brands) ? 'heic' : undefined;
}

/** A file that is cut off or damaged is refused: half a picture misleads. */
function open(bytes: Buffer) {
  return sharp(bytes, { limitInputPixels: IMAGE_LIMITS.pixels, failOn: 'error', sequentialRead: true });
}

function isTooLarge({ width, height, format, isProgressive }: Metadata): boolean {
  const whole = isProgressive ? IMAGE_LIMITS.pixelsWhole : IMAGE_LIMITS.pixels;
  return width * height > (format === 'heif' ? IMAGE_LIMITS.pixelsAvif : whole);
}

async function remake(bytes: Buffer): Promise<Image> {
  const { data: picture, info } = await open(bytes)
    .autoOrient()
    .resize(SIDE_PX, SIDE_PX, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 80 })
    .timeout({ seconds: IMAGE_LIMITS.seconds })
    .toBuffer({ resolveWithObject: true });
  const preview = await sharp(picture)
    .resize(PREVIEW_SIDE_PX, PREVIEW_SIDE_PX, { fit: 'inside' })
    .blur(1.2)
    .jpeg({ quality: 60 })
    .toBuffer();
  const hash = createHash('sha256').update(picture).digest();
  return { picture, preview, width: info.width, height: info.height, hash };
}

function isAboutPixels(error: unknown): boolean {
  return error instanceof Error && /pixel limit/i.test(error.message);
}
