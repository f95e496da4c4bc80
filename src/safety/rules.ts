import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { Rung, type CareOutcome, type CareStep, type Incident } from './model.ts';

/** Who stands on each rung now. */
export type Ladder = Readonly<Partial<Record<Rung, string>>>;

interface Standing {
  readonly rung: Rung;
  readonly ownerId: string;
}

/**
 * The first on the ladder from a rung on who may ask for aftercare: not the employee, and nobody of `besides`. Undefined
 * when there is nobody left above.
 */
export function standingFrom(
  ladder: Ladder,
  { from, besides }: { from: Rung; besides: readonly string[] },
): Standing | undefined {
  for (const rung of Rung.options.slice(Rung.options.indexOf(from))) {
    const ownerId = ladder[rung];
    if (ownerId !== undefined && !besides.includes(ownerId)) return { rung, ownerId };
  }
  return undefined;
}

/** Who asks first. In a municipality where nobody else is left: better oneself than nobody. */
export function firstStanding(ladder: Ladder, employeeId: string): Standing {
  const first = standingFrom(ladder, { from: 'lead', besides: [employeeId] });
  return first ?? { rung: 'manager', ownerId: employeeId };
}

/** Who has it when its owner leaves: who stands on the same rung now, else above, else anybody on the ladder. */
export function standingWithout(ladder: Ladder, { employeeId, rung }: Incident, leaverId: string): Standing {
  const besides = [employeeId, leaverId];
  return (
    standingFrom(ladder, { from: rung, besides }) ??
    standingFrom(ladder, { from: 'lead', besides }) ?? { rung: 'manager', ownerId: employeeId }
  );
}

/** Who gets it after this one was silent; undefined at the top, where it stays and is reminded of. */
export function standingAbove(ladder: Ladder, incident: Incident): Standing | undefined {
  const above = Rung.options[Rung.options.indexOf(incident.rung) + 1];
  const besides = [incident.employeeId, incident.ownerId];
  return above && standingFrom(ladder, { from: above, besides });
}

/** Need to know: the employee, the team lead to whom it came, and who has it now. */
export function mayRead({ employeeId, leadId, ownerId }: Incident, userId: string): boolean {
  return [employeeId, leadId, ownerId].includes(userId);
}

/** Who has it, and the team lead after all: a talk that took place counts, whoever is next by now. Never oneself. */
export function mayFinish({ employeeId, leadId, ownerId }: Incident, userId: string): boolean {
  return userId !== employeeId && [leadId, ownerId].includes(userId);
}

export interface CareReport {
  readonly outcome: CareOutcome;
  readonly spokenAt: Date;
}

/** May it be finished like this, now? The moment of the talk is past, and after what happened. */
export function checkFinish(incident: Incident, { spokenAt }: CareReport, now: Date): Outcome<true> {
  if (incident.status === 'closed') return refuse('aftercare-done-before');
  if (spokenAt > now) return refuse('spoken-in-future', { pointer: 'spokenAt' });
  // moments come to the minute
  if (spokenAt.getTime() < incident.happenedAt.getTime() - 60_000)
    return refuse('spoken-before-it-happened', { pointer: 'spokenAt' });
  return ok(true);
}

/** What the history says that the row should be. */
export function foldSteps(
  steps: readonly CareStep[],
): Pick<Incident, 'status' | 'ownerId' | 'deadline'> | undefined {
  const last = steps.at(-1);
  return (
    last && {
      status: last.deadline === null ? 'closed' : 'open',
      ownerId: last.ownerId,
      deadline: last.deadline,
    }
  );
}
