import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../kit/config.ts';
import { secretsKey } from './secrets-key.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wijk-key-'));
});
afterEach(() => rm(folder, { recursive: true }));

const keyWith = (env: Record<string, string>) => secretsKey(readConfig({ DATA_DIR: folder, ...env }));
const URLS = { DATABASE_URL: 'postgres://a@b/c', APP_DATABASE_URL: 'postgres://d@b/c' };

it('is the setting where there is one', () => {
  expect(keyWith({ SECRETS_KEY: 'ab'.repeat(32), PRODUCTION: 'true' })).toBe('ab'.repeat(32));
  expect(() => readConfig({ SECRETS_KEY: 'te kort' })).toThrow(/SECRETS_KEY/);
});

it('is made once beside the embedded database, for its owner alone to read', () => {
  const key = keyWith({});
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(keyWith({})).toBe(key);
  const file = join(folder, 'secrets.key');
  expect([readFileSync(file, 'utf8'), statSync(file).mode & 0o777]).toEqual([key, 0o600]);
});

it('is not made in production, nor for a database elsewhere', () => {
  expect([keyWith({ PRODUCTION: 'true' }), keyWith(URLS)]).toEqual([undefined, undefined]);
});

it('that is damaged stops the server, instead of locking everybody out one by one', () => {
  writeFileSync(join(folder, 'secrets.key'), 'onzin');
  expect(() => keyWith({})).toThrow(/expected 64 hexadecimal digits/);
});
