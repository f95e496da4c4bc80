import { contentFile } from '../kit/content.ts';
import type { Refusal } from '../kit/outcome.ts';
import { loadTexts } from '../kit/texts.ts';
import { checkTables, runConformance, type CaseReport } from '../triage/index.ts';

/** `dmn test <folder>` and `dmn check <file|folder>`. */
export async function dmn([what = '', path, ...rest]: readonly string[]): Promise<number> {
  const run = { test, check }[what];
  if (!run || path === undefined || rest.length > 0)
    throw new Error(`expected 'test <folder>' or 'check <file or folder>', got '${[what, path].join(' ')}'`);
  return run(path);
}

async function test(folder: string): Promise<number> {
  const reports = await runConformance(folder);
  const explain = explainer();
  for (const line of reports.flatMap((report) => linesOf(report, explain))) process.stdout.write(`${line}\n`);
  const failed = reports.filter(({ failures }) => failures.length > 0).length;
  const passed = reports.length - failed;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  // a folder without cases has shown nothing
  return failed === 0 && passed > 0 ? 0 : 1;
}

function linesOf({ file, id, failures }: CaseReport, explain: Explain): string[] {
  return failures.map(({ decision, expected, found, because }) =>
    [`${file}, case ${id}, ${decision}: expected ${expected}, found ${found}`, ...because.map(explain)].join(
      '\n    ',
    ),
  );
}

async function check(path: string): Promise<number> {
  const refusals = await checkTables(path);
  for (const line of refusals.map(explainer())) process.stdout.write(`${line}\n`);
  process.stdout.write(
    refusals.length === 0 ? 'Every table is whole, and no law is broken.\n' : `${refusals.length} found.\n`,
  );
  return refusals.length === 0 ? 0 : 1;
}

type Explain = (refusal: Refusal) => string;

function explainer(): Explain {
  const t = loadTexts(contentFile('texts'), { strict: true }).translator('en');
  return ({ code, facts }) => t(`refusal.${code}`, facts);
}
