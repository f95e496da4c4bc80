import { sleep } from '../../src/kit/clock.ts';
import type { Chance } from '../../fixtures/chance.ts';
import { send } from './send.ts';

/** One report of the crowd: what was sent, and what the server said of it. */
export interface SentReport {
  readonly key: string;
  readonly withAddress: boolean;
  readonly withContact: boolean;
  /** What the 303 told: the report is in, under this number and code. Undefined: nobody said so. */
  receipt: { readonly number: number; readonly code: string } | undefined;
  /** How often it reached a server, as far as one can know. */
  posts: number;
}

export interface Crowd {
  readonly sent: readonly SentReport[];
  /** What went another way than a kill explains: a refusal, or two numbers for one key. */
  readonly oddities: readonly string[];
  /** Nobody begins a new report; resolves when everybody is done with the last. */
  readonly stop: () => Promise<void>;
}

interface Place {
  /** Of the server that runs now; undefined while there is none. */
  readonly address: () => string | undefined;
  readonly path: string;
  readonly chance: Chance;
}

const VISITORS = 8;
const PAUSE_MS = 5;
const GIVES_UP = 0.3;
const SENDS_TWICE = 0.1;

/**
 * People who keep reporting, each one report after the other. When the outcome is unknown most send the same form again,
 * as a browser does, and some go away; now and then somebody sends an accepted form once more.
 */
export function gatherCrowd(place: Place): Crowd {
  const sent: SentReport[] = [];
  const oddities: string[] = [];
  let stopping = false;
  const visitor = async () => {
    while (!stopping) {
      const report = newReport(place.chance);
      sent.push(report);
      await insist(report, { ...place, oddities });
      await sleep(PAUSE_MS);
    }
  };
  const all = Promise.all(Array.from({ length: VISITORS }, visitor));
  return {
    sent,
    oddities,
    stop: async () => {
      stopping = true;
      await all;
    },
  };
}

function newReport(chance: Chance): SentReport {
  const key = Array.from({ length: 32 }, () => Math.floor(chance() * 16).toString(16)).join('');
  return { key, withAddress: chance() < 0.5, withContact: chance() < 0.5, receipt: undefined, posts: 0 };
}

async function insist(
  report: SentReport,
  { address, path, chance, oddities }: Place & { oddities: string[] },
): Promise<void> {
  for (;;) {
    const answer = await send(address(), path, { body: bodyOf(report) });
    if (answer.kind !== 'closed') report.posts += 1;
    if (answer.kind === 'accepted') {
      const { number, code } = receiptIn(answer.response);
      if (report.receipt && (report.receipt.number !== number || report.receipt.code !== code)) {
        oddities.push(`key ${report.key} was report ${report.receipt.number} and then ${number}`);
      }
      report.receipt = { number, code };
      if (chance() >= SENDS_TWICE) return;
    }
    if (answer.kind === 'refused') oddities.push(`status ${answer.status} for key ${report.key}`);
    if (answer.kind === 'unknown' && chance() < GIVES_UP) return;
    await sleep(PAUSE_MS);
  }
}

function bodyOf({ key, withAddress, withContact }: SentReport): URLSearchParams {
  const calm = key.slice(0, 2) !== '00';
  return new URLSearchParams([
    ['key', key],
    ['dangers', calm ? 'none' : 'weapon'],
    ['sights', key.at(-1) === '0' ? 'distress' : 'lonely'],
    ['story', `Verhaal bij ${key}`],
    ['about', 'someone'],
    ...(withAddress ? [['address', 'Proefstraat 1'] as [string, string]] : []),
    ...(withContact ? [['email', 'melder@voorbeeld.example'] as [string, string]] : []),
  ]);
}

/** The cookie that brings number and code to the reporter's page. */
function receiptIn(response: Response): { number: number; code: string } {
  const cookie = response.headers.getSetCookie().join('\n');
  const [, number, code] = /ontvangen=(\d+)\.([0-9A-Z-]+)/.exec(cookie) ?? [];
  if (!number || !code) throw new Error(`expected a receipt with the 303, got cookies ${cookie}`);
  return { number: Number(number), code };
}
