import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));
const databaseSetup = 'tests/support/global-setup.ts';

/** Two projects over one database server: the house itself, then the journeys through a real browser. */
export default defineConfig({
  root,
  test: {
    environment: 'node',
    pool: 'forks',
    fileParallelism: true,
    // Modules are read and warmed once per worker: nothing of ours is kept beside a database, and no test replaces a module.
    isolate: false,
    maxWorkers: 2,
    // what was asked for comes, on a machine that is busy too; a test that waits in vain fails later and no otherwise
    expect: { poll: { timeout: 15_000 } },
    setupFiles: ['tests/support/fixed-seed.ts'],
    globalSetup: existsSync(new URL(databaseSetup, import.meta.url)) ? [databaseSetup] : [],
    projects: [
      {
        extends: true,
        test: {
          name: 'house',
          include: ['{src,core,db,fixtures,tests,tools,bench}/**/*.test.ts'],
          exclude: ['tests/journeys/**', '**/node_modules/**'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/support/browser-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
