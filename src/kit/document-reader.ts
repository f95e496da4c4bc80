import { getDocument, PasswordException, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { DOCUMENT_LIMITS } from './document.ts';
import { faultIn, type DocumentFault } from './document-scan.ts';

export type DocumentAnswer =
  | { readonly ok: true; readonly pages: number }
  | { readonly ok: false; readonly fault: DocumentFault | 'pages' };

/** Looks at the bytes, and then opens the document as its reader would; draws nothing and runs nothing. */
export async function readDocument(bytes: Buffer): Promise<DocumentAnswer> {
  const fault = faultIn(bytes);
  if (fault !== undefined) return { ok: false, fault };
  const opening = getDocument({
    data: new Uint8Array(bytes),
    stopAtErrors: true,
    disableFontFace: true,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: 0,
  });
  try {
    return await answerOf(await opening.promise);
  } catch (error) {
    return { ok: false, fault: error instanceof PasswordException ? 'locked' : 'unreadable' };
  } finally {
    await opening.destroy();
  }
}

async function answerOf(document: PDFDocumentProxy): Promise<DocumentAnswer> {
  const pages = document.numPages;
  if (pages > DOCUMENT_LIMITS.pages) return { ok: false, fault: 'pages' };
  const about = (await document.getMetadata()).info as Readonly<Record<string, unknown>>;
  if (about['EncryptFilterName']) return { ok: false, fault: 'locked' };
  if (about['IsXFAPresent'] || about['IsCollectionPresent'] || (await isActive(document)))
    return { ok: false, fault: 'active' };
  // a document of which a page cannot be read is not whole: half a letter misleads
  for (let at = 1; at <= pages; at += 1) {
    const page = await document.getPage(at);
    if (await page.getJSActions()) return { ok: false, fault: 'active' };
    page.cleanup();
  }
  return { ok: true, pages };
}

async function isActive(document: PDFDocumentProxy): Promise<boolean> {
  if (await document.getAttachments()) return true;
  return (await document.hasJSActions()) || (await document.getJSActions()) !== null;
}
