import { join } from 'node:path';

/** A file below content/. The server, the command line and the tests all run from the top of the checkout. */
export function contentFile(name: string): string {
  return join(process.cwd(), 'content', name);
}
