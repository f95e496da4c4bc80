import { createHash } from 'node:crypto';
import { isDocument, readDocumentBytes } from '../../kit/document-file.ts';
import type { KeptDocument } from '../../kit/document.ts';
import { readImageBytes } from '../../kit/image-upload.ts';
import type { Image } from '../../kit/image.ts';
import { DOCUMENTS_MAX, PHOTOS_MAX } from '../model.ts';
import type { Mail, MailPart } from './read-mail.ts';
import type { Missed } from './words-of-mail.ts';

interface Kept {
  readonly images: readonly Image[];
  readonly documents: readonly KeptDocument[];
  readonly missed: readonly Missed[];
}

/** Logos and lines of a signature are pictures as well; none of these is as large as what somebody photographs. */
const PICTURE_MIN_PX = 200;

/**
 * The photos among what was sent along, made anew; the documents that were found to do nothing; and everything else by its name.
 * Undefined: too busy to look now.
 */
export async function keptOf(mail: Mail): Promise<Kept | undefined> {
  const images = new Map<string, Image>();
  const looked = new Map<string, KeptDocument | Why>();
  const missed: Missed[] = [];
  for (const part of partsOf(mail)) {
    const why = isDocument(part.bytes) ? await takeDocument(part, looked) : await takePicture(part, images);
    if (why === 'busy') return undefined;
    if (why !== undefined) missed.push({ ...part, why });
  }
  const documents = [...looked.values()].filter((one) => typeof one === 'object');
  return { images: [...images.values()], documents, missed };
}

type Why = Missed['why'] | 'busy' | undefined;

async function takePicture({ bytes }: MailPart, images: Map<string, Image>): Promise<Why> {
  const read = await readImageBytes(bytes);
  if (!read.ok) {
    const code = read.refusals[0]?.code ?? '';
    if (code === 'image-busy') return 'busy';
    return code === 'image-type' ? 'kind' : 'unreadable';
  }
  const { width, height, hash } = read.value;
  if (Math.max(width, height) < PICTURE_MIN_PX) return 'small';
  if (images.size >= PHOTOS_MAX && !images.has(hash.toString('hex'))) return 'too-many';
  images.set(hash.toString('hex'), read.value);
  return undefined;
}

/** Refusals by which a document stays out, as the reasons of the mail. */
const WHY: Readonly<Record<string, Why>> = {
  'document-busy': 'busy',
  'document-active': 'document-active',
  'document-locked': 'document-locked',
  'document-bytes': 'document-large',
  'document-pages': 'document-large',
};

/** Each that is no good is looked at for seconds: no mail makes its sender's server wait for more than these. */
const LOOKED_AT_MAX = 2 * DOCUMENTS_MAX;

/** Sent twice under two names it is one document, by its first. */
async function takeDocument(
  { bytes, name }: MailPart,
  looked: Map<string, KeptDocument | Why>,
): Promise<Why> {
  const hash = createHash('sha256').update(bytes).digest('hex');
  const before = looked.get(hash);
  if (looked.has(hash)) return typeof before === 'string' ? before : undefined;
  const kept = [...looked.values()].filter((one) => typeof one === 'object');
  if (kept.length >= DOCUMENTS_MAX || looked.size >= LOOKED_AT_MAX) return 'document-too-many';
  const read = await readDocumentBytes(bytes, name);
  const why = read.ok ? undefined : (WHY[read.refusals[0]?.code ?? ''] ?? 'document-unreadable');
  looked.set(hash, read.ok ? read.value : why);
  return why;
}

function partsOf({ parts, enclosed }: Mail): readonly MailPart[] {
  return [...parts, ...enclosed.flatMap(partsOf)];
}
