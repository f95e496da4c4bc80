import { seedTowns } from '../../fixtures/seed.ts';
import { OEFENDORP } from '../../fixtures/oefendorp/town.ts';
import { VOORBEELDSTAD } from '../../fixtures/voorbeeldstad/town.ts';
import { silent } from '../../src/kit/log.ts';
import { houseDecisions } from './content.ts';
import { copyOf, type TestDatabase } from './database.ts';

/** A database in which both demo towns have lived four weeks, with fewer reports than the demo has. */
export const seededDatabase = (): Promise<TestDatabase> => copyOf('seeded', fill);

async function fill({ owner }: TestDatabase): Promise<void> {
  const towns = [
    { town: VOORBEELDSTAD, reports: 25 },
    { town: OEFENDORP, reports: 8 },
  ];
  const options = {
    ownerDb: owner,
    decisions: await houseDecisions(),
    log: silent,
    production: false,
  };
  if (!(await seedTowns(options, towns))) throw new Error('expected an empty database to seed');
}
