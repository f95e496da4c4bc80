#!/usr/bin/env node
// The one file that an older Node must be able to read: it hands over to the Node 26 that `npm ci` brought.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= 26) {
  process.chdir(root);
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(node) && !process.env.WIJK_HANDED_OVER) {
  const { status } = spawnSync(node, process.argv.slice(1), {
    stdio: 'inherit',
    env: { ...process.env, WIJK_HANDED_OVER: '1' },
  });
  process.exitCode = status ?? 1;
} else {
  console.error(
    `expected Node 26 or newer, got ${process.versions.node}: run npm ci without --omit=optional, or install Node 26`,
  );
  process.exitCode = 2;
}
