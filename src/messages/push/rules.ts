import type { Browser, System } from '../model.ts';
import type { Delivery } from '../rules.ts';

/** Whether the device has ended its subscription: nothing is sent to it any more (RFC 8030, 7.3). */
export function isEnded(delivery: Delivery): boolean {
  return !delivery.ok && (delivery.reply === '404' || delivery.reply === '410');
}

/** What an answer of a push service means: its status, or why there was none. */
export function judgeAnswer(answer: number | string): Delivery {
  if (typeof answer === 'string') {
    if (answer === 'not-allowed') return failure('push-refused', true);
    return failure('push-unreachable', answer.startsWith('ERR_CRYPTO'));
  }
  if (answer >= 200 && answer < 300) return { ok: true };
  const reply = answer >= 400 && answer < 600 ? String(answer) : undefined;
  if (answer === 404 || answer === 410) return failure('push-refused', true, reply);
  const canCome = answer === 408 || answer === 429 || answer >= 500;
  return canCome ? failure('push-later', false, reply) : failure('push-refused', true, reply);
}

function failure(
  cause: 'push-unreachable' | 'push-later' | 'push-refused',
  isFinal: boolean,
  reply?: string,
): Delivery {
  return { ok: false, cause, isFinal, isAddress: false, reply };
}

const BROWSERS: readonly (readonly [RegExp, Browser])[] = [
  [/\bEdg/, 'edge'],
  [/\b(Firefox|FxiOS)\//, 'firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'chrome'],
  [/\bSafari\//, 'safari'],
];
const SYSTEMS: readonly (readonly [RegExp, System])[] = [
  [/Android/, 'android'],
  [/iPhone|iPad/, 'ios'],
  [/Windows/, 'windows'],
  [/Mac OS X|Macintosh/, 'mac'],
  [/Linux|CrOS/, 'linux'],
];

/** What somebody calls this device, of what its browser says of itself; nothing else of that is kept. */
export function deviceKind(agent: string): { browser: Browser; system: System } {
  return {
    browser: BROWSERS.find(([sign]) => sign.test(agent))?.[1] ?? 'other',
    system: SYSTEMS.find(([sign]) => sign.test(agent))?.[1] ?? 'other',
  };
}
