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
    'filtered-as-decided',
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

interface Proved {
  readonly municipalities: number;
  readonly reports: number;
  readonly breaches: readonly { readonly municipality: string; readonly breach: Breach }[];
}

/** Every invariant over every municipality, each in one transaction that sees a single moment. */
async function prove(db: Database): Promise<Proved> {
  const found = [];
  const municipalities = await allMunicipalities(db);
  let reports = 0;
  for (const { id, name } of municipalities) {
    const one = await inTenant(db, id, proveAll, { snapshot: true });
    reports += one.reports;
    found.push(...one.breaches.map((breach) => ({ municipality: name, breach })));
  }
  return { municipalities: municipalities.length, reports, breaches: found };
}

async function proveAll(tx: Tx): Promise<{ reports: number; breaches: Breach[] }> {
  const breaches: Breach[] = [];
  for (const [proof] of PROOFS) breaches.push(...(await proof(tx)));
  return { reports: await countReports(tx), breaches };
}

export async function findBreaches(db: Database): Promise<Proved['breaches']> {
  return (await prove(db)).breaches;
}

/** Says what was proved and over how much: 0 when all holds, 1 when not, 2 when there was nothing to prove it on. */
export async function verify(
  db: Database,
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<number> {
  const { municipalities, reports, breaches } = await prove(db);
  if (municipalities === 0) {
    write('Nothing was proved: this database holds no municipality. Is it the right one?\n');
    return 2;
  }
  for (const { municipality, breach } of breaches)
    write(`${municipality}: ${breach.invariant}: ${breach.row}: ${breach.detail}\n`);
  const over = `${counted(municipalities, 'municipality', 'municipalities')}, ${counted(reports, 'report', 'reports')}`;
  write(
    breaches.length === 0
      ? `${over}: ${INVARIANTS.size} invariants hold.\n`
      : `${over}: ${counted(breaches.length, 'breach', 'breaches')} of ${INVARIANTS.size} invariants.\n`,
  );
  return breaches.length === 0 ? 0 : 1;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
