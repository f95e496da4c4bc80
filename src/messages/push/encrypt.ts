import { createCipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';

/** To whom a push message is encrypted: a browser's public key, and the secret that it shares with us. */
export interface Recipient {
  /** An uncompressed point of P-256: 65 bytes. */
  readonly p256dh: Buffer;
  /** 16 bytes. */
  readonly auth: Buffer;
}

/** What is new for each message; given only to repeat the example of the standard. */
interface Chance {
  readonly privateKey?: Buffer;
  readonly salt?: Buffer;
}

const CURVE = 'prime256v1';
/** One record holds the whole message. */
const RECORD_BYTES = 4096;
/** Ends the last record (RFC 8188, 2). */
const LAST = Buffer.of(2);

/**
 * Encrypts a message for a browser as RFC 8291 says, in `aes128gcm` (RFC 8188). The push service in between reads nothing
 * of it. Throws when the browser's key is no point of the curve.
 */
export function encrypt(text: string, { p256dh, auth }: Recipient, chance: Chance = {}): Buffer {
  const own = createECDH(CURVE);
  if (chance.privateKey) own.setPrivateKey(chance.privateKey);
  else own.generateKeys();
  const salt = chance.salt ?? randomBytes(16);
  const shared = own.computeSecret(p256dh);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, own.getPublicKey()]);
  const key = derive(shared, auth, info, 32);
  const cipher = createCipheriv(
    'aes-128-gcm',
    derive(key, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16),
    derive(key, salt, Buffer.from('Content-Encoding: nonce\0'), 12),
  );
  const sealed = [
    cipher.update(Buffer.concat([Buffer.from(text), LAST])),
    cipher.final(),
    cipher.getAuthTag(),
  ];
  return Buffer.concat([header(salt, own.getPublicKey()), ...sealed]);
}

function derive(key: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, bytes));
}

function header(salt: Buffer, publicKey: Buffer): Buffer {
  const size = Buffer.alloc(5);
  size.writeUInt32BE(RECORD_BYTES);
  size.writeUInt8(publicKey.length, 4);
  return Buffer.concat([salt, size, publicKey]);
}
