import { Term } from '../kit/calendar.ts';
import { ContactPointKind, Urgency } from '../people/model.ts';
import { About, Detail, DetailValue } from '../reports/model.ts';
import { DangerClass, Nature, PolicePart, ServiceKind, type Step, type TriageInput } from './model.ts';

const SIGN = ['yes', 'no', 'unknown'];
const SIGHT = ['yes', 'no'];
/** What only professionals can say; that nobody said it comes first. */
const DUTY = ['no', 'yes'];

/** Every answer that a report can hold, by the name that the tables use for it. */
export const ANSWERS: Readonly<Record<keyof TriageInput, readonly string[]>> = {
  threatens: SIGN,
  weapon: SIGN,
  injured: SIGN,
  gasOrFire: SIGN,
  selfHarm: SIGN,
  distress: SIGHT,
  unseen: SIGHT,
  neglect: SIGHT,
  noise: SIGHT,
  lawBreaking: SIGHT,
  damage: SIGHT,
  lonely: SIGHT,
  money: SIGHT,
  publicOrder: DUTY,
  staffProtection: DUTY,
  pressing: DetailValue.options,
  talked: DetailValue.options,
  agrees: DetailValue.options,
  about: About.options,
};

/**
 * Further questions are chosen by what a report is about, so what it is about cannot hang on their answers: only these
 * steps may ask for details.
 */
const LATE_STEPS: readonly Step[] = ['hulp', 'tempo'];

/** `whole-number`: an amount of minutes or days, from 1 to `MOST`; a longer promise takes a larger unit. */
export const MOST = 1000;
export type Allowed = readonly (string | boolean)[] | 'whole-number';

export interface StepContract {
  readonly step: Step;
  readonly outputs: Readonly<Record<string, Allowed>>;
}

/** Who can never be an owner may be written down, so that a law can refuse it by name. */
const ORGANISATIONS = [...ServiceKind.options, ...ContactPointKind.options];

/** What each step must answer. It may ask any answer of the report and any finite output of an earlier step. */
export const STEPS: readonly StepContract[] = [
  {
    step: 'gevaar',
    outputs: { danger: DangerClass.options, show112: [true, false], violence: ['yes', 'no'] },
  },
  { step: 'aard', outputs: { nature: Nature.options } },
  {
    step: 'hulp',
    outputs: {
      firstService: ORGANISATIONS,
      secondService: ORGANISATIONS,
      police: PolicePart.options,
      askGp: [true, false],
    },
  },
  {
    step: 'tempo',
    outputs: { urgency: Urgency.options, amount: 'whole-number', unit: Term.shape.unit.options },
  },
];

/** The inputs that a step may ask, each with all its values. Only words: a table compares, it does not calculate. */
export function inputsOf(step: Step): ReadonlyMap<string, readonly string[]> {
  const answers = Object.entries(ANSWERS).filter(
    ([name]) => LATE_STEPS.includes(step) || !Detail.safeParse(name).success,
  );
  const known = new Map<string, readonly string[]>(answers);
  for (const earlier of STEPS.slice(
    0,
    STEPS.findIndex((candidate) => candidate.step === step),
  )) {
    for (const [name, allowed] of Object.entries(earlier.outputs)) {
      if (allowed !== 'whole-number' && allowed.every(isWord)) known.set(name, allowed);
    }
  }
  return known;
}

function isWord(value: string | boolean): value is string {
  return typeof value === 'string';
}
