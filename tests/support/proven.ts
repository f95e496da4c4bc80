import { appendFileSync } from 'node:fs';

/** What a suite has to tell of what it tried, beside that it passed: `npm run prove` keeps it for docs/proof.md. */
export function tellProof(suite: string, line: string): void {
  const file = process.env['WIJK_PROOF_FILE'];
  if (file) appendFileSync(file, `${JSON.stringify({ suite, line })}\n`);
}
