/** What a page may load: our own styles, letters and pictures, and no script at all unless it carries the nonce. */
export function pagePolicy(nonce: string | undefined): string {
  return [
    "default-src 'self'",
    nonce === undefined ? "script-src 'none'" : `script-src 'self' 'nonce-${nonce}'`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
