import { readDocumentBytes } from './document-file.ts';
import { DOCUMENT_LIMITS, type KeptDocument } from './document.ts';
import { readFormWithFiles, type Form, type PostedFile } from './form.ts';
import { createHolder } from './held-file.ts';
import { counted } from './image-upload.ts';
import { refusalsOf, refuse, type Outcome, type Refusal } from './outcome.ts';

const hold = createHolder({
  fileBytes: DOCUMENT_LIMITS.bytes,
  allBytes: 48 * 1024 * 1024,
  tooLarge: 'document-bytes',
  busy: 'document-busy',
});

export interface DocumentRules {
  /** The name of the field; what comes under another is skipped. */
  readonly field: string;
  /** No more than these; the rest is refused unread. */
  readonly max: number;
  /** Keeps one that was found good, before the next is read: so a post that stops halfway loses no more than what did not come. */
  readonly keep: (document: KeptDocument) => Promise<Outcome<unknown>>;
}

export interface FormWithDocuments {
  readonly values: Form;
  /** How many files came, good or not. */
  readonly count: number;
  /** What became of those that were not kept, once for each code, with how many. */
  readonly refusals: readonly Refusal[];
}

/** Reads a posted form, and keeps its documents one after the other. Whatever is wrong with one, the texts and the others are there. */
export async function readFormWithDocuments(
  request: Request,
  { field, max, keep }: DocumentRules,
): Promise<FormWithDocuments> {
  let count = 0;
  const { values, files } = await readFormWithFiles(request, async (file): Promise<Outcome<unknown>[]> => {
    if (file.field !== field) return [];
    count += 1;
    if (count > max) return [refuse('documents-too-many', { facts: { maximum: max } })];
    return [await takeDocument(file, keep)];
  });
  const refusals = files.flat().flatMap(refusalsOf);
  return { values, count, refusals: counted(refusals, field) };
}

async function takeDocument(
  { name, bytes }: PostedFile,
  keep: DocumentRules['keep'],
): Promise<Outcome<unknown>> {
  const held = hold();
  try {
    for await (const piece of bytes) {
      const refusal = held.add(piece);
      if (refusal !== undefined) return refusal;
    }
    const read = await readDocumentBytes(held.bytes(), name);
    return read.ok ? await keep(read.value) : read;
  } finally {
    held.letGo();
  }
}
