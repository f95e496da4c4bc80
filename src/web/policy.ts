interface PageScripts {
  /** The page ships the framework's scripts. */
  readonly nonce?: string | undefined;
  /** The page ships a file of ours. */
  readonly ownScript?: boolean;
  /** The page may start a service worker of ours, and be installed. */
  readonly worker?: boolean;
}

/** What a page may load: our own styles, letters and pictures, and no script at all unless it carries the nonce. */
export function pagePolicy({ nonce, ownScript = false, worker = false }: PageScripts): string {
  const own = ownScript ? "script-src 'self'" : "script-src 'none'";
  return [
    "default-src 'self'",
    nonce === undefined ? own : `script-src 'self' 'nonce-${nonce}'`,
    // what is left to worker-src falls back to script-src
    ...(ownScript || nonce !== undefined ? [`worker-src ${worker ? "'self'" : "'none'"}`] : []),
    `manifest-src ${worker ? "'self'" : "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
