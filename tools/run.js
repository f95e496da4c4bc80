// `npm start`, `npm test`, `npm run prove` and `npm run gallery`: on Node 26, or with one sentence about what is missing.
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
  if (command === 'prove') {
    const { main } = await import('./prove.ts');
    return main(process.argv.slice(3));
  }
  if (command === 'gallery') {
    const { main } = await import('./gallery.ts');
    return main(process.argv.slice(3));
  }
  console.error(`expected 'start', 'test', 'prove' or 'gallery', got '${command}'`);
  return 2;
});
