import { formatDateTime } from '../../kit/time-text.ts';
import type { T } from '../../kit/translate.ts';
import type { TalkView } from '../answer-wire.ts';
import { placeLine, writtenIn, type SummaryView } from '../wire.ts';

interface Surroundings {
  readonly t: T;
  /** What was asked further, in the municipality's words. */
  readonly further: readonly { readonly question: string; readonly answer: string }[];
  readonly town: string;
}

/** A report as plain text for another system: a line for each fact, then the words when they go along. */
export function summaryText(view: SummaryView, { t, further, town }: Surroundings): string {
  const lines = summaryFacts(view, { t, further }).map(([name, value]) => `${name}: ${value}`);
  const head = summaryHead(view, { t, town });
  const words = writings(view, t).flatMap(({ head: above, body }) => ['', above, body]);
  return [head, ...lines, ...words].join('\n');
}

export function summaryHead({ extract }: SummaryView, { t, town }: Pick<Surroundings, 't' | 'town'>): string {
  const number = String(extract.number);
  return t(extract.isPart ? 'references.summary.head-part' : 'references.summary.head', { number, town });
}

type Fact = readonly [name: string, value: string];

/** What is known of it, by name; what is not known is left out. */
export function summaryFacts(view: SummaryView, { t, further }: Pick<Surroundings, 't' | 'further'>): Fact[] {
  const facts = [...factsOf(view, t), ...further.map(({ question, answer }) => [question, answer] as const)];
  return facts.flatMap(([name, value]): Fact[] => (value ? [[name, value]] : []));
}

function factsOf(
  { extract, sights, dangers, references, talk, words, now }: SummaryView,
  t: T,
): (readonly [string, string | undefined])[] {
  const { status, nextStep, deadline, ownerName, serviceName, outcome, closedAt } = extract;
  const owner = serviceName
    ? t('handovers.list.owner-for', { owner: ownerName, service: serviceName })
    : ownerName;
  return [
    [t('references.summary.nature'), t(`triage.nature.${extract.nature}`)],
    [t('handovers.list.urgency'), t(`triage.urgency.${extract.urgency}`)],
    [t('handovers.report.about'), t(`handovers.about.${extract.about}`)],
    [t('handovers.file.place'), (words && placeLine(words, t)) ?? words?.spot],
    [t('handovers.list.place'), extract.neighbourhood],
    [t('handovers.report.received'), formatDateTime(t, extract.receivedAt)],
    [t('references.summary.status'), t(`handovers.status.${status}`)],
    [t('handovers.list.owner'), status === 'closed' ? undefined : owner],
    [t('answers.summary'), talk && talkText(talk, t)],
    [t('handovers.list.step'), nextStep === null ? undefined : t(`handovers.nextStep.${nextStep}`)],
    [t('handovers.list.deadline'), deadline ? formatDateTime(t, deadline) : undefined],
    [t('handovers.report.outcome'), outcome ? t(`handovers.outcome.${outcome}`) : undefined],
    [t('handovers.report.closed-at'), closedAt ? formatDateTime(t, closedAt) : undefined],
    ...references.map((one): readonly [string, string] => [one.system ?? one.serviceName, one.reference]),
    [t('handovers.report.sights'), sights.map((sight) => t(`handovers.sight.${sight}`)).join('; ')],
    [t('handovers.report.dangers'), dangers.map((danger) => t(`handovers.danger.${danger}`)).join('; ')],
    [t('references.summary.made'), formatDateTime(t, now)],
  ];
}

/** What was told and asked, when it goes along: whose and when, and the words. */
export function writings({ words }: SummaryView, t: T): { readonly head: string; readonly body: string }[] {
  if (!words) return [];
  return words.letters.flatMap(({ kind, at, body: stored }) => {
    const body = kind === 'story' ? writtenIn(stored).words : stored;
    return body === undefined
      ? []
      : [{ head: `${t(`handovers.letter.${kind}`)}, ${formatDateTime(t, at)}`, body }];
  });
}

function talkText({ name, at }: TalkView, t: T): string {
  if (name === undefined || at === undefined) return t('answers.summary-missing');
  return t('answers.summary-spoken', { name, time: formatDateTime(t, at) });
}
