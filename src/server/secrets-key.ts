import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../kit/config.ts';
import { randomToken } from '../kit/ids.ts';
import { dataFolder } from './connect.ts';
import { codeOf } from './postgres-home.ts';

const FILE = 'secrets.key';

/**
 * The key for what is stored encrypted: the setting, else, with the embedded database only, one made once in the data
 * folder for its owner's eyes. Undefined in production without the setting: beside the data a key protects nothing.
 */
export function secretsKey(config: Config): string | undefined {
  if (config.SECRETS_KEY !== undefined) return config.SECRETS_KEY;
  if (config.PRODUCTION || config.DATABASE_URL !== undefined) return undefined;
  const folder = dataFolder(config);
  mkdirSync(folder, { recursive: true });
  return keptKey(join(folder, FILE));
}

/** Of two processes that start at once, one makes the file and both read it. */
function keptKey(file: string): string {
  try {
    writeFileSync(file, randomToken(32), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
  const key = readFileSync(file, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(key))
    throw new Error(`expected 64 hexadecimal digits in ${file}, found something else`);
  return key;
}
