import { describe, expect, it } from 'vitest';
import { ANSWERS } from './contract.ts';
import { buildDecisions, compileDecisions, type DmnFile } from './decisions.ts';
import { checkLaws, INPUT_COUNT, walkReports, type LawBreach } from './laws.ts';
import type { TriageInput } from './model.ts';
import { adviseFor } from './rules.ts';
import { cellEdit, shippedSet, valueOf, withCell, withEdits } from './testing/shipped.ts';

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
    walkReports(await shippedSet(), (values) => {
      visits += 1;
      all.add(
        Object.keys(ANSWERS)
          .map((name) => values[name])
          .join(),
      );
    });
    expect([visits, all.size]).toEqual([INPUT_COUNT, INPUT_COUNT]);
    expect(INPUT_COUNT).toBe(3 ** 5 * 2 ** 8 * 5);
  });

  it('finds what a report by itself would be advised', async () => {
    const set = await shippedSet();
    const wrong: unknown[] = [];
    let visit = 0;
    walkReports(set, (values, rules) => {
      visit += 1;
      if (visit % 101 !== 0) return;
      const answers = Object.fromEntries(Object.keys(ANSWERS).map((name) => [name, values[name]]));
      const alone = adviseFor(set, answers as unknown as TriageInput);
      const same = alone.because.every(({ ruleId }, at) => ruleId === rules[at]?.id);
      if (!same || alone.firstService !== values.firstService || alone.urgency !== values.urgency)
        wrong.push(answers);
    });
    expect(wrong).toEqual([]);
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
    expect(await breachesOf(withCell('gevaar-unknown', 'o1', '"life"'))).toMatchObject([
      { law: 'life-112-and-owner', ruleId: 'gevaar-unknown' },
    ]);
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

describe('who accepts nothing here is never asked to', () => {
  it.each([
    ['o1', 'gp'],
    ['o2', 'crisis-service'],
  ])('catches a table that names an outside organisation in %s, danger or not', async (cell, outside) => {
    const breaches = await breachesOf(withOrganisation('hulp-distress', cell, outside));
    expect(breaches).toMatchObject([{ law: 'owner-can-own', step: 'hulp', ruleId: 'hulp-distress' }]);
  });
});

describe('a set that breaks a law', () => {
  it.each([
    ['law-police-never-first', withCell('hulp-money', 'o3', '"leads"')],
    ['law-life-112-and-owner', withCell('gevaar-fire', 'o2', 'false')],
    ['law-owner-can-own', withOrganisation('hulp-money', 'o2', 'gp')],
  ])('is refused by %s', async (code, files) => {
    const outcome = await buildDecisions(files);
    expect(outcome.ok ? [] : outcome.refusals.map((refusal) => refusal.code)).toEqual([code]);
  });

  it('counts in how many reports it would', async () => {
    const [breach] = await breachesOf(withCell('hulp-money', 'o3', '"leads"'));
    // no danger or all of it unknown or any mix of the two: 2^5; damage and loneliness beside it: 2^2; about: 5
    expect(breach?.count).toBe(2 ** 5 * 2 ** 2 * 5);
  });
});
