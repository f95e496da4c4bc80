import type { Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import type { Observations } from '../reports/model.ts';
import { observedSince } from '../reports/counts.ts';
import { check } from './checked-files.ts';
import { asked, findWithFiles, UNKNOWN_SET, type Asking, type Which } from './desk.ts';
import { setInForce } from './in-force.ts';
import { INPUT_COUNT } from './laws.ts';
import { compareSets } from './replay.ts';
import { advise, because } from './rules.ts';
import { numberInForce } from './set-actions.ts';
import { refusalsOf } from './set-views.ts';
import type { DecisionSet, Words } from './table.ts';
import type { AdviceView, ReplayView, TrialView } from './wire.ts';

interface Trial {
  readonly which: Which;
  /** Absent until somebody has filled the form in. */
  readonly observations: Observations | undefined;
  readonly language: keyof Words;
}

/** 'Wat als?': what the set in force and this one advise on the same answers. Nothing of it is kept. */
export function tryOut(
  asking: Asking,
  { which, observations, language }: Trial,
): Promise<Outcome<TrialView>> {
  return asked(asking, 'tables.read', async (tx) => {
    const pair = await pairOf(tx, asking, which);
    if (!pair) return UNKNOWN_SET;
    const { before, after, active, refusals } = pair;
    const seen = (set: DecisionSet | undefined) =>
      set && observations ? adviceView(set, observations, language) : undefined;
    return ok({ which, active, before: seen(before), after: seen(after), refusals });
  });
}

function adviceView(set: DecisionSet, observations: Observations, language: keyof Words): AdviceView {
  const advice = advise(set, observations);
  const sentences = because(advice, set, language);
  const { firstContact, because: rules, ...rest } = advice;
  return {
    ...rest,
    amount: firstContact.amount,
    unit: firstContact.unit,
    because: rules.map(({ step, ruleNumber }, at) => ({ step, ruleNumber, text: sentences[at] ?? '' })),
  };
}

interface Pair {
  readonly active: Which;
  readonly before: DecisionSet;
  readonly after: DecisionSet | undefined;
  readonly refusals: TrialView['refusals'];
}

async function pairOf(tx: Tx, asking: Asking, which: Which): Promise<Pair | undefined> {
  const found = await findWithFiles(tx, asking.house, which);
  if (!found) return undefined;
  const { built, compiled } = await check(found.files);
  return {
    active: await numberInForce(tx),
    before: await setInForce(tx, asking.house.decisions),
    after: compiled.ok ? compiled.value : undefined,
    refusals: refusalsOf(built),
  };
}

const REPLAY_DAYS = 30;
const DAY_MS = 86_400_000;

/** What would have become of the reports of the last month: counts of codes, no report and no person. */
export function replay(asking: Asking, which: Which): Promise<Outcome<ReplayView>> {
  return asked(asking, 'tables.read', async (tx) => {
    const pair = await pairOf(tx, asking, which);
    if (!pair) return UNKNOWN_SET;
    const { before, after, active, refusals } = pair;
    const since = new Date(tx.now.getTime() - REPLAY_DAYS * DAY_MS);
    const observed = await observedSince(tx, since);
    const compared = compareSets(observed, { before, after: after ?? before });
    return ok({
      which,
      active,
      since,
      until: tx.now,
      reports: compared.reports,
      changed: compared.changed,
      nature: [...compared.nature],
      firstService: [...compared.firstService],
      urgency: [...compared.urgency],
      refusals,
      compared: after !== undefined,
      combinations: INPUT_COUNT,
    });
  });
}
