#!/usr/bin/env node
import { fileURLToPath } from 'node:url';
import { onNode26 } from './node-26.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

await onNode26(root, async () => {
  // Files that are named on the command line are meant from where it was called.
  process.env.WIJK_CALLED_FROM ??= process.cwd();
  process.chdir(root);
  const { main } = await import('./main.ts');
  return main(process.argv.slice(2), { demo: () => import('../../fixtures/demo/towns.ts') });
});
