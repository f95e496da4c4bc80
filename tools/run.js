// `npm start` and `npm test`: on Node 26, or with one sentence about what is missing.
import { fileURLToPath } from 'node:url';
import { onNode26 } from '../src/cli/node-26.js';

const root = fileURLToPath(new URL('..', import.meta.url));

const commands = {
  start: async () => {
    await import('./start.ts');
    return undefined;
  },
  test: async () => {
    const { main } = await import('./test.ts');
    return main();
  },
};

await onNode26(root, async () => {
  const command = commands[process.argv[2]];
  if (command) return command();
  console.error(`expected 'start' or 'test', got '${process.argv[2] ?? ''}'`);
  return 2;
});
