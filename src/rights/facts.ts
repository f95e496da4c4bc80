import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { classTerms, getService, parties, PERMISSIONS, rolesInUse } from '../people/index.ts';
import type { DataClass } from '../people/model.ts';
import { getMunicipality } from '../places/index.ts';
import { COLUMNS } from './coverage.ts';
import type { PrivacyFacts } from './wire.ts';

/** What this municipality does with personal data, from the configuration that runs. Public: it names no person. */
export function privacyFacts(db: Database, municipalityId: string): Promise<PrivacyFacts> {
  return inTenant(db, municipalityId, readFacts);
}

async function readFacts(tx: Tx): Promise<PrivacyFacts> {
  const { name, deskServiceId } = await getMunicipality(tx);
  const classes = await classTerms(tx);
  const roles = await rolesInUse(tx);
  return {
    municipality: name,
    desk: (await getService(tx, deskServiceId)).publicName,
    classes: classes.map((terms) => ({ ...terms, tables: tablesOf(terms.name) })),
    parties: (await parties(tx)).map((party) => party.name),
    roles: [...roles].map(([role, people]) => ({ role, people, permissions: [...PERMISSIONS[role]] })),
    at: tx.now,
  };
}

function tablesOf(name: DataClass): string[] {
  return Object.entries(COLUMNS).flatMap(([table, classes]) => (classes[name] === undefined ? [] : [table]));
}
