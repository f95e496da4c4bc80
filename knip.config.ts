import type { KnipConfig } from 'knip';

/** Style sheets import packages too; knip reads scripts, so each `@import` and `url()` of a package becomes an import. */
function importsOfCss(text: string): string {
  const names = [...text.matchAll(/@import\s+['"]([^'"]+)['"]|url\(['"]?((?!data:|https?:|#)[^'")]+)/g)];
  return names.map(([, imported, url]) => `import '${imported ?? url ?? ''}';`).join('\n');
}

/** Pages are found through src/web/routes.ts, tests through vitest.config.ts, commands through package.json. */
export default {
  compilers: { css: importsOfCss },
  // tools/test.ts runs the linter by its path.
  ignoreDependencies: ['oxlint', 'oxlint-tsgolint'],
  // tests/disk.test.ts mounts a small disk where that is allowed.
  ignoreBinaries: ['mount', 'umount'],
  ignoreExportsUsedInFile: { interface: true, type: true },
  workspaces: {
    '.': {
      entry: [
        'db/migrations/*.ts',
        'src/server/main.ts',
        'src/kit/image-worker.ts',
        'tools/*.ts',
        'bench/**/*.ts',
        'src/server/night-process.ts',
        'tests/kill/{server,worker}.ts',
        'tests/walk/{mutate,process}.ts',
      ],
      project: ['{src,db,tools,bench,fixtures,tests}/**/*.{ts,tsx,css}', '*.config.ts'],
    },
    core: { project: ['**/*.ts'] },
    'src/cli': { entry: ['main.ts'], project: ['**/*.{ts,js}'] },
  },
} satisfies KnipConfig;
