/**
 * `node bench/pages.ts [address] [rounds]`: asks a demo that runs for its pages, as each log-in of the list, one after the
 * other; prints the median and the 95th percentile of a page in milliseconds, and its size.
 */
import { DEMO_PASSWORD } from '../fixtures/seed.ts';
import { VOORBEELDSTAD } from '../fixtures/voorbeeldstad/town.ts';

const base = process.argv[2] ?? 'http://127.0.0.1:3000';
const rounds = Number(process.argv[3] ?? 60);
/** The first answers of a page read what is remembered afterwards, and are not counted. */
const WARM_UP = 10;

const PAGES: Readonly<Record<string, readonly string[]>> = {
  coordinator: ['werk', 'overzicht', 'werk/nieuw'],
  meldpunt: ['werk'],
  'wijkteam.zuid': ['werk'],
  'teamleider.wijkteam': ['werk'],
  leidinggevende: ['overzicht'],
  privacy: ['logboek', 'vernietiging'],
  beheer: ['gebruikers'],
};

const town = `${base}/${VOORBEELDSTAD.slug}`;
await measure('nobody', 'melden', '');
for (const [login, pages] of Object.entries(PAGES)) {
  const cookie = await enter(login);
  for (const page of pages) await measure(login, page, cookie);
  const report = await firstReport(cookie);
  if (report !== undefined) await measure(login, report, cookie, 'werk/<report>');
}

async function enter(login: string): Promise<string> {
  const answer = await fetch(`${town}/inloggen`, {
    method: 'POST',
    body: new URLSearchParams({ login, password: DEMO_PASSWORD }),
    headers: { origin: base },
    redirect: 'manual',
  });
  if (answer.status !== 302 && answer.status !== 303)
    throw new Error(`expected '${login}' to be let in, got ${answer.status}`);
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
}

async function firstReport(cookie: string): Promise<string | undefined> {
  const answer = await fetch(`${town}/werk`, { headers: { cookie }, redirect: 'manual' });
  return /werk\/\d+/.exec(await answer.text())?.[0];
}

async function measure(who: string, path: string, cookie: string, name = path): Promise<void> {
  const times: number[] = [];
  let sizeKb = 0;
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    const started = performance.now();
    const answer = await fetch(`${town}/${path}`, { headers: { cookie }, redirect: 'manual' });
    const body = await answer.arrayBuffer();
    if (answer.status !== 200) throw new Error(`expected ${path} to open for ${who}, got ${answer.status}`);
    if (round >= WARM_UP) times.push(performance.now() - started);
    sizeKb = body.byteLength / 1000;
  }
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0).padStart(4);
  console.log(
    `${who.padEnd(20)} ${name.padEnd(14)} p50 ${at(0.5)} ms  p95 ${at(0.95)} ms  ${sizeKb.toFixed(0).padStart(4)} kB`,
  );
}
