import { createInterface } from 'node:readline/promises';
import type { Database } from '../kit/db.ts';
import type { Databases } from './databases.ts';

const USAGE = 'demo reset [--yes] | demo live [--speed <times>]';
const SPEED = 60;
const MAX_SPEED = 5000;

/** What the demo towns can do; handed in, because they stand outside the house. */
export interface DemoTowns {
  readonly refuseWhatIsNoDemo: (db: Database, production: boolean) => Promise<void>;
  readonly reset: (options: {
    ownerDb: Database;
    production: boolean;
    tell: (line: string) => void;
  }) => Promise<void>;
  readonly live: (living: {
    db: Database;
    speed: number;
    signal: AbortSignal;
    tell: (line: string) => void;
  }) => Promise<number>;
}

/** The person at the keyboard. */
export interface Keyboard {
  readonly ask: (question: string) => Promise<string>;
  readonly tell: (line: string) => void;
  /** Ends what goes on until somebody stops it. */
  readonly signal: AbortSignal;
}

/** `demo reset` brings a demo back to its first start; `demo live` lets life go on in it. Neither touches anything else. */
export async function demo(
  { config, owner, app }: Pick<Databases, 'config' | 'owner' | 'app'>,
  args: readonly string[],
  towns: DemoTowns,
  keyboard: Keyboard,
): Promise<number> {
  const [what, ...rest] = args;
  if (what === 'reset' && rest.every((word) => word === '--yes')) {
    await towns.refuseWhatIsNoDemo(owner, config.PRODUCTION);
    return reset({ config, owner }, towns, keyboard, rest.includes('--yes'));
  }
  if (what === 'live') {
    const speed = speedOf(rest);
    await towns.refuseWhatIsNoDemo(owner, config.PRODUCTION);
    return live(app, speed, towns, keyboard);
  }
  throw new Error(`expected ${USAGE}, got 'demo ${args.join(' ')}'`);
}

async function reset(
  { config, owner }: Pick<Databases, 'config' | 'owner'>,
  towns: DemoTowns,
  { ask, tell }: Keyboard,
  isSure: boolean,
): Promise<number> {
  const answer = isSure ? 'yes' : await ask('Everything in the demo towns goes and is made anew. Type yes: ');
  if (answer.trim().toLowerCase() !== 'yes') {
    tell('Nothing was changed.');
    return 2;
  }
  tell('A server that runs answers again when this is done; everybody logs in again.');
  await towns.reset({ ownerDb: owner, production: config.PRODUCTION, tell });
  tell('The demo towns stand as at a first start.');
  return 0;
}

async function live(
  app: Database,
  speed: number,
  towns: DemoTowns,
  { tell, signal }: Keyboard,
): Promise<number> {
  tell(`Life goes on in the demo, ${speed} times as fast; the clock stays right. Stop it with Ctrl-C.`);
  const done = await towns.live({ db: app, speed, signal, tell });
  tell(`${done} deeds were done; each was done wholly.`);
  return 0;
}

function speedOf(args: readonly string[]): number {
  const [name, text, ...more] = args;
  if (name === undefined) return SPEED;
  const speed = Number(text);
  if (name !== '--speed' || more.length > 0 || !(speed >= 1 && speed <= MAX_SPEED))
    throw new Error(`expected --speed and a number from 1 to ${MAX_SPEED}, got '${args.join(' ')}'`);
  return speed;
}

/** The terminal; Ctrl-C is heard once and lets what is under way be finished. */
export async function atTerminal<T>(work: (keyboard: Keyboard) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  const stop = () => ending.abort();
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    return await work({
      ask: askLine,
      tell: (line) => void process.stdout.write(`${line}\n`),
      signal: ending.signal,
    });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function askLine(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<string>((resolve) => void lines.once('close', () => resolve('')));
  const answer = await Promise.race([lines.question(question), closed]);
  lines.close();
  return answer;
}
