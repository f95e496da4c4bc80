/** The tables that the house comes with, over every report that the form can send. */
import { describe, expect, it } from 'vitest';
import { Urgency } from '../people/model.ts';
import type { About, Observations, Sight } from '../reports/model.ts';
import { ANSWERS } from './contract.ts';
import { walkReports as walkAll } from './laws.ts';
import { Nature, TriageAdvice, type TriageInput } from './model.ts';
import { advise, adviseFor } from './rules.ts';
import type { Values } from './table.ts';
import { shippedSet } from './testing/shipped.ts';

const set = await shippedSet();
const SIGNS = ['threatens', 'weapon', 'injured', 'gasOrFire', 'selfHarm'] as const;
const NAMES = Object.keys(ANSWERS);

/** Nobody was asked further, and nobody said what only professionals can say. */
const PLAIN = {
  publicOrder: 'no',
  staffProtection: 'no',
  pressing: 'unknown',
  talked: 'unknown',
  agrees: 'unknown',
};
/** With every further answer; where only a threat can be seen. */
const WITHOUT_WEAPONS = {
  weapon: 'no',
  injured: 'no',
  gasOrFire: 'no',
  selfHarm: 'no',
  publicOrder: 'no',
  staffProtection: 'no',
};
const walkReports = (tables: typeof set, visit: Parameters<typeof walkAll>[1]) =>
  walkAll(tables, visit, PLAIN);

/** Working hours until the promised contact, roughly: enough to compare two promises. */
function waitHours({ amount, unit }: Values): number {
  return Number(amount) * (unit === 'minutes' || unit === 'open-minutes' ? 1 / 60 : 8);
}

/** Larger is later: first by urgency, then by the promise. */
function lateness(values: Readonly<Values>): { rank: number; hours: number } {
  return {
    rank: Urgency.options.findIndex((urgency) => urgency === values.urgency),
    hours: waitHours(values),
  };
}

function keyOf(
  values: Readonly<Values>,
  change: (value: unknown, name: string) => unknown = (value) => value,
): string {
  return NAMES.map((name) => change(values[name], name)).join();
}

function seesDanger(values: Readonly<Values>): boolean {
  return SIGNS.some((sign) => values[sign] === 'yes');
}

/** Reports whose advice comes later than that of the same report with some answers changed. */
function laterThan(
  isSubject: (values: Readonly<Values>) => boolean,
  change: (value: unknown, name: string) => unknown,
): string[] {
  const all = new Map<string, ReturnType<typeof lateness>>();
  const pairs: [subject: string, other: string][] = [];
  walkReports(set, (values) => {
    const key = keyOf(values);
    all.set(key, lateness(values));
    if (isSubject(values)) pairs.push([key, keyOf(values, change)]);
  });
  expect(pairs.length).toBeGreaterThan(1000);
  return pairs.flatMap(([subject, other]) => {
    const [a, b] = [all.get(subject), all.get(other)];
    return !a || !b || a.rank > b.rank || a.hours > b.hours ? [`${subject} is later than ${other}`] : [];
  });
}

const isSign = (name: string) => SIGNS.some((sign) => sign === name);

describe('over every report', () => {
  it('every nature and every rule is reached, and every advice is whole', () => {
    const natures = new Set<string>();
    const answers = new Map<string, TriageInput>();
    const note: Parameters<typeof walkAll>[1] = (values, rules) => {
      natures.add(String(values.nature));
      const road = rules.map(({ id }) => id).join(' ');
      if (!answers.has(road)) answers.set(road, { ...values } as unknown as TriageInput);
    };
    walkReports(set, note);
    walkAll(set, note, WITHOUT_WEAPONS);
    walkAll(set, note, { ...WITHOUT_WEAPONS, ...PLAIN, publicOrder: 'yes' });
    walkAll(set, note, { ...WITHOUT_WEAPONS, ...PLAIN, staffProtection: 'yes' });
    for (const input of answers.values()) {
      const advice = adviseFor(set, input);
      expect(TriageAdvice.parse(advice)).toEqual(advice);
    }
    const reached = new Set([...answers.keys()].flatMap((road) => road.split(' ')));
    expect(natures).toEqual(new Set(Nature.options));
    expect(set.tables.flatMap((table) => table.rules.filter(({ id }) => !reached.has(id)))).toEqual([]);
  });

  it('what only professionals can say brings the police in, and care stays in charge of distress', () => {
    const seen = (sights: Sight[], duty: Observations['duty']) => {
      const { firstService, police, urgency } = advise(set, {
        danger: { kind: 'none' },
        sights,
        about: 'someone',
        duty,
      });
      return [firstService, police, urgency];
    };
    expect(seen(['noise'], [])).toEqual(['tenancy-support', 'none', 'normal']);
    expect(seen(['noise'], ['public-order'])).toEqual(['neighbourhood-police', 'leads', 'today']);
    expect(seen(['distress'], ['public-order'])).toEqual(['meldpunt', 'takes-part', 'today']);
    expect(seen(['distress'], ['staff-protection'])).toEqual(['meldpunt', 'takes-part', 'soon']);
    expect(seen(['neglect'], ['staff-protection'])).toEqual(['meldpunt', 'takes-part', 'soon']);
  });

  it('distress without an offence or danger is care first, whatever else is seen', () => {
    const found = new Set<string>();
    walkReports(set, (values) => {
      if (values.distress === 'no' || values.lawBreaking === 'yes' || seesDanger(values)) return;
      found.add(`${values.nature}: ${values.firstService}, police ${values.police}`);
    });
    expect([...found].toSorted()).toEqual([
      'distress: district-team, police none',
      'distress: meldpunt, police can-be-asked',
      'distress: meldpunt, police none',
    ]);
  });

  it('distress beside an offence is care first as well, with the police taking part', () => {
    const found = new Set<string>();
    walkReports(set, (values) => {
      if (values.distress === 'no' || values.lawBreaking === 'no' || seesDanger(values)) return;
      found.add(`${values.nature}: ${values.firstService}, police ${values.police}`);
    });
    expect([...found]).toEqual(['offence: meldpunt, police takes-part']);
  });

  it('any danger seen shows 112 and is for now, and nothing else is', () => {
    const found = new Set<string>();
    walkReports(set, (values) => {
      found.add(`danger ${seesDanger(values)}: 112 ${values.show112}, now ${values.urgency === 'now'}`);
    });
    expect([...found].toSorted()).toEqual([
      'danger false: 112 false, now false',
      'danger true: 112 true, now true',
    ]);
  });

  it("'yes' never lowers the urgency nor lengthens the promise against 'unknown'", () => {
    const unsure = (value: unknown, name: string) => (isSign(name) && value === 'yes' ? 'unknown' : value);
    expect(laterThan(seesDanger, unsure)).toEqual([]);
  });

  it('someone who was not seen for long never waits longer because more was seen', () => {
    const isUnseen = (values: Readonly<Values>) => values.unseen === 'yes';
    const more = new Set(['distress', 'neglect', 'noise', 'lawBreaking', 'damage', 'lonely', 'money']);
    const alone = (value: unknown, name: string) => (more.has(name) ? 'no' : value);
    expect(laterThan(isUnseen, alone)).toEqual([]);
  });
});

describe('a neighbourhood coordinator finds', () => {
  const report = (sights: Sight[], about: About): Observations => ({
    danger: { kind: 'none' },
    sights,
    about,
  });

  it.each<[sight: Sight, about: About, first: string, second: string, urgency: string]>([
    ['distress', 'someone', 'meldpunt', 'district-team', 'soon'],
    ['distress', 'myself', 'district-team', 'meldpunt', 'soon'],
    ['unseen', 'someone', 'meldpunt', 'tenancy-support', 'today'],
    ['neglect', 'place', 'tenancy-support', 'district-team', 'soon'],
    ['neglect', 'myself', 'district-team', 'tenancy-support', 'soon'],
    ['noise', 'someone', 'tenancy-support', 'mediation', 'normal'],
    ['noise', 'several', 'mediation', 'tenancy-support', 'normal'],
    ['noise', 'place', 'enforcement', 'community-work', 'normal'],
    ['law-breaking', 'someone', 'neighbourhood-police', 'enforcement', 'soon'],
    ['law-breaking', 'place', 'enforcement', 'neighbourhood-police', 'soon'],
    ['damage', 'place', 'public-space', 'caretaker', 'normal'],
    ['lonely', 'someone', 'community-work', 'district-team', 'normal'],
    ['money', 'myself', 'debt-help', 'district-team', 'normal'],
  ])('%s about %s with %s, then %s', (sight, about, firstService, secondService, urgency) => {
    expect(advise(set, report([sight], about))).toMatchObject({ firstService, secondService, urgency });
  });

  it('a question without anything seen at the meldpunt', () => {
    expect(advise(set, report([], 'unknown'))).toMatchObject({
      nature: 'question',
      firstService: 'meldpunt',
    });
  });

  it('a worried neighbour, no offence, not acute, at the meldpunt and never at the police', () => {
    const advice = advise(set, report(['distress', 'noise'], 'someone'));
    expect(advice).toMatchObject({
      nature: 'distress',
      firstService: 'meldpunt',
      police: 'none',
      show112: false,
    });
    expect(advice.secondService).not.toBe('neighbourhood-police');
  });

  it('a knife with 112 in sight and an owner', () => {
    const knife: Observations = { danger: { kind: 'seen', signs: ['weapon'] }, sights: [], about: 'unknown' };
    expect(advise(set, knife)).toMatchObject({
      danger: 'life',
      show112: true,
      firstService: 'meldpunt',
      urgency: 'now',
    });
  });

  it('a psychiatric crisis pointed to a doctor, who judges it: no crisis service is named', () => {
    for (const kind of ['none', 'unknown'] as const) {
      const advice = advise(set, { danger: { kind }, sights: ['distress'], about: 'someone' });
      expect(advice.askGp).toBe(true);
      expect(JSON.stringify(advice)).not.toContain('crisis');
    }
  });

  it('no rule that names a crisis line or puts a person in a pigeonhole', () => {
    const words = set.tables
      .flatMap(({ rules }) => rules.flatMap((rule) => [rule.words.nl, rule.words.en]))
      .join('\n');
    expect(words).not.toMatch(/crisisdienst|crisis service|verward|gek|dader|0800|0900/i);
  });
});
