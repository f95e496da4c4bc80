import type { Tx } from '../kit/db.ts';
import type { Report } from '../reports/model.ts';
import { weighingsOf } from '../triage/index.ts';
import type { Categories } from './model.ts';
import { isListed, isOfPublicSpace } from './rules.ts';

/** Those of these reports that everybody may see. */
export async function listedOf(
  tx: Tx,
  reports: readonly Report[],
  categories: Categories,
): Promise<Report[]> {
  // what the answers rule out needs no advice
  const possible = reports.filter(({ observations }) => isOfPublicSpace(observations, categories));
  const advice = await weighingsOf(
    tx,
    possible.map(({ id }) => id),
  );
  return possible.filter(({ id, observations }) => {
    const found = advice.get(id);
    return found !== undefined && isListed(observations, found, categories);
  });
}
