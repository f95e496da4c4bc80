import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { browserPath } from './browser.ts';

/**
 * Unpacks the browser before any worker starts: of two that do it at once, one starts a file that the other still writes.
 * In a process of its own, as the package changes where a process and its children look for libraries.
 */
export default async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [fileURLToPath(import.meta.url)]);
}

if (import.meta.main) await browserPath();
