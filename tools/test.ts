/** `npm test`: every check of the house in one run, closed by the line `N passed, N failed`. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

interface Step {
  readonly name: string;
  readonly commands: readonly (readonly [bin: string, ...args: string[]])[];
}

interface Run {
  readonly exitCode: number;
  readonly output: string;
}

/** What we read of vitest's JSON report. A file that does not load has no assertions and status `failed`. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

/** React Router writes the types of the pages; the linter reads types too, so this comes first. */
const typegen: Step['commands'] = existsSync(join(root, 'react-router.config.ts'))
  ? [['react-router', 'typegen']]
  : [];

const checks: readonly Step[] = [
  { name: 'format', commands: [['oxfmt', '--check', '.']] },
  { name: 'lint', commands: [...typegen, ['oxlint']] },
  {
    name: 'types',
    commands: [
      ['tsc', '-p', 'tsconfig.pure.json'],
      ['tsc', '-p', 'tsconfig.web.json'],
      ['tsc', '-p', 'tsconfig.node.json'],
    ],
  },
  { name: 'unused code', commands: [['knip']] },
];

export function sum(tallies: readonly Tally[]): Tally {
  return {
    passed: tallies.reduce((total, tally) => total + tally.passed, 0),
    failed: tallies.reduce((total, tally) => total + tally.failed, 0),
    skipped: tallies.reduce((total, tally) => total + tally.skipped, 0),
  };
}

/** Counts tests; a file that failed outside its tests (it does not load, a hook throws) counts as one failed. */
export function countTests(report: VitestReport): Tally {
  return sum(
    report.testResults.map(({ status, assertionResults }) => {
      const count = (wanted: string) => assertionResults.filter((test) => test.status === wanted).length;
      const failed = count('failed');
      const passed = count('passed');
      return {
        passed,
        failed: failed === 0 && status === 'failed' ? 1 : failed,
        skipped: assertionResults.length - passed - failed,
      };
    }),
  );
}

export function closingLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing passed has proved nothing. */
export function exitCode({ passed, failed }: Tally): number {
  return failed > 0 || passed === 0 ? 1 : 0;
}

/** Runs one command of node_modules/.bin, so that it is also Node 26 that runs it; `live` shows its output as it comes. */
export function run(
  name: string,
  args: readonly string[],
  { live, env = {} }: { live: boolean; env?: Readonly<Record<string, string>> },
): Promise<Run> {
  return new Promise((resolve, reject) => {
    const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
    const child = spawn(join(bin, name), args, {
      cwd: root,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ exitCode: code ?? 1, output: Buffer.concat(chunks).toString('utf8') });
    });
  });
}

/** One step is one test: it passes when all of its commands do. */
async function runStep({ name, commands }: Step): Promise<Tally> {
  const started = performance.now();
  for (const [command, ...args] of commands) {
    const { exitCode: code, output } = await run(command, args, { live: false });
    if (code === 0) continue;
    console.log(`✗ ${name}: ${[command, ...args].join(' ')}\n${output}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  console.log(`✓ ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return { passed: 1, failed: 0, skipped: 0 };
}

/** The journeys walk through the built pages. Loaded here, so that a fault in the source still gives a closing line. */
async function buildPages(): Promise<Tally> {
  try {
    const pages = await import('./build.ts');
    console.log((await pages.buildPages()) ? '✓ pages (built)' : '✓ pages (were built)');
    return { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    console.log(`✗ pages:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

/** Unit, database, tidy and journeys. Vitest may also fail as a whole (an unhandled rejection) with every test green. */
async function runVitest(): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'wijkverbond-report-'));
  try {
    const report = join(folder, 'report.json');
    const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { exitCode: code } = await run('vitest', args, { live: true });
    if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
    const tally = countTests(JSON.parse(readFileSync(report, 'utf8')) as VitestReport);
    return code !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function main(): Promise<number> {
  const tallies: Tally[] = [];
  for (const step of checks) tallies.push(await runStep(step));
  tallies.push(await buildPages());
  tallies.push(await runVitest());
  const total = sum(tallies);
  console.log(closingLine(total));
  return exitCode(total);
}

if (import.meta.main) process.exitCode = await main();
