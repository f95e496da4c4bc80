import { DEMO_PASSWORD } from '../../fixtures/seed.ts';
import { busy, residentMb } from './busy.ts';
import type { Question } from './questions.ts';

const WARM_UP = 8;
const LIMIT_MS = 50;

export interface Measured {
  readonly question: Question;
  /** Milliseconds, in order. */
  readonly took: readonly number[];
  /** Processor of the server and of PostgreSQL together, milliseconds a question. */
  readonly serverMs: number;
  readonly databaseMs: number;
  readonly sizeKb: number;
  readonly status: number;
  /** Memory of the server just after. */
  readonly residentMb: number;
}

export interface Ways {
  readonly base: string;
  readonly slug: string;
  /** The token of each machine, by the name of who asks. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly serverPid: number;
  /** Undefined when PostgreSQL runs elsewhere. */
  readonly postmasterPid: number | undefined;
}

export function share(sorted: readonly number[], part: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** Asks everything so many times, one after the other, and tells of each as soon as it is known. */
export async function drive(
  ways: Ways,
  asked: readonly Question[],
  { rounds, tell }: { rounds: number; tell: (line: string) => void },
): Promise<Measured[]> {
  const entered = new Map<string, Record<string, string>>();
  const all: Measured[] = [];
  for (const question of asked) {
    const headers = entered.get(question.who) ?? (await enter(ways, question.who));
    entered.set(question.who, headers);
    const measured = await measure(ways, question, { headers, rounds });
    all.push(measured);
    tell(lineOf(measured));
  }
  return all;
}

/** Everything that was asked, the slowest first, against the limit. */
export function tableOf(all: readonly Measured[]): string[] {
  const rows = all
    .toSorted((one, other) => share(other.took, 0.95) - share(one.took, 0.95))
    .map(({ question: { who, name }, took, serverMs, databaseMs, sizeKb }) => {
      const [p50, p95] = [share(took, 0.5), share(took, 0.95)];
      const cells = [who || 'nobody', name, p50.toFixed(0), p95.toFixed(0), (p95 / LIMIT_MS).toFixed(2)];
      return [...cells, serverMs.toFixed(0), databaseMs.toFixed(0), sizeKb.toFixed(0)];
    });
  const head = ['who', 'asks', 'p50 ms', 'p95 ms', `of ${LIMIT_MS}`, 'server ms', 'database ms', 'kB'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}

function lineOf({ question: { who, name }, took, serverMs, databaseMs, sizeKb, status }: Measured): string {
  const figure = (part: number) => share(took, part).toFixed(1).padStart(7);
  const over = share(took, 0.95) > LIMIT_MS ? `  over ${LIMIT_MS}` : '';
  const label = `${(who || 'nobody').padEnd(20)} ${name.padEnd(36)}`;
  return `${label} p50${figure(0.5)}  p95${figure(0.95)}  p99${figure(0.99)} ms  cpu ${(serverMs + databaseMs).toFixed(0).padStart(4)} (${serverMs.toFixed(0)}+${databaseMs.toFixed(0)})${sizeKb.toFixed(0).padStart(5)} kB ${status}${over}`;
}

async function enter({ base, slug, tokens }: Ways, who: string): Promise<Record<string, string>> {
  if (who === '') return {};
  const token = tokens.get(who);
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  const answer = await fetch(`${base}/${slug}/inloggen`, {
    method: 'POST',
    body: new URLSearchParams({ login: who, password: DEMO_PASSWORD }),
    headers: { origin: base },
    redirect: 'manual',
  });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  if (cookies.length === 0) throw new Error(`expected '${who}' to be let in, got ${answer.status}`);
  return { cookie: cookies.join('; ') };
}

async function measure(
  { base, slug, serverPid, postmasterPid }: Ways,
  question: Question,
  { headers, rounds }: { headers: Record<string, string>; rounds: number },
): Promise<Measured> {
  const took: number[] = [];
  let [sizeKb, status, next] = [0, 0, ''];
  let before = await busy(serverPid, postmasterPid);
  for (let round = -WARM_UP; round < rounds; round += 1) {
    if (round === 0) before = await busy(serverPid, postmasterPid);
    const path = question.turns && next !== '' && round % 2 !== 0 ? next : question.path();
    const whole = path.startsWith('/') ? path.replace(':town', slug) : `/${slug}/${path}`;
    const started = performance.now();
    const answer = await fetch(`${base}${whole}`, { headers, redirect: 'manual' });
    const body = await answer.text();
    if (round >= 0) took.push(performance.now() - started);
    if (answer.status >= 500 || answer.status === 429)
      throw new Error(
        `expected ${whole} to open for ${question.who}, got ${answer.status}: ${body.slice(0, 300)}`,
      );
    if (answer.status === 200) sizeKb = Math.max(sizeKb, body.length / 1000);
    status = Math.max(status, answer.status);
    next = nextOf(body, base);
  }
  const after = await busy(serverPid, postmasterPid);
  const serverMs = (after.serverMs - before.serverMs) / rounds;
  const databaseMs = (after.databaseMs - before.databaseMs) / rounds;
  const inOrder = took.toSorted((a, b) => a - b);
  const resident = await residentMb(serverPid);
  return { question, serverMs, databaseMs, took: inOrder, sizeKb, status, residentMb: resident };
}

/** Where a page or a list of the API goes on. */
function nextOf(body: string, base: string): string {
  const inPage = /href="([^"]*[?&](?:amp;)?na=[^"]*)"/.exec(body)?.[1]?.replaceAll('&amp;', '&');
  const inList = /"volgende":\{"href":"([^"]+)"/.exec(body)?.[1];
  return inPage ?? inList?.replace(base, '') ?? '';
}
