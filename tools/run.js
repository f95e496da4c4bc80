// `npm start` and `npm test`: on Node 26, or with one sentence about what is missing.
import { fileURLToPath } from 'node:url';
import { onNode26 } from '../src/cli/node-26.js';

const root = fileURLToPath(new URL('..', import.meta.url));

await onNode26(root, async () => {
  const command = process.argv[2] ?? '';
  if (command === 'start') {
    await import('./start.ts');
    return undefined;
  }
  if (command === 'test') {
    const { main } = await import('./test.ts');
    return main();
  }
  console.error(`expected 'start' or 'test', got '${command}'`);
  return 2;
});
