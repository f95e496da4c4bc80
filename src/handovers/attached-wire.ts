import { z } from 'zod';
import { DocumentRemoval, PhotoRemoval } from '../reports/model.ts';

const AttachedView = z.object({
  id: z.string(),
  at: z.date(),
  authorKind: z.string(),
  authorName: z.string().optional(),
  isShared: z.boolean(),
});

/** What the page of the photos or of the documents of a report says beside them. */
const AttachedPage = z.object({
  number: z.number(),
  /** The report that the page belongs to: of a part that does not open, its whole. */
  back: z.number(),
  /** How many this side may still add. */
  room: z.number(),
  mayShare: z.boolean(),
  mayRemove: z.boolean(),
  aboutPerson: z.boolean(),
});

/** A photo without its picture: each picture is asked for by itself, so that each look can be refused or logged. */
export const PhotoView = AttachedView.extend({ width: z.number(), height: z.number() });
export type PhotoView = z.infer<typeof PhotoView>;

/** Why a photo may be taken away. */
export const PHOTO_REASONS = PhotoRemoval.options;

export const PhotosView = AttachedPage.extend({ photos: z.array(PhotoView) });
export type PhotosView = z.infer<typeof PhotosView>;

/** A document by its name: it is asked for by itself, so that each opening can be refused or logged. */
export const DocumentView = AttachedView.extend({
  name: z.string(),
  pages: z.number(),
  sizeBytes: z.number(),
});
export type DocumentView = z.infer<typeof DocumentView>;

/** Why a document may be taken away. */
export const DOCUMENT_REASONS = DocumentRemoval.options;

export const DocumentsView = AttachedPage.extend({ documents: z.array(DocumentView) });
export type DocumentsView = z.infer<typeof DocumentsView>;
