import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
}

/** Where npm looks for what names no place. */
const REGISTRY = 'https://registry.npmjs.org/';

/** Packages of this repository itself, which npm links instead of fetching. */
const OWN = ['core', 'src/cli'];

it('every package is held to the hash of its content, and none names another place to come from', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const fetched = Object.entries(packages).filter(
    ([path, { link }]) => path !== '' && link !== true && !OWN.includes(path),
  );
  const wrong = fetched.filter(
    ([, { resolved = REGISTRY, integrity = '' }]) =>
      !resolved.startsWith(REGISTRY) || !integrity.startsWith('sha512-'),
  );
  expect(fetched.length).toBeGreaterThan(300);
  expect(wrong.map(([path]) => path)).toEqual([]);
});
