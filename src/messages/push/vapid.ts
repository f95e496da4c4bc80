import { createECDH, createPrivateKey, hkdfSync, type KeyObject } from 'node:crypto';
import { makeToken } from '../../kit/signed-token.ts';

/** The order of P-256. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HOURS_12_S = 12 * 3600;

/** By which push services know this installation (RFC 8292). */
export interface Vapid {
  /** What a browser is given when it subscribes: an uncompressed point, in base64url. */
  readonly publicKey: string;
  readonly privateKey: KeyObject;
  /** Whom a push service writes to when something is wrong. */
  readonly contact: string;
}

/**
 * The pair of keys of this installation. It follows from the one secret of the installation, so that there is no second
 * one to keep, to restore or to lose; another secret is another pair, and every device then has to subscribe anew.
 */
export function vapidOf(secretsKey: string, contact: string): Vapid {
  const secret = Buffer.from(secretsKey, 'hex');
  // 48 bytes: of so many the remainder favours no key (FIPS 186-5, A.2.1)
  const many = Buffer.from(hkdfSync('sha256', secret, '', 'wijkverbond push services', 48));
  const scalar = (BigInt(`0x${many.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(d);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)];
  const text = (part: Buffer) => part.toString('base64url');
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: { kty: 'EC', crv: 'P-256', d: text(d), x: text(x), y: text(y) },
  });
  return { publicKey: point.toString('base64url'), privateKey, contact: `mailto:${contact}` };
}

/** The header with which a push service knows who asks, for that service alone and half a day. */
export function authorization({ publicKey, privateKey, contact }: Vapid, endpoint: URL): string {
  const token = makeToken({ aud: endpoint.origin, sub: contact }, { key: privateKey, forS: HOURS_12_S });
  return `vapid t=${token}, k=${publicKey}`;
}
