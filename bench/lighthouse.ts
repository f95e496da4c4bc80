/**
 * What Lighthouse says of the pages of residents, on a telephone with a slow 4G line (its own default: 150 ms round trip,
 * 1.6 Mbit/s, a processor four times slower). `node bench/lighthouse.ts`; `--url` measures a demo town that runs already.
 * Lighthouse comes by `npx`, pinned here: 179 packages that nobody needs to run the program.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../tests/support/browser.ts';
import { enter } from '../tests/support/screens.ts';
import { startTown } from '../tools/demo-town.ts';

const LIGHTHOUSE = 'lighthouse@13.5.0';
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

/** The pages of residents; `code` opens the one behind a follow-up code. */
const PAGES = [
  { path: '/voorbeeldstad' },
  { path: '/voorbeeldstad/melden' },
  { path: '/voorbeeldstad/volgen' },
  { path: '/voorbeeldstad/volgen/melding', code: 'repaired' },
  { path: '/voorbeeldstad/privacy' },
  { path: '/voorbeeldstad/toegankelijkheid' },
] as const;

interface Report {
  readonly categories: Readonly<Record<string, { readonly score: number }>>;
  readonly audits: Readonly<
    Record<string, { readonly numericValue?: number; readonly score: number | null; readonly title: string }>
  >;
}

const { values } = parseArgs({ options: { url: { type: 'string' } } });
const town = values.url === undefined ? await startTown() : undefined;
const port = await freePort();
const folder = await mkdtemp(join(tmpdir(), 'wijkverbond-lighthouse-'));
const browser = await startBrowser([`--remote-debugging-port=${port}`]);
try {
  const address = values.url ?? town?.address ?? '';
  console.log(`page | ${CATEGORIES.join(' | ')} | first paint ms | largest paint ms | kB`);
  for (const page of PAGES) {
    const cookie = 'code' in page ? await cookieOf(browser, address, page.code) : '';
    const { categories, audits } = await measure(`${address}${page.path}`, cookie);
    const scores = CATEGORIES.map((name) => Math.round((categories[name]?.score ?? 0) * 100));
    const at = (audit: string) => Math.round(audits[audit]?.numericValue ?? 0);
    const figures = [
      at('first-contentful-paint'),
      at('largest-contentful-paint'),
      (at('total-byte-weight') / 1000).toFixed(0),
    ];
    console.log([page.path, ...scores, ...figures].join(' | '));
    for (const [name, { score, title }] of Object.entries(audits))
      if (score !== null && score < 0.9) console.log(`  ${name}: ${title}`);
  }
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
  await town?.stop();
}

async function measure(url: string, cookie: string): Promise<Report> {
  const output = join(folder, 'report.json');
  const headers = join(folder, 'headers.json');
  await writeFile(headers, JSON.stringify(cookie === '' ? {} : { Cookie: cookie }));
  const child = spawn(
    'npx',
    [
      '--yes',
      LIGHTHOUSE,
      url,
      `--port=${port}`,
      '--quiet',
      '--output=json',
      `--output-path=${output}`,
      `--only-categories=${CATEGORIES.join(',')}`,
      `--extra-headers=${headers}`,
      '--no-enable-error-reporting',
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`expected a report of ${url}, got exit code ${code}`);
  return JSON.parse(await readFile(output, 'utf8')) as Report;
}

async function cookieOf(from: Browser, address: string, code: 'repaired'): Promise<string> {
  const context = await from.newContext({ baseURL: address });
  await enter(context, { code });
  const cookies = await context.cookies();
  await context.close();
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const found = (server.address() as AddressInfo).port;
  server.close();
  await once(server, 'close');
  return found;
}
