import { setupI18n, type I18n } from '@lingui/core';
import type { CompiledMessage } from '@lingui/message-utils/compileMessage';

export const LANGUAGES = ['nl', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const DEFAULT_LANGUAGE: Language = 'nl';

export type Values = Readonly<Record<string, string | number>>;
export type Catalogue = Readonly<Record<string, CompiledMessage>>;

/** Writes the text `id` in one language. What people typed never goes through here: it stands beside a text, not in it. */
export interface T {
  (id: string, values?: Values): string;
  readonly language: Language;
  readonly has: (id: string) => boolean;
}

export interface TranslatorOptions {
  readonly language: Language;
  readonly catalogue: Catalogue;
  /** Throw on an unknown id or a value that is not given (tests, development); otherwise the id shows. */
  readonly strict: boolean;
}

export function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some((language) => language === value);
}

export function createTranslator({ language, catalogue, strict }: TranslatorOptions): T {
  const i18n: I18n = setupI18n({ missing: (_, id) => id });
  i18n.loadAndActivate({ locale: language, messages: { ...catalogue } });
  const has = (id: string) => Object.hasOwn(catalogue, id);
  const translate = (id: string, values: Values = {}) => {
    if (strict) assertComplete({ language, catalogue }, id, values);
    return i18n._(id, values);
  };
  return Object.assign(translate, { language, has });
}

function assertComplete(
  { language, catalogue }: Pick<TranslatorOptions, 'language' | 'catalogue'>,
  id: string,
  values: Values,
): void {
  const message = Object.hasOwn(catalogue, id) ? catalogue[id] : undefined;
  if (!message) throw new Error(`expected a text '${id}' in content/texts/*.${language}.po, found none`);
  for (const name of placeholders(message)) {
    if (values[name] === undefined)
      throw new Error(
        `the text '${id}' (${language}) needs a value for '${name}', got ${JSON.stringify(values)}`,
      );
  }
}

/** The names of the values that a message asks for, each once, sorted. */
export function placeholders(message: CompiledMessage): string[] {
  const names = new Set<string>();
  collect(message, names);
  return [...names].toSorted();
}

function collect(message: CompiledMessage, names: Set<string>): void {
  for (const token of message) {
    if (typeof token === 'string') continue;
    const [name, , choices] = token;
    names.add(name);
    if (choices && typeof choices === 'object') {
      for (const choice of Object.values(choices)) if (Array.isArray(choice)) collect(choice, names);
    }
  }
}
