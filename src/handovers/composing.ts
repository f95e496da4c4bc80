import { inTenant, type Database, type Tx } from '../kit/db.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import type { Language } from '../kit/translate.ts';
import { getMunicipality } from '../places/index.ts';
import type { Actor } from '../people/model.ts';
import { getService } from '../people/index.ts';
import { findReportByNumber, isAboutPerson, refuseUnseen } from '../reports/index.ts';
import type { Report, ReportOutcome } from '../reports/model.ts';
import type { Order } from './actions.ts';
import { extractsOf } from './extracts.ts';
import { loadHandling, personOf } from './load.ts';
import type { Handling, TextPurpose, TextVariables } from './model.ts';
import { judgeMessage, permit } from './rules.ts';
import { fillIn, takeUp } from './standard-text-rules.ts';
import { textsFor } from './standard-texts.ts';
import { promiseFrom } from './views.ts';
import { answerBy, owningService } from './work.ts';
import type { PromiseView } from './wire.ts';

const COMMANDS = { close: 'close', question: 'ask' } as const satisfies Record<TextPurpose, Order['command']>;

/** A standard text, taken up into what was typed. */
export interface ChosenText {
  readonly words: string;
  /** The text itself as it was filled in: taken up another one, it may go again. */
  readonly filled: string;
  /** False where the text has no words in the reporter's language, and these are in the other one. */
  readonly isTranslated: boolean;
  readonly outcome: ReportOutcome | null;
}

/** What the places of a text are filled with: names of the municipality, codes and times. */
export interface TextFacts {
  readonly number: number;
  readonly receivedAt: Date;
  readonly now: Date;
  readonly municipality: string;
  readonly organisation: string;
  readonly answerBy: Date;
}

interface Choice {
  readonly purpose: TextPurpose;
  readonly ref: string;
  /** What stood in the form, and the text that was taken up before. */
  readonly typed: string;
  readonly before: string;
  /** How facts are written in a language. */
  readonly write: (facts: TextFacts, language: Language) => TextVariables;
}

/** A text that somebody chose for a form of a report, for who may send that form now. It reads no words of the report. */
export function chooseText(
  db: Database,
  actor: Actor,
  number: number,
  { purpose, ref, typed, before, write }: Choice,
): Promise<Outcome<ChosenText>> {
  return forWriter(db, actor, { number, command: COMMANDS[purpose] }, async (tx, { report }) => {
    const [extract] = await extractsOf(tx, [report]);
    const isForbidden = purpose === 'close' && isAboutPerson(report);
    const nature = extract?.nature ?? 'question';
    const held = isForbidden
      ? undefined
      : (await textsFor(tx, { purposes: [purpose], nature })).find((text) => text.ref === ref);
    if (!held) return refuse('standard-text-unknown', { pointer: 'text' });
    const { body, outcome } = held.text;
    const other = report.language === 'nl' ? 'en' : 'nl';
    const language = body[report.language] === undefined ? other : report.language;
    const filled = fillIn(body[language] ?? '', write(await factsOf(tx, report), language));
    const words = takeUp({ typed, before, chosen: filled });
    return ok({ words, filled, isTranslated: language === report.language, outcome });
  });
}

async function factsOf(tx: Tx, report: Report): Promise<TextFacts> {
  const { name, deskServiceId } = await getMunicipality(tx);
  // about a person the reporter learns of no organisation but the municipality's own desk
  const service = isAboutPerson(report)
    ? await getService(tx, deskServiceId)
    : await owningService(tx, report);
  return {
    number: report.number,
    receivedAt: report.receivedAt,
    now: tx.now,
    municipality: name,
    organisation: service.publicName,
    answerBy: await answerBy(tx, report, { isAsked: false }),
  };
}

/** What the reporter's page would say, with the words that would stand on it. */
export interface MessagePreview {
  readonly language: Language;
  readonly promise: PromiseView;
  readonly words: string;
}

/** What would be sent, as its reporter would read it; refused as the sending itself would be. Nothing is written. */
export function previewMessage(
  db: Database,
  actor: Actor,
  number: number,
  order: Extract<Order, { command: 'close' | 'ask' }>,
): Promise<Outcome<MessagePreview>> {
  return forWriter(db, actor, { number, command: order.command }, async (tx, { report, advice }) => {
    if (order.command === 'close') {
      const message = judgeMessage({ ...order, aboutPerson: isAboutPerson(report) });
      if (!message.ok) return message;
      const after = { ...report, nextStep: null, deadline: null, outcome: order.outcome };
      return ok({
        language: report.language,
        promise: promiseFrom(after, advice, tx.now),
        words: message.value,
      });
    }
    const deadline = await answerBy(tx, report, { isAsked: false });
    const after = { ...report, nextStep: 'await-answer' as const, deadline };
    return ok({ language: report.language, promise: promiseFrom(after, advice, tx.now), words: order.body });
  });
}

async function forWriter<Written>(
  db: Database,
  actor: Actor,
  { number, command }: { number: number; command: 'close' | 'ask' },
  work: (tx: Tx, handling: Handling) => Promise<Outcome<Written>>,
): Promise<Outcome<Written>> {
  if (actor.kind !== 'user') return refuse('not-logged-in');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const report = await findReportByNumber(tx, number);
    if (!report) return refuse('report-unknown');
    const handling = await loadHandling(tx, report);
    const permitted = permit(await personOf(tx, actor), handling, command);
    if (permitted.ok) return work(tx, handling);
    await refuseUnseen(tx, actor, report.id);
    return permitted;
  });
}
