import { DOCUMENT_TYPE } from './document.ts';

const PRIVATE = { 'cache-control': 'private, no-store' };

/**
 * A document to be saved, never to be shown by the browser within our own address: and if one shows it all the same, it may do
 * nothing there. Its name on the device of who saves it says nothing of whom it is about.
 */
export function asDocument(bytes: Buffer, { number, id }: { number: number; id: string }): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PRIVATE,
      'content-type': DOCUMENT_TYPE,
      'content-length': String(bytes.length),
      'content-disposition': `attachment; filename="melding-${number}-document-${id.slice(-8)}.pdf"`,
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  });
}

/** Not there, not yours, not logged in: one answer, so that nobody learns which. */
export function noDocument(): Response {
  return new Response(null, { status: 404, headers: PRIVATE });
}
