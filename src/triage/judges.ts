import { ContactPointKind, Urgency } from '../people/model.ts';
import type { ServiceKind, Step, TriageInput } from './model.ts';
import type { Values } from './table.ts';

const LAWS = [
  'police-never-first',
  'life-112-and-owner',
  'owner-can-own',
  'care-first',
  'doctor-judges',
  'unknown-never-lowers',
] as const;
export type Law = (typeof LAWS)[number];

/** What a law says of one report: nothing, or the step whose rule is to blame. */
type Judge = (input: TriageInput, final: Readonly<Values>) => Step | undefined;

/**
 * The policy laws: code, not content. Each reads what was *seen* and the final decision, never what a table made of it on
 * the way (a table that calls a weapon harmless is caught all the same), and names the step whose rule is to blame.
 * That a set is complete and unambiguous is a law too, held before these are asked (`combine.ts`).
 */
export const JUDGES: Readonly<Record<Exclude<Law, 'unknown-never-lowers'>, Judge>> = {
  'police-never-first': (input, final) => {
    if (hasGroundForPolice(input)) return undefined;
    return isPoliceFirst(final) ? 'hulp' : undefined;
  },
  'life-112-and-owner': (input, final) => {
    if (!seesDangerToLife(input) && final.danger !== 'life') return undefined;
    if (final.show112 !== true) return 'gevaar';
    return canOwn(final.firstService) ? undefined : 'hulp';
  },
  'owner-can-own': (_, final) =>
    canOwn(final.firstService) && canOwn(final.secondService) ? undefined : 'hulp',
  'care-first': (input, final) => {
    if (input.distress === 'no' || input.lawBreaking === 'yes') return undefined;
    if (seesDanger(input) || input.publicOrder === 'yes') return undefined;
    return isCare(final.firstService) ? undefined : 'hulp';
  },
  // who harms themselves is shown 112 by the law on danger to life; where danger is uncertain the GP must be named, or 112
  'doctor-judges': (input, final) => {
    if (!mayBePsychiatric(input)) return undefined;
    const isPointedOut = input.selfHarm === 'yes' || final.askGp === true || final.show112 === true;
    return isPointedOut && isCare(final.firstService) ? undefined : 'hulp';
  },
};

/** Besides offences and danger the police are there for acute public order and to protect care staff; professionals see those. */
function hasGroundForPolice(input: TriageInput): boolean {
  return (
    input.lawBreaking === 'yes' ||
    input.publicOrder === 'yes' ||
    input.staffProtection === 'yes' ||
    seesDanger(input)
  );
}

function isPoliceFirst({ firstService, police }: Readonly<Values>): boolean {
  return firstService === 'neighbourhood-police' || police === 'leads';
}

/** Kinds of services that look at a person first and can have a doctor judge. */
const CARE: readonly ServiceKind[] = ['meldpunt', 'district-team', 'public-health-nurse'];

function isCare(service: unknown): boolean {
  return CARE.some((kind) => kind === service);
}

/** Distress while danger is not ruled out, or someone who harms themselves: how urgent that is, is for a doctor to say. */
function mayBePsychiatric(input: TriageInput): boolean {
  if (input.distress === 'no') return false;
  return input.selfHarm === 'yes' || (!seesDanger(input) && isUnsure(input));
}

export const SIGNS = ['threatens', 'weapon', 'injured', 'gasOrFire', 'selfHarm'] as const;

/** The answers that a law reads; of every other only what the tables make of it counts. */
export const LAW_INPUTS = [...SIGNS, 'distress', 'lawBreaking', 'publicOrder', 'staffProtection'] as const;

/** A weapon, someone hurt, gas or fire, someone harming themselves: each can end a life. */
export function seesDangerToLife({ weapon, injured, gasOrFire, selfHarm }: TriageInput): boolean {
  return weapon === 'yes' || injured === 'yes' || gasOrFire === 'yes' || selfHarm === 'yes';
}

export function seesDanger(input: TriageInput): boolean {
  return input.threatens === 'yes' || seesDangerToLife(input);
}

export function isUnsure(input: TriageInput): boolean {
  return SIGNS.some((sign) => input[sign] === 'unknown');
}

/** Whom one can only call accepts nothing here, and so can never be an owner. */
function canOwn(service: unknown): boolean {
  return !ContactPointKind.options.some((outside) => outside === service);
}

/** To compare promises, a day counts as the eight hours that a desk is open. */
const UNIT_MINUTES: Readonly<Record<string, number>> = {
  minutes: 1,
  'open-minutes': 1,
  'working-days': 480,
  'legal-days': 480,
};

/** The place of the urgency: the smaller the sooner. */
export function rankOf({ urgency }: Readonly<Values>): number {
  return Urgency.options.findIndex((option) => option === urgency);
}

/** The promise until the first contact in minutes that can be compared. */
export function minutesOf({ amount, unit }: Readonly<Values>): number {
  const minutes = UNIT_MINUTES[String(unit)];
  if (minutes === undefined) throw new Error(`expected a unit of time that can be compared, got ${unit}`);
  return Number(amount) * minutes;
}
