import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import PO from 'pofile';
import {
  createTranslator,
  DEFAULT_LANGUAGE,
  isLanguage,
  LANGUAGES,
  type Catalogue,
  type Language,
  type T,
} from './translate.ts';

export * from './translate.ts';

export interface Texts {
  /** The writer of one language; made once. */
  readonly translator: (language: Language) => T;
  readonly catalogue: (language: Language) => Catalogue;
}

const FILE = /^(?<room>[a-z-]+)\.(?<language>[a-z]{2})\.po$/;

/**
 * Reads every `<room>.<language>.po` in `dir`. Refuses a message that does not compile, is empty or stands twice:
 * a start that fails says more than a page without words.
 */
export function loadTexts(dir: string, { strict }: { strict: boolean }): Texts {
  const catalogues = readCatalogues(dir);
  const translators = Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      createTranslator({ language, catalogue: catalogues[language], strict }),
    ]),
  ) as Record<Language, T>;
  return { translator: (language) => translators[language], catalogue: (language) => catalogues[language] };
}

function readCatalogues(dir: string): Record<Language, Catalogue> {
  const catalogues = Object.fromEntries(LANGUAGES.map((language) => [language, {}])) as Record<
    Language,
    Record<string, ReturnType<typeof compileMessageOrThrow>>
  >;
  for (const file of readdirSync(dir).toSorted()) {
    const language = FILE.exec(file)?.groups?.language;
    if (!isLanguage(language)) continue;
    addFile(catalogues[language], join(dir, file));
  }
  return catalogues;
}

function addFile(catalogue: Record<string, ReturnType<typeof compileMessageOrThrow>>, path: string): void {
  for (const { msgid, msgstr } of PO.parse(readFileSync(path, 'utf8')).items) {
    const text = msgstr.join('');
    if (!text) throw new Error(`${path}: the text '${msgid}' is empty`);
    if (Object.hasOwn(catalogue, msgid)) throw new Error(`${path}: the text '${msgid}' stands twice`);
    catalogue[msgid] = compile(path, msgid, text);
  }
}

function compile(path: string, id: string, text: string): ReturnType<typeof compileMessageOrThrow> {
  try {
    return compileMessageOrThrow(text);
  } catch (cause) {
    throw new Error(`${path}: the text '${id}' is not a message: ${text}`, { cause });
  }
}

/** The first language of an Accept-Language header that we speak, else Dutch. Weights count, regions do not. */
export function preferredLanguage(header: string | null | undefined): Language {
  const wishes = (header ?? '')
    .slice(0, 200)
    .split(',')
    .map(readWish)
    .filter(({ weight }) => weight > 0);
  const found = wishes
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
    .find(isLanguage);
  return found ?? DEFAULT_LANGUAGE;
}

function readWish(part: string): { tag: string; weight: number } {
  const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
  const q = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
  return { tag: tag.split('-')[0] ?? '', weight: q === undefined ? 1 : Number(q) || 0 };
}
