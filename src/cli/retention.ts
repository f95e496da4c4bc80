import { inTenant } from '../kit/db.ts';
import { allMunicipalities } from '../places/index.ts';
import { destroyExpired } from '../reports/index.ts';
import type { Databases } from './databases.ts';

/** Destroys words, contact details and places whose time has passed. The application itself cannot. */
export async function destroyExpiredWords({ retention }: Databases): Promise<number> {
  for (const { id, name } of await allMunicipalities(retention)) {
    const destroyed = await inTenant(retention, id, destroyExpired);
    process.stdout.write(`${name}: ${destroyed} destroyed.\n`);
  }
  return 0;
}
