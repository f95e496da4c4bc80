/**
 * `npm run prove`: everything that tries to break the closed loop, whole and not in slices, and docs/proof.md, which says what is
 * promised, what holds it and what was tried. Some hours on two cores; `--only walk,crash` runs a part, beside what earlier runs of
 * the other parts found in this clone: each with its day and its commit.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { contentFile } from '../src/kit/content.ts';
import { loadTexts } from '../src/kit/texts.ts';
import { PROMISES } from '../src/handovers/promises.ts';
import { countTests, run, sum, type Tally, type VitestReport } from './test.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Suite {
  readonly name: string;
  readonly files: readonly string[];
  /** What makes it whole. */
  readonly env: Readonly<Record<string, string>>;
}

const SUITES: readonly Suite[] = [
  {
    name: 'walk',
    files: ['tests/walk.test.ts'],
    env: { WIJK_WALKS: '12', WIJK_WALK_STEPS: '400', WIJK_WALK_GUARDS: 'none' },
  },
  { name: 'mutants', files: ['tests/walk.test.ts'], env: { WIJK_WALKS: '0', WIJK_WALK_GUARDS: 'all' } },
  { name: 'crash', files: ['tests/crash.test.ts'], env: { WIJK_CRASHES: 'all' } },
  {
    name: 'kill',
    files: ['tests/kill.test.ts', 'tests/kill-mail.test.ts', 'tests/disk.test.ts'],
    // twenty times a thousand acknowledged reports
    env: {
      WIJK_KILLS: '10',
      WIJK_KILL_REPORTS: '100',
      WIJK_KILL_RUNS: '20',
      WIJK_MAIL_KILLS: '20',
      WIJK_DEADLINES: '2000',
    },
  },
  {
    name: 'rules',
    files: [
      'tests/outage.test.ts',
      'tests/access.test.ts',
      'db/schema.test.ts',
      'src/cli/verify.test.ts',
      'src/triage/laws.test.ts',
      'src/handovers',
      'src/safety',
      'src/rights',
      'src/messages',
      'src/places',
    ],
    // both walks over parts
    env: { WIJK_WALKS: '2' },
  },
  { name: 'sight', files: ['tests/differential.test.ts'], env: { WIJK_DIFFERENTIAL: 'all' } },
];

/** What a suite found, as it is kept. */
interface Ran {
  readonly suite: Suite;
  /** By file, relative to the root: how many tests passed and failed. */
  readonly files: Readonly<Record<string, Tally>>;
  readonly lines: readonly string[];
  readonly minutes: number;
  /** YYYY-MM-DD */
  readonly day: string;
  /** Abbreviated; undefined outside a clone. */
  readonly commit: string | undefined;
}

interface NamedReport {
  readonly testResults: readonly (VitestReport['testResults'][number] & { readonly name: string })[];
}

async function runSuite(suite: Suite, folder: string): Promise<Ran> {
  const [report, told] = [join(folder, `${suite.name}.json`), join(folder, `${suite.name}.lines`)];
  const at = new Date();
  const args = [
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...suite.files,
  ];
  await run('vitest', args, { live: true, env: { ...suite.env, WIJK_PROOF_FILE: told } });
  const results: NamedReport['testResults'] = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as NamedReport).testResults
    : [];
  const files = Object.fromEntries(
    results.map((result) => [result.name.replace(root, ''), countTests({ testResults: [result] })]),
  );
  const lines = existsSync(told)
    ? readFileSync(told, 'utf8')
        .trim()
        .split('\n')
        .map((line) => {
          const { suite: of, line: text } = JSON.parse(line) as { suite: string; line: string };
          return `${of}: ${text}`;
        })
    : [];
  const minutes = (Date.now() - at.getTime()) / 60_000;
  return { suite, files, lines, minutes, day: at.toISOString().slice(0, 10), commit: commitOfSource() };
}

function commitOfSource(): string | undefined {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

const keptIn = (name: string) => join(root, 'data/proof', `${name}.json`);

function keep(ran: Ran): void {
  mkdirSync(join(root, 'data/proof'), { recursive: true });
  writeFileSync(keptIn(ran.suite.name), JSON.stringify(ran));
}

function kept(): Ran[] {
  return SUITES.filter(({ name }) => existsSync(keptIn(name))).map(
    ({ name }) => JSON.parse(readFileSync(keptIn(name), 'utf8')) as Ran,
  );
}

function pageOf(ran: readonly Ran[]): string {
  const t = loadTexts(contentFile('texts'), { strict: true }).translator('en');
  // a file can be in two parts: the walk, and the walk with guards switched off
  const tried = (file: string) => {
    const parts = ran.flatMap(({ files, day }) => (files[file] ? [{ ...files[file], day }] : []));
    if (parts.length === 0) return `- \`${file}\`: not run`;
    const { passed, failed } = sum(parts);
    const days = [...new Set(parts.map(({ day }) => day))].toSorted().join(' and ');
    return `- \`${file}\`: ${passed} passed, ${failed} failed, ${days}`;
  };
  const promises = PROMISES.flatMap(({ id, invariants, tests }) => [
    `## ${t(`promises.${id}.what`)}`,
    t(`promises.${id}.how`),
    ...(invariants.length > 0
      ? [`Proved every night, and by \`wijk verify\`: ${invariants.join(', ')}.`]
      : []),
    `Tried by:\n\n${tests.map(tried).join('\n')}`,
  ]);
  const runs = ran.flatMap(({ suite, files, lines, minutes, day, commit }) => [
    `### ${suite.name}`,
    [
      `\`${[...Object.entries(suite.env).map(([name, value]) => `${name}=${value}`), 'vitest run', ...suite.files].join(' ')}\``,
      `${Object.keys(files).length} files, ${minutes.toFixed(1)} minutes on ${availableParallelism()} cores, ${[day, ...(commit ? [commit] : [])].join(', ')}.`,
    ].join(': '),
    ...(lines.length > 0 ? [lines.map((line) => `- ${line}`).join('\n')] : []),
  ]);
  return `${[
    '# What is promised, and how that was tried',
    'Written by `npm run prove`; do not edit. A page in the program (`/<municipality>/zekerheid`) says the same to those who work with it, with what the proof of last night found.',
    ...promises,
    `## ${t('promises.limits.title')}`,
    `${t('promises.limits.power')} Crashes of processes are proved here: with \`fsync\`, \`full_page_writes\` or \`synchronous_commit\` off the server refuses to start.`,
    t('promises.limits.people'),
    '## What was run',
    ...runs,
  ].join('\n\n')}\n`;
}

export async function main(args: readonly string[]): Promise<number> {
  const only = args[args.indexOf('--only') + 1]?.split(',');
  const chosen = SUITES.filter(({ name }) => !args.includes('--only') || only?.includes(name));
  if (chosen.length === 0) {
    console.error(`expected --only with some of ${SUITES.map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const folder = mkdtempSync(join(tmpdir(), 'wijkverbond-proof-'));
  try {
    const ran: Ran[] = [];
    for (const suite of chosen) {
      const one = await runSuite(suite, folder);
      keep(one);
      ran.push(one);
      writeFileSync(join(root, 'docs/proof.md'), pageOf(kept()));
    }
    const { failed } = sum(ran.flatMap(({ files }) => Object.values(files)));
    const isEmpty = ran.some(({ files }) => Object.keys(files).length === 0);
    console.log(
      failed === 0 && !isEmpty
        ? 'All holds: docs/proof.md says what.'
        : `${failed} failed: docs/proof.md says which.`,
    );
    return failed === 0 && !isEmpty ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
