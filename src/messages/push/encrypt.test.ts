import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { encrypt } from './encrypt.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');

it('gives the example of RFC 8291 to the byte', () => {
  const sent = encrypt(
    'When I grow up, I want to be a watermelon',
    {
      p256dh: bytes(
        'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
      ),
      auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
    },
    {
      privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
      salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
    },
  );
  expect(sent.toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  );
});

it('is new each time, and is read by the browser alone', () => {
  const browser = createECDH('prime256v1');
  const recipient = { p256dh: browser.generateKeys(), auth: randomBytes(16) };
  const [one, other] = [encrypt('Er is iets voor u', recipient), encrypt('Er is iets voor u', recipient)];
  expect(one.equals(other)).toBe(false);
  expect(one.toString('latin1')).not.toContain('iets');
  expect(read(one, browser, recipient.auth)).toBe('Er is iets voor u');
  expect(() => read(one, browser, randomBytes(16))).toThrow(/authenticate/);
});

it('refuses a key that is no point of the curve', () => {
  expect(() => encrypt('x', { p256dh: Buffer.alloc(65, 4), auth: randomBytes(16) })).toThrow(
    /not valid|invalid/i,
  );
});

/** What a browser does with it. */
function read(sent: Buffer, browser: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, sender, body] = [sent.subarray(0, 16), sent.subarray(21, 86), sent.subarray(86)];
  const hkdf = (key: Uint8Array, of: Buffer, info: string | Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, of, info, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]);
  const key = hkdf(browser.computeSecret(sender), auth, info, 32);
  const decipher = createDecipheriv(
    'aes-128-gcm',
    hkdf(key, salt, 'Content-Encoding: aes128gcm\0', 16),
    hkdf(key, salt, 'Content-Encoding: nonce\0', 12),
  ).setAuthTag(body.subarray(-16));
  const text = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
  expect(text.at(-1)).toBe(2);
  return text.subarray(0, -1).toString();
}
