import { z } from 'zod';
import { line, optional, parseForm, type Form } from '../../kit/form.ts';
import { ok, type Outcome } from '../../kit/outcome.ts';
import { fromWallClock, toWallClock } from '../../kit/wall-clock.ts';
import { NextStep } from '../../reports/model.ts';
import { Nature, Urgency } from '../../triage/model.ts';
import type { ListQuestion } from '../model.ts';
import { ORDERS, SCOPES, STATES } from './list-address.ts';

function named<Table extends Readonly<Record<string, string>>>(table: Table) {
  return z.enum(Object.keys(table) as [string, ...string[]]).transform((word) => table[word as keyof Table]);
}

const DAY_MS = 86_400_000;

const Day = z.string().transform((text, context) => {
  const moment = /^\d{4}-\d{2}-\d{2}$/.test(text) ? fromWallClock(`${text}T00:00`) : undefined;
  if (!moment) context.addIssue({ code: 'custom', message: 'field-invalid' });
  return moment ?? z.NEVER;
});

const Asked = z.object({
  bereik: optional(named(SCOPES)),
  staat: optional(named(STATES)),
  volgorde: optional(named(ORDERS)),
  zoek: optional(line(100)),
  adres: optional(line(100)),
  complex: optional(z.uuid()),
  van: optional(Day),
  tot: optional(Day),
  aard: optional(Nature),
  spoed: optional(Urgency),
  buurt: optional(z.uuid()),
  dienst: optional(z.union([z.literal('geen'), z.uuid()])),
  wie: optional(z.uuid()),
  stap: optional(NextStep),
  laat: optional(z.literal('ja')),
  na: optional(z.string().max(200)),
});

/** The words that an address of a list can hold. */
export const QUESTION_WORDS: ReadonlySet<string> = new Set(Object.keys(Asked.shape));

/** Reads the question out of an address; what is not filled in asks for nothing. */
export function readQuestion(form: Form): Outcome<ListQuestion> {
  const parsed = parseForm(Asked, form);
  if (!parsed.ok) return parsed;
  const { bereik, staat, volgorde, zoek, adres, complex, van, tot, aard, spoed, buurt, dienst, wie, stap } =
    parsed.value;
  const { laat, na } = parsed.value;
  return ok({
    scope: bereik ?? 'mine',
    state: staat ?? 'open',
    order: volgorde ?? 'deadline',
    words: zoek,
    address: adres,
    complexId: complex,
    receivedFrom: van,
    receivedUntil: tot && nextDay(tot),
    nature: aard,
    urgency: spoed,
    neighbourhoodId: buurt,
    service: dienst === 'geen' ? 'none' : dienst,
    ownerId: wie,
    nextStep: stap,
    late: laat === 'ja' || undefined,
    cursor: na,
  });
}

/** The last day counts whole, also the one on which the clock changes. */
function nextDay(day: Date): Date {
  const within = new Date(day.getTime() + DAY_MS + DAY_MS / 8);
  const date = toWallClock(within).slice(0, 10);
  return fromWallClock(`${date}T00:00`) ?? within;
}
