import { ReporterKind } from '../model.ts';

/** What the mails are called in addresses. */
const NAMES = {
  received: 'ontvangen',
  question: 'vraag',
  closed: 'afgerond',
  reopened: 'heropend',
} as const satisfies Record<ReporterKind, string>;

export function letterPath(kind: ReporterKind, language: 'nl' | 'en'): string {
  return `/mailteksten/${NAMES[kind]}/${language}`;
}

export function kindIn(name: string | undefined): ReporterKind | undefined {
  return ReporterKind.options.find((kind) => NAMES[kind] === name);
}
