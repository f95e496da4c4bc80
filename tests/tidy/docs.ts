/** Documents that name files and functions stay true. */
import { at, isCode, type Finding, type SourceFile } from './source.ts';

/** Documents whose every path in backticks must exist. */
const CHECKED = ['docs/walkthrough.md'];

const LOOKS_LIKE_A_PATH =
  /^[\w@.-]+(?:\/[\w@.:-]+)+\/?(?:#\w+)?$|^[\w-]+\.(?:ts|tsx|md|json|po|dmn|css)(?:#\w+)?$/;

/** `src/reports/actions.ts#submitReport`: the file exists and declares that name. */
export function documentsPointNowhere(files: readonly SourceFile[]): Finding[] {
  return files
    .filter(({ path }) => CHECKED.includes(path))
    .flatMap((document) =>
      [...document.text.matchAll(/`([^`\n]+)`/g)].flatMap((found) => {
        const wrong = whatIsWrong(found[1] ?? '', files);
        return wrong ? [at(document, found.index, wrong, 'name what is there now')] : [];
      }),
    );
}

function whatIsWrong(quoted: string, files: readonly SourceFile[]): string | undefined {
  if (!LOOKS_LIKE_A_PATH.test(quoted)) return undefined;
  const [path = '', name] = quoted.split('#');
  const target = files.find((file) => file.path === path);
  const isFolder = files.some((file) => file.path.startsWith(`${path.replace(/\/$/, '')}/`));
  if (!target && !isFolder) return `names ${path}, which does not exist`;
  if (name === undefined || (target && declares(target, name))) return undefined;
  return `names ${name} in ${path}, which does not declare it`;
}

function declares({ path, text }: SourceFile, name: string): boolean {
  if (!isCode(path)) return text.includes(name);
  return new RegExp(`\\b(?:function\\*?|const|let|type|interface|class)\\s+${name}\\b`).test(text);
}
