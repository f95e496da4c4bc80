import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Language } from '../kit/translate.ts';
import { AggressionList } from './model.ts';

const HOUSE = 'aggression.json';
const OWN = 'aggression';

/** What aggression can be called: the list of the house, and those of municipalities that have their own, by their slug. */
export interface AggressionBook {
  readonly house: AggressionList;
  readonly own: ReadonlyMap<string, AggressionList>;
}

/** Reads `aggression.json`, and `aggression/<slug>.json` where a municipality has its own. Throws on a file that cannot be used. */
export function loadAggression(dir: string): AggressionBook {
  const read = (name: string) => readList(name, readFileSync(join(dir, name), 'utf8'));
  const names = existsSync(join(dir, OWN)) ? readdirSync(join(dir, OWN)) : [];
  const own = names
    .filter((name) => name.endsWith('.json'))
    .map((name) => [name.slice(0, -'.json'.length), read(join(OWN, name))] as const);
  return { house: read(HOUSE), own: new Map(own) };
}

function readList(name: string, text: string): AggressionList {
  const read = AggressionList.safeParse(JSON.parse(text));
  if (!read.success) throw new Error(`content/${name} cannot be used.\n${z.prettifyError(read.error)}`);
  const ids = read.data.kinds.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) < at);
  if (twice.length > 0) throw new Error(`content/${name} cannot be used: ${twice.join(', ')} is there twice`);
  return read.data;
}

/** The list that holds in a municipality. */
export function aggressionFor({ house, own }: AggressionBook, slug: string): AggressionList {
  return own.get(slug) ?? house;
}

/** What a kind is called. One that the municipality took off its list keeps the name that the house has for it. */
export function kindLabel(
  book: AggressionBook,
  { slug, language }: { slug: string; language: Language },
  id: string,
): string {
  const kinds = [...aggressionFor(book, slug).kinds, ...book.house.kinds];
  return kinds.find((kind) => kind.id === id)?.label[language] ?? id;
}
