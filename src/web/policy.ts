interface PageScripts {
  /** The page ships a file of ours. */
  readonly ownScript?: boolean;
  /** The page may start a service worker of ours, and be installed. */
  readonly worker?: boolean;
}

/** What a page may load: our own styles, letters and pictures, and no script but a file of ours. */
export function pagePolicy({ ownScript = false, worker = false }: PageScripts): string {
  return [
    "default-src 'self'",
    `script-src ${ownScript ? "'self'" : "'none'"}`,
    // what is left to worker-src falls back to script-src
    ...(ownScript ? [`worker-src ${worker ? "'self'" : "'none'"}`] : []),
    `manifest-src ${worker ? "'self'" : "'none'"}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
