import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { verifyTenancy, type Breach } from '../kit/proof.ts';
import { verifyHandovers } from '../handovers/index.ts';
import { verifyMessages } from '../messages/index.ts';
import { allMunicipalities, verifyPlaces } from '../places/index.ts';
import { countReports } from '../reports/counts.ts';
import { verifyReports } from '../reports/index.ts';
import { verifyRights } from '../rights/index.ts';
import { verifySafety } from '../safety/index.ts';

type Proof = (tx: Tx) => Promise<readonly Breach[]>;

/** What each proof proves, by the names that its breaches carry. */
const PROOFS: readonly (readonly [Proof, ...invariants: string[]])[] = [
  [verifyPlaces, 'address-in-its-neighbourhood', 'address-in-a-complex-here'],
  [
    verifyReports,
    'history-folds-to-row',
    'owner-is-there',
    'owner-may-handle',
    'joined-has-leading',
    'same-is-of-places',
    'part-has-open-whole',
    'whole-tells-of-part',
    'timer-at-deadline',
    'timer-has-report',
    'warned-before-deadline',
    'danger-was-checked',
    'person-is-informed',
    'timer-at-informing',
    'shut-words-are-not-found',
    'place-in-one-complex',
  ],
  [
    verifyHandovers,
    'history-folds-to-row',
    'offer-matches-report',
    'missing-talk-is-next',
    'filtered-as-decided',
    'told-in-history',
    'outside-has-its-timer',
    'outside-has-open-report',
  ],
  [
    verifyRights,
    'class-has-a-term',
    'nothing-outlives-its-time',
    'proofs-form-a-chain',
    'owner-is-there',
    'joined-has-leading',
    'timer-at-deadline',
  ],
  [
    verifySafety,
    'aftercare-has-an-owner',
    'aftercare-has-its-timer',
    'aftercare-folds-to-row',
    'visit-has-its-report',
  ],
  [verifyMessages, 'message-has-a-next-try', 'no-code-after-sending'],
  [verifyTenancy, 'row-level-security-forced', 'own-municipality-only'],
];

/** Every invariant that is proved, by name. */
export const INVARIANTS: ReadonlySet<string> = new Set(PROOFS.flatMap(([, ...names]) => names));

export interface Proved {
  readonly municipalities: number;
  readonly reports: number;
  readonly breaches: readonly { readonly municipality: string; readonly breach: Breach }[];
}

interface Found {
  readonly reports: number;
  readonly breaches: readonly Breach[];
}

/** Every invariant over every municipality, each in one transaction that sees a single moment. */
export async function prove(db: Database): Promise<Proved> {
  const found = [];
  const municipalities = await allMunicipalities(db);
  let reports = 0;
  for (const { id, name } of municipalities) {
    const one = await proveOne(db, id);
    reports += one.reports;
    found.push(...one.breaches.map((breach) => ({ municipality: name, breach })));
  }
  return { municipalities: municipalities.length, reports, breaches: found };
}

/** Every invariant of one municipality, over how many reports. */
export function proveOne(db: Database, municipalityId: string): Promise<Found> {
  return inTenant(db, municipalityId, proveAll, { snapshot: true });
}

async function proveAll(tx: Tx): Promise<Found> {
  const breaches: Breach[] = [];
  for (const [proof] of PROOFS) breaches.push(...(await proof(tx)));
  return { reports: await countReports(tx), breaches };
}
