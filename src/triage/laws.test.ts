import { describe, expect, it } from 'vitest';
import { ANSWERS } from './contract.ts';
import { JUDGES, minutesOf, rankOf, SIGNS } from './judges.ts';
import { buildDecisions, compileDecisions, type DmnFile } from './decisions.ts';
import { checkLaws, INPUT_COUNT, walkReports, type LawBreach } from './laws.ts';
import type { TriageInput } from './model.ts';
import { adviseFor } from './rules.ts';
import { cellEdit, shippedSet, valueOf, withCell, withEdits } from './testing/shipped.ts';

const NAMES = Object.keys(ANSWERS);
const PLAIN = {
  publicOrder: 'no',
  staffProtection: 'no',
  pressing: 'unknown',
  talked: 'unknown',
  agrees: 'unknown',
};

async function breachesOf(files: readonly DmnFile[]): Promise<LawBreach[]> {
  return checkLaws(valueOf(await compileDecisions(files)));
}

/** A table whose columns allow an organisation that can never be an owner, and one rule that names it. */
function withOrganisation(ruleId: string, cell: string, organisation: string): DmnFile[] {
  const column = cell === 'o1' ? 'firstService' : 'secondService';
  const list = new RegExp(`(<outputValues id="hulp-output-values-${column}"><text>)`);
  return withEdits(['hulp', list, `$1"${organisation}", `], cellEdit(ruleId, cell, `"${organisation}"`));
}

/** The answers of a breach, as `weapon=yes` and so on. */
function answersOf(breach: LawBreach | undefined): string[] {
  return (breach?.inputs ?? '').split(', ');
}

const SIGNS_YES = expect.stringMatching(/^(threatens|weapon|injured|gasOrFire|selfHarm)=yes$/) as string;

describe('the walk over all reports', () => {
  it('comes past every combination of answers once', async () => {
    const all = new Set<string>();
    let visits = 0;
    walkReports(
      await shippedSet(),
      (values) => {
        visits += 1;
        all.add(NAMES.map((name) => values[name]).join());
      },
      PLAIN,
    );
    const others = 2 ** 2 * 3 ** 3;
    expect([visits, all.size]).toEqual([INPUT_COUNT / others, INPUT_COUNT / others]);
    expect(INPUT_COUNT).toBe(3 ** 5 * 2 ** 8 * 5 * others);
  });

  it('finds what a report by itself would be advised', async () => {
    const set = await shippedSet();
    const wrong: unknown[] = [];
    let visit = 0;
    const calm = { weapon: 'no', injured: 'no', gasOrFire: 'no', publicOrder: 'no', staffProtection: 'no' };
    walkReports(
      set,
      (values, rules) => {
        visit += 1;
        if (visit % 101 !== 0) return;
        const answers = Object.fromEntries(Object.keys(ANSWERS).map((name) => [name, values[name]]));
        const alone = adviseFor(set, answers as unknown as TriageInput);
        const same = alone.because.every(({ ruleId }, at) => ruleId === rules[at]?.id);
        if (!same || alone.firstService !== values.firstService || alone.urgency !== values.urgency)
          wrong.push(answers);
      },
      calm,
    );
    expect(visit).toBeGreaterThan(300_000);
    expect(wrong).toEqual([]);
  });
});

describe('the check', () => {
  /** The same by brute force: every report by itself, each unknown against the same report with a no. */
  async function countsOneByOne(files: readonly DmnFile[]): Promise<Record<string, number>> {
    const set = valueOf(await compileDecisions(files));
    const counts: Record<string, number> = {};
    const paces = new Map<string, [rank: number, minutes: number]>();
    const { pressing: _, ...plain } = PLAIN;
    const fixed = { ...plain, neglect: 'no', lonely: 'no', money: 'yes', damage: 'no' };
    const tell = (law: string, rule: string | undefined) => {
      counts[`${law} ${rule}`] = (counts[`${law} ${rule}`] ?? 0) + 1;
    };
    const keyOf = (values: Readonly<Record<string, unknown>>) => NAMES.map((name) => values[name]).join();
    walkReports(
      set,
      (values, rules) => {
        for (const [law, judge] of Object.entries(JUDGES)) {
          const step = judge(values as unknown as TriageInput, values);
          if (step) tell(law, rules[set.tables.findIndex((table) => table.step === step)]?.id);
        }
        paces.set(keyOf(values), [rankOf(values), minutesOf(values)]);
      },
      fixed,
    );
    walkReports(
      set,
      (values, rules) => {
        const own = paces.get(keyOf(values)) ?? [0, 0];
        const isLater = [...SIGNS, 'pressing'].some((name) => {
          if (values[name] !== 'unknown') return false;
          const other = paces.get(keyOf({ ...values, [name]: 'no' })) ?? [0, 0];
          return own[0] > other[0] || own[1] > other[1];
        });
        if (isLater) tell('unknown-never-lowers', rules[3]?.id);
      },
      fixed,
    );
    return counts;
  }

  it.each<[what: string, files: () => DmnFile[]]>([
    ['the tables of the house', () => withEdits()],
    ['a table that sends money to the police', () => withCell('hulp-money', 'o3', '"leads"')],
    ['a table that hides 112', () => withCell('gevaar-fire', 'o2', 'false')],
    ['a table that is slower where nobody knows', () => withCell('tempo-unsure-person', 'o2', '900')],
  ])('finds in %s the rules that a look at every report finds', async (_what, files) => {
    const expected = Object.keys(await countsOneByOne(files())).toSorted();
    const found = (await breachesOf(files())).map(({ law, ruleId }) => `${law} ${ruleId}`);
    expect(found.toSorted()).toEqual(expected);
  });
});

describe('the tables of the house', () => {
  it('break no law', async () => {
    expect(checkLaws(await shippedSet())).toEqual([]);
  });
});

describe('no offence and no danger: the police is never first and never leads', () => {
  it('catches a table that sends noise to the neighbourhood officer first', async () => {
    const breaches = await breachesOf(withCell('hulp-nuisance-home', 'o1', '"neighbourhood-police"'));
    expect(breaches).toMatchObject([
      {
        law: 'police-never-first',
        step: 'hulp',
        file: '3-hulp.dmn',
        table: 'hulp',
        ruleId: 'hulp-nuisance-home',
      },
    ]);
    expect(answersOf(breaches[0])).toContain('noise=yes');
    expect(answersOf(breaches[0])).toContain('lawBreaking=no');
  });

  it('catches a table that lets the police lead where someone is in distress', async () => {
    const breaches = await breachesOf(withCell('hulp-distress', 'o3', '"leads"'));
    expect(breaches).toMatchObject([{ law: 'police-never-first', ruleId: 'hulp-distress', ruleNumber: 11 }]);
    expect(answersOf(breaches[0])).toEqual(expect.arrayContaining(['distress=yes', 'lawBreaking=no']));
    expect(answersOf(breaches[0])).not.toContainEqual(SIGNS_YES);
  });

  it('does not take an unknown danger for a danger', async () => {
    const breaches = await breachesOf(withCell('hulp-distress-unsure', 'o3', '"leads"'));
    expect(breaches).toMatchObject([{ law: 'police-never-first', ruleId: 'hulp-distress-unsure' }]);
    expect(answersOf(breaches[0])).toContainEqual(expect.stringMatching(/=unknown$/));
    expect(answersOf(breaches[0])).not.toContainEqual(SIGNS_YES);
  });

  it('catches a table that calls distress an offence', async () => {
    const breaches = await breachesOf(withCell('aard-distress', 'o1', '"offence"'));
    expect(breaches.map(({ law }) => law)).not.toContain('life-112-and-owner');
    // such a table sends them by the offence rules to care first, except where it no longer says so
    const both = withEdits(
      cellEdit('aard-distress', 'o1', '"offence"'),
      cellEdit('hulp-offence-distress', 'o3', '"leads"'),
    );
    expect(await breachesOf(both)).toMatchObject([
      { law: 'police-never-first', ruleId: 'hulp-offence-distress' },
    ]);
  });

  it('leaves the police first where an offence was seen, or danger', async () => {
    expect(await breachesOf(withCell('hulp-offence-place', 'o1', '"neighbourhood-police"'))).toEqual([]);
    expect(await breachesOf(withCell('hulp-danger-violence', 'o1', '"neighbourhood-police"'))).toEqual([]);
  });

  it('lets the police be asked along', async () => {
    expect(await breachesOf(withCell('hulp-money', 'o3', '"takes-part"'))).toEqual([]);
  });
});

describe('danger to life: 112 is shown and there is an owner', () => {
  it.each([
    ['gevaar-weapon', 'weapon=yes'],
    ['gevaar-injured', 'injured=yes'],
    ['gevaar-fire', 'gasOrFire=yes'],
    ['gevaar-self-harm', 'selfHarm=yes'],
    ['gevaar-threat-self', 'selfHarm=yes'],
  ])('catches a table whose rule %s hides 112', async (ruleId, answer) => {
    const breaches = await breachesOf(withCell(ruleId, 'o2', 'false'));
    expect(breaches).toMatchObject([
      { law: 'life-112-and-owner', step: 'gevaar', file: '1-gevaar.dmn', ruleId },
    ]);
    expect(answersOf(breaches[0])).toContain(answer);
  });

  it('catches a table that says a weapon is harmless', async () => {
    const harmless = withEdits(
      cellEdit('gevaar-weapon', 'o1', '"none"'),
      cellEdit('gevaar-weapon', 'o2', 'false'),
    );
    expect(await breachesOf(harmless)).toContainEqual(
      expect.objectContaining({ law: 'life-112-and-owner', ruleId: 'gevaar-weapon' }),
    );
  });

  it('catches a table that calls a danger of its own and hides 112', async () => {
    expect(await breachesOf(withCell('gevaar-unknown', 'o1', '"life"'))).toContainEqual(
      expect.objectContaining({ law: 'life-112-and-owner', ruleId: 'gevaar-unknown' }),
    );
  });

  it.each(['112', 'police-control-room', 'gp', 'gp-out-of-hours', 'crisis-service', 'veilig-thuis'])(
    'catches a table that makes %s the owner',
    async (outside) => {
      const breaches = await breachesOf(withOrganisation('hulp-danger-person', 'o1', outside));
      expect(breaches).toContainEqual(
        expect.objectContaining({ law: 'life-112-and-owner', step: 'hulp', ruleId: 'hulp-danger-person' }),
      );
    },
  );
});

describe('acute public order and the protection of care staff', () => {
  it('are grounds for the police to lead, for who may say so', async () => {
    const set = valueOf(await compileDecisions(withCell('hulp-money', 'o3', '"leads"')));
    const found = checkLaws(set);
    expect(found).toMatchObject([{ law: 'police-never-first', ruleId: 'hulp-money' }]);
    expect(answersOf(found[0])).toEqual(expect.arrayContaining(['publicOrder=no', 'staffProtection=no']));
  });
});

describe('distress without an offence is care first, whatever the nuisance', () => {
  it.each(['tenancy-support', 'enforcement', 'mediation', 'caretaker'])(
    'catches a table that sends it to %s',
    async (service) => {
      const breaches = await breachesOf(withCell('hulp-distress', 'o1', `"${service}"`));
      expect(breaches).toMatchObject([{ law: 'care-first', step: 'hulp', ruleId: 'hulp-distress' }]);
      expect(answersOf(breaches[0])).toEqual(expect.arrayContaining(['distress=yes', 'lawBreaking=no']));
      expect(answersOf(breaches[0])).not.toContainEqual(SIGNS_YES);
    },
  );

  it('catches a table that puts nuisance before distress', async () => {
    const noisy = withEdits(
      cellEdit('aard-distress', 'o1', '"nuisance"'),
      cellEdit('hulp-distress', 'o1', '"mediation"'),
    );
    expect((await breachesOf(noisy)).map(({ law }) => law)).toContain('care-first');
  });

  it('leaves where no law looks: an offence beside it', async () => {
    const laws = (await breachesOf(withCell('hulp-offence-distress', 'o1', '"enforcement"'))).map(
      ({ law }) => law,
    );
    expect(laws).not.toContain('care-first');
  });
});

describe('no medical decision', () => {
  it('catches a table that points out no doctor where danger is not certain', async () => {
    const breaches = await breachesOf(withCell('hulp-distress-unsure', 'o4', 'false'));
    expect(breaches).toMatchObject([{ law: 'doctor-judges', step: 'hulp', ruleId: 'hulp-distress-unsure' }]);
    expect(answersOf(breaches[0])).toEqual(expect.arrayContaining(['distress=yes']));
    expect(answersOf(breaches[0])).toContainEqual(expect.stringMatching(/=unknown$/));
  });

  it('catches a table that sends someone who harms themselves past care', async () => {
    const breaches = await breachesOf(withCell('hulp-danger-distress', 'o1', '"enforcement"'));
    expect(breaches).toMatchObject([{ law: 'doctor-judges', ruleId: 'hulp-danger-distress' }]);
    expect(answersOf(breaches[0])).toEqual(expect.arrayContaining(['distress=yes', 'selfHarm=yes']));
  });
});

describe("'unknown' never lowers the urgency", () => {
  it.each<[what: string, edit: () => DmnFile[]]>([
    ['is less urgent', () => withCell('tempo-unsure-person', 'o1', '"normal"')],
    ['promises later in the same unit', () => withEdits(cellEdit('tempo-unsure-person', 'o2', '961'))],
    [
      'promises later in another unit',
      () =>
        withEdits(
          cellEdit('tempo-unsure-person', 'o2', '3'),
          cellEdit('tempo-unsure-person', 'o3', '"working-days"'),
        ),
    ],
  ])('catches a table that %s', async (_what, edit) => {
    const breaches = await breachesOf(edit());
    expect(breaches).toMatchObject([
      { law: 'unknown-never-lowers', step: 'tempo', file: '4-tempo.dmn', ruleId: 'tempo-unsure-person' },
    ]);
    expect(answersOf(breaches[0])).toContainEqual(expect.stringMatching(/=unknown$/));
  });

  it('catches a table that is slower where nobody knows whether it can wait', async () => {
    const natures = ['distress', 'living-conditions', 'loneliness', 'public-space'];
    const turned = natures.map((nature) => cellEdit(`tempo-${nature}`, 'i4', 'not("no")'));
    const breaches = await breachesOf(withEdits(cellEdit('tempo-pressing', 'i4', '"no"'), ...turned));
    // nor may not knowing whether there is danger, beside it
    const slower = ['unsure-other', ...natures].map((rule) => `unknown-never-lowers tempo-${rule}`);
    expect(breaches.map(({ law, ruleId }) => `${law} ${ruleId}`).toSorted()).toEqual(slower.toSorted());
    expect(breaches.flatMap(answersOf)).toContain('pressing=unknown');
  });

  it('lets it be as urgent', async () => {
    expect(await breachesOf(withEdits(cellEdit('tempo-unsure-other', 'o2', '3')))).toEqual([]);
  });
});

describe('who accepts nothing here is never asked to', () => {
  it.each([
    ['o1', 'gp'],
    ['o2', 'crisis-service'],
  ])('catches a table that names an outside organisation in %s, danger or not', async (cell, outside) => {
    const breaches = await breachesOf(withOrganisation('hulp-distress', cell, outside));
    expect(breaches).toContainEqual(
      expect.objectContaining({ law: 'owner-can-own', step: 'hulp', ruleId: 'hulp-distress' }),
    );
  });
});

describe('a set that breaks a law', () => {
  it.each([
    ['law-police-never-first', withCell('hulp-money', 'o3', '"leads"')],
    ['law-life-112-and-owner', withCell('gevaar-fire', 'o2', 'false')],
    ['law-owner-can-own', withOrganisation('hulp-money', 'o2', 'gp')],
    ['law-care-first', withCell('hulp-distress', 'o1', '"mediation"')],
    ['law-doctor-judges', withCell('hulp-distress-unsure', 'o4', 'false')],
    ['law-unknown-never-lowers', withCell('tempo-unsure-person', 'o1', '"normal"')],
  ])('is refused by %s', async (code, files) => {
    const outcome = await buildDecisions(files);
    expect(outcome.ok ? [] : outcome.refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  it('counts in how many reports it would', async () => {
    const [breach] = await breachesOf(withCell('hulp-money', 'o3', '"leads"'));
    // no danger or all of it unknown or any mix of the two: 2^5; damage and loneliness beside it: 2^2; about: 5
    // and whatever was answered further, but that the person wants no help: 3 * 3 * 2
    expect(breach?.count).toBe(2 ** 5 * 2 ** 2 * 5 * 3 * 3 * 2);
  });
});
