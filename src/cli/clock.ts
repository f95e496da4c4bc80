import { advanceClock, databaseNow } from '../kit/clock.ts';
import type { Databases } from './databases.ts';

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** '+2h' → milliseconds. Only forward: what happened cannot be unlived. */
export function parseAdvance(text: string): number {
  const parts = /^\+(\d{1,5})([mhd])$/.exec(text);
  const [amount, unit] = [Number(parts?.[1]), UNIT_MS[parts?.[2] ?? '']];
  if (!unit || !Number.isSafeInteger(amount))
    throw new Error(`expected how far to go ahead, such as +30m, +2h or +3d, got '${text}'`);
  return amount * unit;
}

export async function moveClock({ owner, config }: Databases, text: string): Promise<number> {
  await advanceClock(owner, parseAdvance(text), { production: config.PRODUCTION });
  process.stdout.write(`This installation now lives at ${(await databaseNow(owner)).toISOString()}.\n`);
  return 0;
}
