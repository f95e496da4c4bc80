import type {
  Answer,
  DangerAnswer,
  DangerSign,
  Detail,
  DetailValue,
  Observations,
  Sight,
} from '../reports/model.ts';
import type { TriageAdvice, TriageInput } from './model.ts';
import { takeStep, type DecisionSet, type DecisionTable, type Values, type Words } from './table.ts';

/**
 * The observations as the tables read them. A sign that was not ticked beside one that was is `unknown`, not `no`:
 * who sees a weapon does not stop to look for gas.
 */
export function triageInput({ danger, sights, duty = [], answers = [], about }: Observations): TriageInput {
  return {
    threatens: sign(danger, 'threatens'),
    weapon: sign(danger, 'weapon'),
    injured: sign(danger, 'injured'),
    gasOrFire: sign(danger, 'gas-or-fire'),
    selfHarm: sign(danger, 'self-harm'),
    distress: sight(sights, 'distress'),
    unseen: sight(sights, 'unseen'),
    neglect: sight(sights, 'neglect'),
    noise: sight(sights, 'noise'),
    lawBreaking: sight(sights, 'law-breaking'),
    damage: sight(sights, 'damage'),
    lonely: sight(sights, 'lonely'),
    money: sight(sights, 'money'),
    publicOrder: duty.includes('public-order') ? 'yes' : 'no',
    staffProtection: duty.includes('staff-protection') ? 'yes' : 'no',
    pressing: detail(answers, 'pressing'),
    talked: detail(answers, 'talked'),
    agrees: detail(answers, 'agrees'),
    about,
  };
}

/** Where several questions tell about one thing, a yes outweighs 'I don't know', and that outweighs a no. */
function detail(answers: readonly Answer[], wanted: Detail): DetailValue {
  const said = answers.filter((answer) => answer.detail === wanted).map(({ says }) => says);
  if (said.includes('yes')) return 'yes';
  return said.length > 0 && said.every((value) => value === 'no') ? 'no' : 'unknown';
}

function sign(answer: DangerAnswer, wanted: DangerSign): TriageInput['weapon'] {
  if (answer.kind === 'none') return 'no';
  return answer.kind === 'seen' && answer.signs.includes(wanted) ? 'yes' : 'unknown';
}

function sight(sights: readonly Sight[], wanted: Sight): TriageInput['distress'] {
  return sights.includes(wanted) ? 'yes' : 'no';
}

/** What the tables say about what was seen. Only a lookup: everything was evaluated when the set was loaded. */
export function advise(set: DecisionSet, observations: Observations): TriageAdvice {
  return adviseFor(set, triageInput(observations));
}

export function adviseFor(set: DecisionSet, input: TriageInput): TriageAdvice {
  const values: Values = { ...input };
  // in order: each step may read what the report says and what earlier steps said
  const rules = set.tables.map((table) => takeStep(table, values));
  const { nature, danger, show112, askGp, firstService, secondService, police, urgency, amount, unit } =
    values as unknown as AdvisedValues;
  const because = rules.map((rule, index) => referTo(set.tables[index], rule));
  return {
    nature,
    danger,
    show112,
    askGp,
    firstService,
    secondService,
    police,
    urgency,
    firstContact: { amount, unit },
    because,
  };
}

/** Sound, because a set is only loaded when every output has a value of its contract and no law is broken. */
type AdvisedValues = Omit<TriageAdvice, 'because' | 'firstContact'> & TriageAdvice['firstContact'];

function referTo(
  table: DecisionTable | undefined,
  rule: { readonly id: string; readonly number: number },
): TriageAdvice['because'][number] {
  if (!table) throw new Error(`expected a table for rule ${rule.id}, found none`);
  return {
    step: table.step,
    table: table.name,
    version: table.version,
    ruleId: rule.id,
    ruleNumber: rule.number,
  };
}

/** A table as far as its words go. */
export type WordedTable = Pick<DecisionTable, 'name' | 'version'> & {
  readonly rules: readonly { readonly id: string; readonly words: Words }[];
};

/**
 * The answer to 'waarom hier?', one sentence per step. A rule of a version that is not among the tables is named by its
 * codes: an old advice keeps its reference, and never borrows the words of a newer table.
 */
export function because(
  advice: Pick<TriageAdvice, 'because'>,
  { tables }: { readonly tables: readonly WordedTable[] },
  language: keyof Words,
): string[] {
  return advice.because.map(({ table, version, ruleId, ruleNumber }) => {
    const found = tables.find((candidate) => candidate.name === table && candidate.version === version);
    const rule = found?.rules.find(({ id }) => id === ruleId);
    return rule?.words[language] ?? `${table} ${version} · ${ruleNumber} · ${ruleId}`;
  });
}
