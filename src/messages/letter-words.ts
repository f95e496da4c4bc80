import type { T } from '../kit/translate.ts';
import { MAY_LACK, namesIn, paragraphsOf, SLOT } from './letter-rules.ts';
import type { LetterSender, LetterTemplate, LetterVariable, Paragraph, ReporterKind } from './model.ts';

/** A longer line does not become the words of a link as a whole. */
const LABEL_MAX = 90;

/** The house's words of this kind of mail, written as a municipality writes its own. */
export function houseTemplate(kind: ReporterKind, t: T): LetterTemplate {
  const body = [
    t('messages.reporter.greeting'),
    t(`messages.reporter.${kind}`, { number: '{nummer}' }),
    ...(kind === 'closed'
      ? []
      : [t(`messages.reporter.${kind === 'question' ? 'answer-by' : 'step-by'}`, { moment: '{termijn}' })]),
    kind === 'received' ? '{code}' : t('messages.reporter.own-code'),
    `${t('messages.reporter.follow')}: {link}`,
    t('messages.reporter.closing', { town: '{gemeente}' }),
  ];
  return { subject: t('messages.reporter.subject', { town: '{gemeente}' }), body: body.join('\n\n') };
}

/** What is filled in. A code is a secret of who gets the mail: it is given as paragraphs, by who may open it. */
export interface LetterValues {
  readonly number: number;
  readonly town: string;
  readonly moment: string | undefined;
  readonly code: string | undefined;
  readonly href: string;
}

export interface LetterWords {
  readonly subject: string;
  readonly sender: string;
  readonly paragraphs: readonly Paragraph[];
  readonly foot: readonly string[];
}

/** One mail to a reporter, as it is sent and as it is shown beforehand: from a template, and the values of one report. */
export function composeLetter(
  { template, sender, t }: { template: LetterTemplate; sender: LetterSender; t: T },
  values: LetterValues,
): LetterWords {
  const hours = sender.hours[t.language];
  const known: Readonly<Record<string, string | undefined>> = {
    nummer: String(values.number),
    gemeente: values.town,
    termijn: values.moment,
    telefoon: sender.phone,
    openingstijden: hours,
  } satisfies Partial<Record<LetterVariable, string | undefined>>;
  const fill = (text: string) => text.replaceAll(SLOT, (slot, name: string) => known[name] ?? slot);
  const { phone } = sender;
  const call =
    phone === undefined || namesIn(template.body).includes('telefoon')
      ? []
      : [
          hours === undefined
            ? t('messages.reporter.call', { phone })
            : t('messages.reporter.call-hours', { phone, hours }),
        ];
  return {
    subject: fill(template.subject),
    sender: sender.name ?? t('messages.reporter.sender', { town: values.town }),
    paragraphs: paragraphsOf(template.body)
      .filter((text) => !namesIn(text).some((name) => isAbsent(name, known)))
      .flatMap((text) => (text === '{code}' ? code(t, values.code) : filled(text, { fill, t, values }))),
    foot: [
      ...call,
      t('messages.reporter.why'),
      t('messages.reporter.no-reply'),
      t('messages.reporter.emergency'),
    ],
  };
}

function isAbsent(name: string, known: Readonly<Record<string, string | undefined>>): boolean {
  return MAY_LACK.some((each) => each === name) && known[name] === undefined;
}

/** A code is kept no longer than its mail waits: who has the mail sent again has the code already. */
function code(t: T, text: string | undefined): Paragraph[] {
  if (text === undefined) return [{ kind: 'words', text: t('messages.reporter.own-code') }];
  return [
    { kind: 'words', text: t('messages.reporter.code') },
    { kind: 'code', text },
  ];
}

interface Filling {
  readonly fill: (text: string) => string;
  readonly t: T;
  readonly values: LetterValues;
}

/** The line before a link is what the link is called; what stands above it stays words. */
function filled(text: string, { fill, t, values }: Filling): Paragraph[] {
  const found = /(\{link\}|https:\/\/\S+)$/.exec(text);
  if (!found) return [{ kind: 'words', text: fill(text) }];
  const [end] = found;
  const isOwn = end === '{link}';
  const before = text.slice(0, -end.length).replace(/[:\s]+$/, '');
  const cut = before.lastIndexOf('\n') + 1;
  const line = fill(before.slice(cut));
  const isLabel = line !== '' && line.length <= LABEL_MAX;
  const above = isLabel ? fill(before.slice(0, cut).trim()) : fill(before);
  const plain = isOwn ? t('messages.reporter.follow') : hostOf(end);
  return [
    ...(above === '' ? [] : [{ kind: 'words' as const, text: above }]),
    { kind: 'link', text: isLabel ? line : plain, href: isOwn ? values.href : end },
  ];
}

function hostOf(address: string): string {
  return /^https:\/\/([^/?#]+)/i.exec(address)?.[1] ?? address;
}
