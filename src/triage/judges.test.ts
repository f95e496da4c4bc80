import { expect, it } from 'vitest';
import { JUDGES, LAW_INPUTS } from './judges.ts';
import { walkReports } from './laws.ts';
import type { TriageInput } from './model.ts';
import { shippedSet } from './testing/shipped.ts';

it('the laws read no answer that the walk over bundles leaves out', async () => {
  const read = new Set<string>();
  const watched = (values: object) =>
    new Proxy(values as TriageInput, {
      get: (target, name) => {
        read.add(String(name));
        return Reflect.get(target, name) as unknown;
      },
    });
  const some = {
    unseen: 'no',
    noise: 'no',
    damage: 'no',
    lonely: 'no',
    money: 'no',
    talked: 'no',
    agrees: 'no',
  };
  walkReports(
    await shippedSet(),
    (values) => {
      for (const judge of Object.values(JUDGES)) {
        judge(watched(values), values);
        judge(watched(values), { ...values, firstService: 'neighbourhood-police', police: 'leads' });
      }
    },
    some,
  );
  expect([...read].toSorted()).toEqual([...LAW_INPUTS].toSorted());
});
