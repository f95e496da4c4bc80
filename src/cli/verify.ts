import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { verifyTenancy, type Breach } from '../kit/proof.ts';
import { verifyHandovers } from '../handovers/index.ts';
import { allMunicipalities, verifyPlaces } from '../places/index.ts';
import { verifyReports } from '../reports/index.ts';
import { verifyRights } from '../rights/index.ts';

const PROOFS: readonly ((tx: Tx) => Promise<readonly Breach[]>)[] = [
  verifyPlaces,
  verifyReports,
  verifyHandovers,
  verifyRights,
  verifyTenancy,
];

/** Every invariant over every municipality, each in one transaction that sees a single moment. */
export async function findBreaches(db: Database): Promise<{ municipality: string; breach: Breach }[]> {
  const found = [];
  for (const { id, name } of await allMunicipalities(db)) {
    const breaches = await inTenant(db, id, proveAll, { snapshot: true });
    found.push(...breaches.map((breach) => ({ municipality: name, breach })));
  }
  return found;
}

async function proveAll(tx: Tx): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (const proof of PROOFS) breaches.push(...(await proof(tx)));
  return breaches;
}

export async function verify(db: Database): Promise<number> {
  const found = await findBreaches(db);
  for (const { municipality, breach } of found) {
    process.stdout.write(`${municipality}: ${breach.invariant}: ${breach.row}: ${breach.detail}\n`);
  }
  process.stdout.write(found.length === 0 ? 'All invariants hold.\n' : `${found.length} found.\n`);
  return found.length === 0 ? 0 : 1;
}
