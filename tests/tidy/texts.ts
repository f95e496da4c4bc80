/** Texts on screen: every id has its Dutch and its English text, every text is used, every refusal can be explained. */
import PO from 'pofile';
import { COMPUTED_TEXTS } from './house.ts';
import { refusalCodes } from './refusals.ts';
import {
  at,
  field,
  isProgram,
  list,
  literals,
  nodes,
  quasiText,
  strings,
  tree,
  word,
  type Finding,
  type Node,
  type SourceFile,
} from './source.ts';

const LANGUAGES = ['nl', 'en'] as const;
const PO_FILE = /^content\/texts\/[\w-]+\.(nl|en)\.po$/;

interface Text {
  readonly id: string;
  readonly text: string;
  readonly language: string;
  readonly file: SourceFile;
}

function textsOf(files: readonly SourceFile[]): Text[] {
  return files.flatMap((file) => {
    const language = PO_FILE.exec(file.path)?.[1];
    if (language === undefined) return [];
    return PO.parse(file.text).items.map(({ msgid, msgstr }) => ({
      id: msgid,
      text: msgstr.join(''),
      language,
      file,
    }));
  });
}

function atText({ file, id }: Text, wrong: string, cure: string): Finding {
  return at(file, Math.max(0, file.text.indexOf(`msgid "${id}"`)), wrong, cure);
}

function missingIn(texts: readonly Text[], id: string): string[] {
  return LANGUAGES.filter((language) => !texts.some((text) => text.id === id && text.language === language));
}

/** A text that is empty, that stands twice, or that lacks its other language. */
export function incompleteTexts(files: readonly SourceFile[]): Finding[] {
  const texts = textsOf(files);
  return texts.flatMap((text) => {
    const { id, language } = text;
    const missing = missingIn(texts, id);
    const first = texts.find((other) => other.id === id && other.language === language);
    return [
      ...(text.text.trim() === '' ? [atText(text, `'${id}' is empty`, 'write its text')] : []),
      ...(first !== text ? [atText(text, `'${id}' stands twice in ${language}`, 'keep one')] : []),
      ...missing.map((other) =>
        atText(text, `'${id}' has no text in ${other}`, `add it to the ${other} file`),
      ),
    ];
  });
}

/** `t('…')` and `texts.t('…')`: the calls that put a text on screen. */
function isTextCall(node: Node): boolean {
  if (node.type !== 'CallExpression') return false;
  const callee = field(node, 'callee');
  return word(callee) === 't' || word(field(callee, 'property')) === 't';
}

export function unknownTexts(files: readonly SourceFile[]): Finding[] {
  const texts = textsOf(files);
  return files.filter(isProgram).flatMap((file) =>
    [...nodes(tree(file))].filter(isTextCall).flatMap((node) =>
      literals(list(node, 'arguments')[0]).flatMap((id) => {
        const missing = missingIn(texts, id);
        if (missing.length === 0) return [];
        return [
          at(
            file,
            node,
            `shows '${id}', which has no text in ${missing.join(' and ')}`,
            'add it to content/texts',
          ),
        ];
      }),
    ),
  );
}

/** Starts of ids that are put together: the first piece of a template, when it ends in a dot. */
function computedStarts(file: SourceFile): string[] {
  return [...nodes(tree(file))].flatMap((node) => {
    if (node.type !== 'TemplateLiteral' || list(node, 'expressions').length === 0) return [];
    const start = quasiText(list(node, 'quasis')[0]) ?? '';
    return /^[a-z][\w-]*(?:\.[\w-]+)*\.$/.test(start) ? [start] : [];
  });
}

/** Texts that neither the program nor the content (a decision table names its reasons) ever shows. */
export function unusedTexts(files: readonly SourceFile[]): Finding[] {
  const program = files.filter(isProgram);
  const named = new Set(program.flatMap((file) => strings(file).map(({ value }) => value)));
  for (const { code } of refusalCodes(files)) named.add(`refusal.${code}`);
  const starts = [...COMPUTED_TEXTS, ...program.flatMap(computedStarts)].filter(
    (start) => start !== 'refusal.',
  );
  const content = files.filter(({ path }) => path.startsWith('content/') && !PO_FILE.test(path));
  return textsOf(files).flatMap((text) => {
    const isUsed =
      named.has(text.id) ||
      starts.some((start) => text.id.startsWith(start)) ||
      content.some((file) => file.text.includes(text.id));
    return isUsed ? [] : [atText(text, `'${text.id}' is never shown`, 'remove it, or show it')];
  });
}

/** Each code once, at the first place that refuses by it. */
export function refusalsWithoutText(files: readonly SourceFile[]): Finding[] {
  const texts = textsOf(files);
  const codes = refusalCodes(files);
  return codes.flatMap(({ code, file, node }, index) => {
    const missing = missingIn(texts, `refusal.${code}`);
    if (missing.length === 0 || codes.findIndex((other) => other.code === code) !== index) return [];
    const wrong = `refuses by '${code}', which has no text in ${missing.join(' and ')}`;
    return [at(file, node, wrong, `add 'refusal.${code}' to content/texts`)];
  });
}
