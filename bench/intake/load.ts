/**
 * Posts reports at a constant rate, whatever the server does (an open loop), and prints what came of it as JSON.
 * A report that has to wait for a free connection waits at the expense of its latency, which counts from the moment it
 * was due: a server that stalls cannot hide that (no coordinated omission).
 * Run by bench/intake.ts: node bench/intake/load.ts '{"urls":[…],"path":…,"address":…,"ratePerS":…,"seconds":…}'
 */
import { randomBytes, randomInt } from 'node:crypto';
import { formBody } from './form.ts';
import { openConnection, type Connection } from './http-connection.ts';

export interface LoadOrder {
  /** The server processes, asked in turn as a proxy before them would. */
  readonly urls: readonly string[];
  readonly path: string;
  readonly address: string;
  readonly ratePerS: number;
  readonly seconds: number;
}

export interface LoadResult {
  readonly offered: number;
  /** Answered with 303: the report is in. */
  readonly accepted: number;
  /** Answered with anything else, by status; 0 is a broken connection, -1 no answer at all. */
  readonly refused: Readonly<Record<string, number>>;
  /** Counts what was answered by the end, and a moment later: what piled up is not achieved. */
  readonly acceptedPerS: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
}

const CONNECTIONS_MAX = 256;
const PATIENCE_MS = 5_000;
const MOMENT_MS = 250;

/** Sends everything, waits for the answers, and tells what came of it. */
async function load(order: LoadOrder): Promise<LoadResult> {
  const offered = Math.round(order.ratePerS * order.seconds);
  const latenciesMs: number[] = [];
  const refused: Record<string, number> = {};
  const ready = post(order);
  const started = performance.now();
  let answered = 0;
  let inTime = 0;
  for (let sent = 0; sent < offered;) {
    const dueMs = (sent * 1000) / order.ratePerS;
    const nowMs = performance.now() - started;
    if (dueMs > nowMs) {
      await pause(dueMs - nowMs);
      continue;
    }
    sent += 1;
    ready((status) => {
      const doneMs = performance.now() - started;
      answered += 1;
      if (status !== 303) refused[status] = (refused[status] ?? 0) + 1;
      else latenciesMs.push(doneMs - dueMs);
      if (status === 303 && doneMs < order.seconds * 1000 + MOMENT_MS) inTime += 1;
    });
  }
  for (let waitedMs = 0; answered < offered && waitedMs < PATIENCE_MS; waitedMs += 10) await pause(10);
  if (answered < offered) refused['-1'] = offered - answered;
  return summary({ offered, latenciesMs, refused, acceptedPerS: inTime / order.seconds });
}

/** Sends one report over a free connection; when all are taken it stands in line. */
function post({ urls, path, address }: LoadOrder): (done: (status: number) => void) => void {
  const free: Connection[] = [];
  const waiting: ((connection: Connection) => void)[] = [];
  let opened = 0;
  const giveBack = (connection: Connection) => {
    const next = waiting.shift();
    if (next) next(connection);
    else free.push(connection);
  };
  return (done) => {
    const send = (connection: Connection) => {
      connection.send(request(connection.host, path, address), (status) => {
        done(status);
        giveBack(connection);
      });
    };
    const connection = free.pop();
    if (connection) return send(connection);
    if (opened < CONNECTIONS_MAX) return send(openConnection(new URL(urls[opened++ % urls.length] ?? '')));
    return void waiting.push(send);
  };
}

/** Every report comes from an address of its own, as behind a proxy: the limit per address is not what is measured. */
function request(host: string, path: string, address: string): string {
  const body = formBody(randomBytes(16).toString('hex'), address);
  const visitor = `10.${randomInt(256)}.${randomInt(256)}.${randomInt(256)}`;
  return [
    `POST ${path} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-forwarded-for: ${visitor}`,
    'accept: text/html',
    'accept-encoding: gzip, br',
    'accept-language: nl',
    '',
    body,
  ].join('\r\n');
}

function summary(seen: {
  offered: number;
  latenciesMs: number[];
  refused: Readonly<Record<string, number>>;
  acceptedPerS: number;
}): LoadResult {
  const sorted = Float64Array.from(seen.latenciesMs).sort();
  const quantile = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    offered: seen.offered,
    accepted: sorted.length,
    refused: seen.refused,
    acceptedPerS: seen.acceptedPerS,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? '') as LoadOrder)));
process.exit(0);
