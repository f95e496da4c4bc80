import { createHash, timingSafeEqual } from 'node:crypto';
import { isIP } from 'node:net';
import type { Context } from 'hono';
import { socketAddress } from './visitor.ts';

const FORWARDING = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'];

interface Entrance {
  readonly token: string | undefined;
  /** Behind a proxy on this machine everybody comes from a loopback address. */
  readonly isBehindProxy: boolean;
}

/** Who may see how the house is doing: who has the token, and without a proxy who stands on this machine. */
export function isInsider(c: Context, { token, isBehindProxy }: Entrance): boolean {
  const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (given !== undefined) return token !== undefined && isSame(given, token);
  const isForwarded = isBehindProxy || FORWARDING.some((name) => c.req.header(name) !== undefined);
  return !isForwarded && isLoopback(socketAddress(c) ?? '');
}

/** Hashes have one length, so that the time says nothing of the token. */
function isSame(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIP(plain) === 4 && plain.startsWith('127.'));
}
