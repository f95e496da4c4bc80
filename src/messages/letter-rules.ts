import { ok, refuse, refuseAll, type Outcome, type Refusal } from '../kit/outcome.ts';
import {
  LETTER_NEEDS,
  LETTER_VARIABLES,
  SUBJECT_VARIABLES,
  type LetterSender,
  type LetterTemplate,
  type LetterVariable,
  type ReporterKind,
} from './model.ts';

export const SLOT = /\{([^{}]*)\}/g;
const ADDRESS = /[a-z][a-z0-9+.-]*:\/\/\S*/gi;
/** What has no value now and then: a paragraph with it is left out when there is none. */
export const MAY_LACK: readonly LetterVariable[] = ['termijn', 'telefoon', 'openingstijden'];

/** Paragraphs are set apart by blank lines. */
export function paragraphsOf(body: string): string[] {
  return body
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== '');
}

export function namesIn(text: string): string[] {
  return [...text.matchAll(SLOT)].map(([, name = '']) => name);
}

/** Everything that is wrong with a mail, by the field in which it stands. */
export function checkLetter(kind: ReporterKind, template: LetterTemplate): Outcome<LetterTemplate> {
  const { subject, body } = template;
  const wrong = [
    ...faultsIn(subject, { allowed: SUBJECT_VARIABLES, pointer: 'subject' }),
    ...(subject.search(ADDRESS) >= 0 ? [{ code: 'letter-link-place', pointer: 'subject' }] : []),
    ...faultsIn(body, { allowed: LETTER_VARIABLES[kind], pointer: 'body' }),
    ...linkFaults(body).filter(isFirst),
    ...missing(kind, body),
  ];
  return wrong.length === 0 ? ok(template) : refuseAll(wrong);
}

function faultsIn(
  text: string,
  { allowed, pointer }: { allowed: readonly string[]; pointer: string },
): Refusal[] {
  const strange = namesIn(text).find((name) => !allowed.includes(name));
  if (strange !== undefined)
    return [{ code: 'letter-variable', pointer, facts: { variable: strange.slice(0, 40) } }];
  return /[{}]/.test(text.replaceAll(SLOT, '')) ? [{ code: 'letter-brace', pointer }] : [];
}

/** A link stands at the end of its paragraph, leads to a protected page and carries nothing of a report with it. */
function linkFaults(body: string): Refusal[] {
  return paragraphsOf(body).flatMap((paragraph): Refusal[] => {
    const addresses = [...paragraph.matchAll(ADDRESS)].map(([address]) => address);
    const names = namesIn(paragraph);
    const places = [...addresses, ...names.filter((name) => name === 'link')];
    const last = paragraph.endsWith('{link}') ? '{link}' : (addresses.at(-1) ?? '{link}');
    return [
      ...(addresses.every(isUsable) ? [] : [{ code: 'letter-link-address', pointer: 'body' }]),
      ...(places.length > 1 || (places.length === 1 && !paragraph.endsWith(last))
        ? [{ code: 'letter-link-place', pointer: 'body' }]
        : []),
      ...(names.includes('code') && paragraph !== '{code}'
        ? [{ code: 'letter-code-alone', pointer: 'body' }]
        : []),
    ];
  });
}

/** The same mistake in several paragraphs is told once. */
function isFirst({ code }: Refusal, at: number, all: readonly Refusal[]): boolean {
  return all.findIndex((each) => each.code === code) === at;
}

/** Of the house or of another site: https, without a name and password before it, and without a value in it. */
function isUsable(address: string): boolean {
  if (/[{}<>"\\]/.test(address)) return false;
  return /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(:\d{1,5})?([/?#]\S*)?$/i.test(address);
}

const NEEDED = {
  nummer: { code: 'letter-needs-nummer', pointer: 'body' },
  code: { code: 'letter-needs-code', pointer: 'body' },
  link: { code: 'letter-needs-link', pointer: 'body' },
  termijn: { code: 'letter-needs-termijn', pointer: 'body' },
} as const satisfies Record<(typeof LETTER_NEEDS)[ReporterKind][number], Refusal>;

/** What has to stand in it, and that where it is never left out with a value that is not there. */
function missing(kind: ReporterKind, body: string): Refusal[] {
  const paragraphs = paragraphsOf(body).map(namesIn);
  return LETTER_NEEDS[kind]
    .filter((name) => !paragraphs.some((names) => names.includes(name) && !isLeftOut(names, [name])))
    .map((name) => NEEDED[name]);
}

function isLeftOut(names: readonly string[], besides: readonly string[]): boolean {
  return MAY_LACK.some((name) => names.includes(name) && !besides.includes(name));
}

/** The municipality's number is known to its pages too: it holds where mails have none of their own. */
export function senderIn(
  sender: LetterSender,
  { contact }: { readonly contact?: { readonly phone?: string | undefined } | undefined },
): LetterSender {
  return { ...sender, phone: sender.phone ?? contact?.phone };
}

/** A name under which mail comes must not look like an address, nor break the line that it stands in. */
export function checkSender(sender: LetterSender): Outcome<LetterSender> {
  if (sender.name !== undefined && /[@<>"\\]|:\/\//.test(sender.name))
    return refuse('letter-sender-name', { pointer: 'name' });
  return ok(sender);
}
