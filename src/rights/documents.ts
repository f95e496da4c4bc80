import type { Database } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { formatDate } from '../kit/time-text.ts';
import type { T } from '../kit/translate.ts';
import { requirePermission } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { privacyFacts } from './facts.ts';
import type { DocumentKind } from './model.ts';
import { afterText, groundText, termsText, YET } from './terms.ts';
import type { ClassView, PrivacyFacts, PrivacyView } from './wire.ts';

/** In which language, and what of this installation the database does not know. */
export interface Telling {
  readonly t: T;
  /** Addresses that we do not have are looked up in the national register. */
  readonly asksRegister: boolean;
}

type DocumentAsked = Telling & { readonly kind: DocumentKind };

/** Who gets a question, or an address that somebody typed, among the others who get something. */
function withOthers(facts: PrivacyFacts, { t, asksRegister }: Telling): PrivacyFacts {
  const others = [t('privacy.doc.outside'), ...(asksRegister ? [t('privacy.doc.address-register')] : [])];
  return { ...facts, parties: [...facts.parties, ...others] };
}

/** The DPIA or the register entry for who may see them. */
export async function documentFor(
  db: Database,
  actor: Actor,
  asked: DocumentAsked,
): Promise<Outcome<string>> {
  const user = requirePermission(actor, 'privacy.read');
  return user.ok ? ok(await privacyDocument(db, actor.municipalityId, asked)) : user;
}

/** The same as Markdown without asking who; for the command line of the installation. */
export async function privacyDocument(
  db: Database,
  municipalityId: string,
  { kind, t, asksRegister }: DocumentAsked,
): Promise<string> {
  const facts = withOthers(await privacyFacts(db, municipalityId), { t, asksRegister });
  const parts = kind === 'register' ? registerParts(facts, t) : dpiaParts(facts, t);
  return `${parts.join('\n\n')}\n`;
}

/** The public page: the same facts in plain words. It names no person, so anybody may read it. */
export async function privacyPage(
  db: Database,
  { municipalityId }: Pick<Actor, 'municipalityId'>,
  told: Telling,
): Promise<PrivacyView> {
  const { t } = told;
  const facts = withOthers(await privacyFacts(db, municipalityId), told);
  const { municipality, desk, parties, classes, at } = facts;
  return {
    municipality,
    desk,
    parties,
    at,
    classes: classes.map(({ name, ground, anonymiseDays, destroyDays, countsFrom, verified }) => ({
      name,
      verified,
      ground: groundText(t, ground),
      blanked: anonymiseDays === undefined ? undefined : afterText(t, anonymiseDays, countsFrom),
      gone: afterText(t, destroyDays, countsFrom),
    })),
  };
}

/** Article 30 AVG, in its order. What the program cannot know is asked for and not made up. */
function registerParts(facts: PrivacyFacts, t: T): string[] {
  return [
    ...headOf(facts, 'register', t),
    section(t, 'controller', t('privacy.doc.controller-text', { town: facts.municipality })),
    section(t, 'contact', t(YET)),
    section(t, 'purposes', classTable(facts, t, ['class', 'purpose', 'ground'])),
    section(t, 'subjects', t('privacy.doc.subjects-text')),
    section(t, 'recipients', bullets(facts.parties)),
    section(t, 'transfer', t('privacy.doc.transfer-text')),
    section(t, 'terms', classTable(facts, t, ['class', 'terms', 'source'])),
    section(t, 'security', bullets(SECURITY.map((id) => t(`privacy.doc.security.${id}`)))),
  ];
}

const SECURITY = ['tenant', 'grant', 'log', 'retention', 'history'] as const;

/** Article 35(7) AVG: what is done, whether it is needed, what can go wrong, and what is done about that. */
function dpiaParts(facts: PrivacyFacts, t: T): string[] {
  const open = facts.classes.filter(({ verified }) => !verified);
  return [
    ...headOf(facts, 'dpia', t),
    section(t, 'processing', t('privacy.doc.processing-text', { town: facts.municipality })),
    section(t, 'data', classTable(facts, t, ['class', 'purpose', 'ground', 'tables'])),
    section(t, 'need', bullets(NEED.map((id) => t(`privacy.doc.need.${id}`)))),
    section(t, 'recipients', bullets(facts.parties)),
    section(t, 'access', accessTable(facts, t)),
    section(t, 'terms', classTable(facts, t, ['class', 'terms', 'source'])),
    section(t, 'rights', bullets(RIGHTS.map((id) => t(`privacy.doc.rights.${id}`)))),
    section(t, 'risks', riskTable(t)),
    section(
      t,
      'undecided',
      open.length === 0
        ? t('privacy.doc.undecided-none')
        : bullets(open.map(({ name }) => t(`people.data-class.${name}`))),
    ),
    section(t, 'advice', t(YET)),
  ];
}

const NEED = ['minimal', 'codes', 'extract', 'no-score', 'areas'] as const;
const RIGHTS = ['inform', 'access', 'correct', 'object', 'erase'] as const;
const RISKS = ['look', 'leak', 'label', 'long', 'lost'] as const;

function headOf({ municipality, at }: PrivacyFacts, kind: DocumentKind, t: T): string[] {
  return [
    `# ${t(`privacy.doc.title.${kind}`, { town: municipality })}`,
    t('privacy.doc.made', { date: formatDate(t, at) }),
  ];
}

function section(t: T, id: string, body: string): string {
  return `## ${t(`privacy.doc.section.${id}`)}\n\n${body}`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

const CELLS = {
  class: ({ name }: ClassView, t: T) => t(`people.data-class.${name}`),
  purpose: ({ purpose }: ClassView) => purpose,
  ground: ({ ground }: ClassView, t: T) => groundText(t, ground),
  terms: (view: ClassView, t: T) => termsText(t, view),
  source: ({ source }: ClassView) => source,
  tables: ({ tables }: ClassView) => tables.map((table) => `\`${table}\``).join(', '),
} as const;

function classTable({ classes }: PrivacyFacts, t: T, columns: readonly (keyof typeof CELLS)[]): string {
  return table(
    columns.map((column) => t(`privacy.doc.column.${column}`)),
    classes.map((view) => columns.map((column) => CELLS[column](view, t))),
  );
}

function accessTable({ roles }: PrivacyFacts, t: T): string {
  return table(
    ['role', 'people', 'permissions'].map((column) => t(`privacy.doc.column.${column}`)),
    roles.map(({ role, people, permissions }) => [
      t(`people.role.${role}`),
      String(people),
      permissions.map((permission) => t(`privacy.permission.${permission}`)).join('; '),
    ]),
  );
}

function riskTable(t: T): string {
  return table(
    ['risk', 'measure'].map((column) => t(`privacy.doc.column.${column}`)),
    RISKS.map((id) => [t(`privacy.doc.risk.${id}`), t(`privacy.doc.measure.${id}`)]),
  );
}

/** A bar in a cell would end it. */
function table(headers: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(headers), line(headers.map(() => '---')), ...rows.map(line)].join('\n');
}
