import { link, mkdir, open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { BackupFault } from './fault.ts';

/** Writes beside `file` first, so that nobody ever finds half a backup under its name; gives its size. */
export async function writeWhole(file: string, write: (to: FileHandle) => Promise<void>): Promise<number> {
  await refuseExisting(file);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    const to = await open(draft, 'wx', 0o600);
    try {
      await write(to);
      await to.sync();
    } finally {
      await to.close();
    }
    const { size } = await stat(draft);
    await giveName(draft, file);
    return size;
  } catch (error) {
    throw inPlainWords(error, file);
  } finally {
    await rm(draft, { force: true });
  }
}

async function refuseExisting(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found) throw new BackupFault(`${file} is there already: a backup never overwrites anything`);
}

/** A hard link fails when the name is taken, where a rename would overwrite; some file systems have no such links. */
async function giveName(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') await refuseExisting(file);
    await refuseExisting(file);
    await rename(draft, file);
  }
  const folder = await open(dirname(file));
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function inPlainWords(error: unknown, file: string): unknown {
  const code = codeOf(error);
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BackupFault(
      `the disk of ${dirname(file)} is full: no backup was made. Make room, or name a file on another disk`,
      { cause: error },
    );
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return new BackupFault(`${dirname(file)} may not be written (${code}): name a file in another folder`, {
      cause: error,
    });
  return error;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
