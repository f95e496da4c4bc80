import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { databaseNow } from '../../kit/clock.ts';
import type { Config } from '../../kit/config.ts';
import { createDatabase } from '../../kit/db.ts';
import { connect, dataFolder, type Connection } from '../../server/connect.ts';
import { takePlace, whatRuns } from '../../server/running.ts';
import { onDatabases } from '../databases.ts';
import { destroyExpired } from '../retention.ts';
import { verify } from '../verify.ts';
import { backUp, type BackupMade } from './back-up.ts';
import { BackupFault } from './fault.ts';
import { restore, type Restored } from './restore.ts';
import { PASSPHRASE_MIN } from './sealed.ts';

const DAY_MS = 86_400_000;

/** `wijk backup [file]` */
export async function backupCommand(config: Config, args: readonly string[]): Promise<number> {
  const passphrase = await passphraseOf(config);
  const connection = await connect(config, () => {});
  try {
    const file = args[0] === undefined ? await usualFile(config, connection) : asCalled(args[0]);
    const program = await programVersion();
    const made = await backUp({ ownerUrl: connection.ownerUrl, file, passphrase, program });
    print(tellMade(made, { file, config, isEncrypted: passphrase !== undefined }));
    return 0;
  } finally {
    await connection.stop();
  }
}

/** `wijk restore <file>`; 1 when the rows are in, and verify finds something. */
export async function restoreCommand(config: Config, args: readonly string[]): Promise<number> {
  const file = asCalled(args[0] ?? '');
  if (!args[0] || !(await stat(file).catch(() => undefined)))
    throw new BackupFault(`expected the file of a backup, found none at '${args[0] ?? ''}'`);
  const passphrase = await passphraseOf(config);
  const leave = await refuseRunningServer(config);
  try {
    const connection = await connect(config, () => {});
    try {
      const { ownerUrl, appRole, retentionRole } = connection;
      print(tellRestored(await restore({ ownerUrl, appRole, retentionRole, file, passphrase })));
      return await proveAll(config, connection);
    } finally {
      await connection.stop();
    }
  } finally {
    await leave();
  }
}

/** A server of this data folder keeps a lock; a database server of one's own is asked who uses it, by the restore itself. */
async function refuseRunningServer(config: Config): Promise<() => Promise<void>> {
  if (config.DATABASE_URL) return async () => {};
  const folder = dataFolder(config);
  const place = await takePlace(folder);
  if (place) return place.leave;
  const running = await whatRuns(folder);
  throw new BackupFault(
    `a server runs on this data${running ? ` (${running.address}, process ${running.pid})` : ''}: stop it, and restore again`,
  );
}

/** What was past its time when the backup was made, or is by now, goes first. */
async function proveAll(config: Config, { ownerUrl, appUrl, retentionUrl }: Connection): Promise<number> {
  return onDatabases(config, { ownerUrl, appUrl, retentionUrl }, async (databases) => {
    await destroyExpired(databases, []);
    return verify(databases.app);
  });
}

async function passphraseOf({ BACKUP_PASSPHRASE_FILE: file }: Config): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const text = await readFile(asCalled(file), 'utf8').catch((cause: unknown) => {
    throw new BackupFault(`cannot read BACKUP_PASSPHRASE_FILE (${file})`, { cause });
  });
  const [passphrase = ''] = text.split(/\r?\n/);
  if (passphrase.length >= PASSPHRASE_MIN) return passphrase;
  throw new BackupFault(
    `the first line of BACKUP_PASSPHRASE_FILE has ${passphrase.length} characters: expected ${PASSPHRASE_MIN} or more`,
  );
}

/** A path as the person at the keyboard means it: `wijk` itself runs at the top of the checkout. */
function asCalled(path: string): string {
  return isAbsolute(path) ? path : resolve(process.env['WIJK_CALLED_FROM'] ?? process.cwd(), path);
}

async function usualFile(config: Config, { ownerUrl }: Connection): Promise<string> {
  const db = createDatabase(ownerUrl, { connections: 1 });
  try {
    const stamp = (await databaseNow(db)).toISOString().slice(0, 19).replaceAll(':', '');
    return join(dataFolder(config), 'backups', `${stamp}Z.backup`);
  } finally {
    await db.destroy();
  }
}

async function programVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
  return version;
}

function tellMade(
  { head, tail, municipalities, bytes }: BackupMade,
  { file, config, isEncrypted }: { file: string; config: Config; isEncrypted: boolean },
): string[] {
  const until = new Date(Date.parse(head.madeAt) + config.BACKUP_KEEP_DAYS * DAY_MS);
  return [
    `Backed up ${municipalities} municipalities, ${rowsOf(tail)} rows, ${(bytes / 1e6).toFixed(1)} MB, as they were at ${head.madeAt}:`,
    `  ${file}`,
    isEncrypted
      ? 'It is encrypted: without the passphrase nobody can restore it, you neither. Keep the two apart.'
      : 'It is NOT encrypted (set BACKUP_PASSPHRASE_FILE); only your own account may read it here.',
    `It holds personal data, also what is destroyed from now on: destroy this file before ${until.toISOString().slice(0, 10)} (BACKUP_KEEP_DAYS=${config.BACKUP_KEEP_DAYS}).`,
    'Copy it to another machine: on this one it does not survive this disk.',
  ];
}

function tellRestored({ head, tail, migratedForward, timersRebuilt }: Restored): string[] {
  return [
    `Restored ${rowsOf(tail)} rows as they were at ${head.madeAt} (version ${head.program}, ${head.migrations.at(-1)}); counts and hashes agree.`,
    migratedForward.length === 0
      ? 'The schema was up to date.'
      : `Migrated forward: ${migratedForward.join(', ')}.`,
    `Timers set again: ${timersRebuilt}. Everybody has to log in again.`,
    'What was erased on request after that moment is back: erase it again from your own list of requests.',
  ];
}

function rowsOf({ tables }: BackupMade['tail']): number {
  return Object.values(tables).reduce((total, { rows }) => total + rows, 0);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
