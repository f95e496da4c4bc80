import type { Database } from '../kit/db.ts';
import { allMunicipalities } from '../places/index.ts';
import type { Municipality } from '../places/model.ts';

/** The municipality that somebody typed; else an error that says how the command is used. */
export async function municipalityNamed(owner: Database, slug: string, usage: string): Promise<Municipality> {
  const found = (await allMunicipalities(owner)).find((one) => one.slug === slug);
  if (found) return found;
  throw new Error(`expected a municipality, got '${slug}'\n\n${usage}`);
}

/** The one that somebody typed, by its name or its id; else an error with the names that there are. */
export function named<Thing extends { readonly id: string; readonly name: string }>(
  things: readonly Thing[],
  name: string,
  kind: string,
): Thing {
  const found = things.find((thing) => thing.name === name || thing.id === name);
  if (found) return found;
  throw new Error(
    `expected a ${kind} of ${things.map((thing) => `'${thing.name}'`).join(', ')}, got '${name}'`,
  );
}
