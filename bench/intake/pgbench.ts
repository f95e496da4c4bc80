import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

/** How the statements travel: parsed and planned each time, or once for each connection. */
export const MODES = ['extended', 'prepared'] as const;
export type Mode = (typeof MODES)[number];

export interface PgbenchOrder {
  readonly url: string;
  readonly scriptFile: string;
  readonly script: string;
  readonly mode: Mode;
  readonly clients: number;
  readonly seconds: number;
}

/** The path of pgbench: on the PATH, or where Debian puts it; undefined when this machine has none. */
export function findPgbench(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const debian = [18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`);
  return [...debian, ...folders].map((folder) => join(folder, 'pgbench')).find((file) => existsSync(file));
}

/** Transactions per second. Throws when a transaction failed: then it did not do what the server does. */
export async function runPgbench(program: string, order: PgbenchOrder): Promise<number> {
  await writeFile(order.scriptFile, order.script);
  const options = [
    '-n',
    '-M',
    order.mode,
    '-c',
    order.clients,
    '-j',
    2,
    '-T',
    order.seconds,
    '-D',
    'run=0',
    '-f',
    order.scriptFile,
  ];
  const { stdout, stderr } = await promisify(execFile)(program, [...options.map(String), order.url], {
    maxBuffer: 2 ** 26,
  });
  const tps = Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
  if (stderr.includes('aborted') || !(tps > 0))
    throw new Error(`pgbench did not run the statements: ${stderr.slice(0, 2000)}`);
  return tps;
}
