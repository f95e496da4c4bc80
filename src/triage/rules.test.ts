import { describe, expect, it } from 'vitest';
import type { Observations } from '../reports/model.ts';
import { compileDecisions } from './decisions.ts';
import { TriageAdvice } from './model.ts';
import { advise, because, triageInput } from './rules.ts';
import { shippedSet, valueOf, withEdit } from './testing/shipped.ts';

const set = await shippedSet();

function seen(observations: Partial<Observations>): Observations {
  return { danger: { kind: 'none' }, sights: [], about: 'someone', ...observations };
}

describe('observations', () => {
  it('read as no danger only when the reporter says so', () => {
    expect(triageInput(seen({}))).toMatchObject({
      threatens: 'no',
      weapon: 'no',
      injured: 'no',
      gasOrFire: 'no',
      selfHarm: 'no',
    });
  });

  it('read as unknown when the reporter does not know', () => {
    const input = triageInput(seen({ danger: { kind: 'unknown' } }));
    expect(input).toMatchObject({
      threatens: 'unknown',
      weapon: 'unknown',
      injured: 'unknown',
      gasOrFire: 'unknown',
      selfHarm: 'unknown',
    });
  });

  it('read a sign that was not ticked beside another as unknown, not as no', () => {
    const input = triageInput(seen({ danger: { kind: 'seen', signs: ['gas-or-fire', 'self-harm'] } }));
    expect(input).toMatchObject({
      threatens: 'unknown',
      weapon: 'unknown',
      injured: 'unknown',
      gasOrFire: 'yes',
      selfHarm: 'yes',
    });
  });

  it('read a task of the police only when a professional said that it is at hand', () => {
    expect(triageInput(seen({}))).toMatchObject({ publicOrder: 'no', staffProtection: 'no' });
    expect(triageInput(seen({ duty: ['public-order'] }))).toMatchObject({
      publicOrder: 'yes',
      staffProtection: 'no',
    });
  });

  it('read each sight by itself', () => {
    const input = triageInput(seen({ sights: ['law-breaking', 'money'], about: 'several' }));
    const { distress, unseen, neglect, noise, lawBreaking, damage, lonely, money, about } = input;
    expect({ distress, unseen, neglect, noise, lawBreaking, damage, lonely, money, about }).toEqual({
      distress: 'no',
      unseen: 'no',
      neglect: 'no',
      noise: 'no',
      lawBreaking: 'yes',
      damage: 'no',
      lonely: 'no',
      money: 'yes',
      about: 'several',
    });
  });
});

describe('an advice', () => {
  it('is whole: codes, a promise, and one rule per step', () => {
    const advice = advise(set, seen({ sights: ['distress'] }));
    expect(TriageAdvice.parse(advice)).toEqual({
      nature: 'distress',
      danger: 'none',
      show112: false,
      askGp: true,
      firstService: 'meldpunt',
      secondService: 'district-team',
      police: 'none',
      urgency: 'soon',
      firstContact: { amount: 2, unit: 'working-days' },
      because: [
        {
          step: 'gevaar',
          table: 'gevaar',
          version: set.tables[0]?.version,
          ruleId: 'gevaar-none',
          ruleNumber: 9,
        },
        {
          step: 'aard',
          table: 'aard',
          version: set.tables[1]?.version,
          ruleId: 'aard-distress',
          ruleNumber: 3,
        },
        {
          step: 'hulp',
          table: 'hulp',
          version: set.tables[2]?.version,
          ruleId: 'hulp-distress',
          ruleNumber: 11,
        },
        {
          step: 'tempo',
          table: 'tempo',
          version: set.tables[3]?.version,
          ruleId: 'tempo-distress',
          ruleNumber: 7,
        },
      ],
    });
  });

  it('is the same every time', () => {
    const observations = seen({ sights: ['noise', 'money'], danger: { kind: 'unknown' } });
    expect(advise(set, observations)).toEqual(advise(set, observations));
  });
});

describe("the answer to 'waarom hier?'", () => {
  const advice = advise(set, seen({ sights: ['noise'], about: 'several' }));

  it('is one sentence or two per step, in Dutch and in English', () => {
    expect(because(advice, set, 'nl')).toEqual([
      'Er is geen gevaar gezien.',
      'Er is herrie of ruzie.',
      'Buren hebben last van elkaar. Samen praten helpt het meest: eerst buurtbemiddeling.',
      'Overlast zonder gevaar: contact binnen vijf werkdagen.',
    ]);
    expect(because(advice, set, 'en')[1]).toBe('There is noise or a quarrel.');
  });

  it('never borrows the words of another version', async () => {
    const reworded = valueOf(
      await compileDecisions(withEdit('aard', 'Er is herrie of ruzie.', 'Iemand houdt niet van muziek.')),
    );
    expect(because(advice, reworded, 'nl')[1]).toBe(`aard ${set.tables[1]?.version} · 6 · aard-noise`);
    const both = { tables: [...reworded.tables, ...set.tables] };
    expect(because(advice, both, 'nl')[1]).toBe('Er is herrie of ruzie.');
  });
});
