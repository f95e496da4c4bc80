import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RoundKind } from './model.ts';

const OWN = 'round';
/** More than this nobody finds at a glance, with gloves on. */
const KINDS_MAX = 9;

/** The big buttons of the round: those of the house, and those of municipalities that have their own, by their slug. */
export interface RoundBook {
  readonly house: readonly RoundKind[];
  readonly own: ReadonlyMap<string, readonly RoundKind[]>;
}

/** Reads `round.json`, and `round/<slug>.json` where a municipality has its own. Throws on a file that cannot be used. */
export function loadRound(dir: string): RoundBook {
  const read = (name: string) => readKinds(name, readFileSync(join(dir, name), 'utf8'));
  const names = existsSync(join(dir, OWN)) ? readdirSync(join(dir, OWN)) : [];
  const own = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.slice(0, -'.json'.length), read(join(OWN, name))] as const);
  return { house: read('round.json'), own: new Map(own) };
}

function readKinds(name: string, text: string): readonly RoundKind[] {
  const read = z.array(RoundKind).min(1).max(KINDS_MAX).safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`content/${name} cannot be used.\n${z.prettifyError(read.error)}`);
  const ids = read.data.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at);
  if (twice.length > 0) throw new Error(`content/${name} cannot be used: ${twice.join(', ')} is there twice`);
  return read.data;
}

/** The kinds that hold in a municipality. */
export function roundKindsFor({ house, own }: RoundBook, slug: string): readonly RoundKind[] {
  return own.get(slug) ?? house;
}
