import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, lstat, mkdir, mkdtemp, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The user that PostgreSQL runs as when it is not ours: it refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** `dir` holds `cluster` (PostgreSQL's own folder), the passwords and the log. */
export interface Home {
  readonly dir: string;
  readonly cluster: string;
  readonly account: Account | undefined;
}

const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/**
 * Finds or makes the place of the database of `dataDir`. That is `dataDir` itself, unless root runs this in a folder
 * that the unprivileged account cannot reach: then a folder under /var/lib, named in `elsewhere.txt`.
 * The pointer, not the path, ties the two: a moved clone keeps its data and a removed one does not come back.
 */
export async function openHome(dataDir: string): Promise<Home> {
  await mkdir(dataDir, { recursive: true }).catch((error: unknown) => {
    throw new Error(
      `cannot make the folder ${dataDir} for the database (${codeOf(error)}): make it writable, or set DATABASE_URL and APP_DATABASE_URL`,
      { cause: error },
    );
  });
  const real = await realpath(dataDir);
  if (process.getuid?.() !== 0) return homeIn(real, undefined);
  const known = await textOf(join(real, 'elsewhere.txt'));
  if (known) return homeIn(await claim(known.trim(), real), await accountFor(known.trim()));
  const account = await accountFor(real);
  if (reaches(account, real)) return homeIn(real, account);
  if (await exists(join(real, 'cluster')))
    throw new Error(
      `the user with uid ${account.uid}, who owns the database in ${real}, can no longer reach it: chmod o+x every folder on that path`,
    );
  return homeIn(await makeElsewhere(real, account), account);
}

/** Whether PostgreSQL's account can enter `dir`; asked by trying, because modes alone do not tell (ACLs, mounts). */
export function reaches(account: Account | undefined, dir: string): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dir], {
    cwd: '/',
    stdio: 'ignore',
    ...account,
  });
  if (codeOf(tried.error) === 'EPERM') {
    throw new Error(
      'PostgreSQL refuses to run as root, and this root may not become another user: start as an ordinary user, or set DATABASE_URL and APP_DATABASE_URL',
    );
  }
  return tried.status === 0;
}

export async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw new Error(`cannot read ${file} (${codeOf(error)}): start as the user who made it`, {
      cause: error,
    });
  });
}

/** 'ENOENT' and its kin; undefined for what the system did not throw. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function homeIn(dir: string, account: Account | undefined): Home {
  return { dir, cluster: join(dir, 'cluster'), account };
}

/** Root that starts what a user began goes on as that user: PostgreSQL insists on owning its folder. */
async function accountFor(dir: string): Promise<Account> {
  const made = await stat(join(dir, 'cluster')).catch(() => undefined);
  return made && made.uid !== 0 ? { uid: made.uid, gid: made.gid } : nobody();
}

function nobody(): Account {
  const fields = readFileSync('/etc/passwd', 'utf8').match(/^nobody:[^:]*:(\d+):(\d+):/m);
  return fields ? { uid: Number(fields[1]), gid: Number(fields[2]) } : NOBODY;
}

async function makeElsewhere(real: string, account: Account): Promise<string> {
  const dir = await mkdtemp(join(await publicFolder(account), 'data-'));
  await chmod(dir, 0o711);
  await writeFile(join(dir, 'belongs-to.txt'), `${real}\n`, { flush: true });
  await writeFile(join(real, 'elsewhere.txt'), `${dir}\n`, { flush: true });
  return dir;
}

/** The first folder that lasts, that the account can enter and that only root can change. */
async function publicFolder(account: Account): Promise<string> {
  const folders = ['/var/lib', '/var/tmp', tmpdir()].map((parent) => join(parent, 'wijkverbond'));
  for (const folder of folders) {
    await mkdir(folder, { mode: 0o755 })
      .then(() => chmod(folder, 0o755))
      .catch(() => {});
    const made = await lstat(folder).catch(() => undefined);
    const ours = made?.isDirectory() && made.uid === 0 && (made.mode & 0o022) === 0;
    if (ours && reaches(account, folder)) return folder;
  }
  throw new Error(
    `found no place for the database that the user with uid ${account.uid} can reach (tried ${folders.join(', ')}): start as an ordinary user, or set DATABASE_URL and APP_DATABASE_URL`,
  );
}

/** A copied clone must not share the database of the original; a moved one takes it along. */
async function claim(dir: string, real: string): Promise<string> {
  const owner = (await textOf(join(dir, 'belongs-to.txt')))?.trim();
  if (!owner)
    throw new Error(
      `the database of ${real} was kept in ${dir}, and that is gone: put it back, or remove ${real} to begin with an empty database`,
    );
  if (owner === real) return dir;
  const rival = await textOf(join(owner, 'elsewhere.txt')).catch(() => undefined);
  if (rival?.trim() === dir)
    throw new Error(
      `${real} is a copy of ${owner} and names the same database: remove ${real} to begin with an empty one`,
    );
  await writeFile(join(dir, 'belongs-to.txt'), `${real}\n`, { flush: true });
  return dir;
}
