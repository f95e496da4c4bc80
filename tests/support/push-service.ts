import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { PushSettings } from '../../src/messages/push/deliver.ts';

export const PUSH_HOST = 'push.test';

/** What came in for a browser, as it reads it. */
export interface Arrived {
  readonly shown: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A browser with a subscription: what it gives the site, and its half of the keys. */
export interface TestBrowser {
  readonly fields: { readonly endpoint: string; readonly p256dh: string; readonly auth: string };
  readonly arrived: Arrived[];
}

export interface PushService {
  /** How the house reaches it. */
  readonly connection: NonNullable<PushSettings['connection']>;
  subscribe(): TestBrowser;
  /** What it answers to the next notices; nothing: it takes them. */
  readonly answers: number[];
  /** What was wrong with what came in. */
  readonly faults: string[];
  close(): Promise<void>;
}

/**
 * A push service of our own that speaks the protocol: it checks who sends (RFC 8292), takes no notice that is not encrypted,
 * and reads it with the keys of the browser (RFC 8291).
 */
export async function startPushService(publicKey: () => string): Promise<PushService> {
  const { certificate, key } = certificateFor(PUSH_HOST);
  const answers: number[] = [];
  const faults: string[] = [];
  const browsers = new Map<string, { arrived: Arrived[]; read: (body: Buffer) => string }>();
  const server = createServer({ key, cert: certificate }, (request, response) => {
    void buffer(request as Readable).then((body) => {
      const headers = request.headers as Record<string, string | undefined>;
      const fault = senderFault(headers['authorization'] ?? '', publicKey());
      const browser = browsers.get(request.url ?? '');
      const status = answers.shift() ?? (fault === undefined ? (browser ? 201 : 404) : 403);
      if (fault !== undefined) faults.push(fault);
      if (status === 201 && browser)
        browser.arrived.push({ shown: JSON.parse(browser.read(body)) as Arrived['shown'], headers });
      response.writeHead(status).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    connection: {
      ca: certificate,
      port,
      lookup: (_host, { all }, done) =>
        all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
    },
    answers,
    faults,
    subscribe: () => {
      const path = `/send/${randomBytes(8).toString('hex')}`;
      const keys = createECDH('prime256v1');
      const [p256dh, auth] = [keys.generateKeys(), randomBytes(16)];
      const arrived: Arrived[] = [];
      browsers.set(path, { arrived, read: (body) => decrypt(body, keys, auth) });
      const [key64, auth64] = [p256dh, auth].map((bytes) => bytes.toString('base64url'));
      return {
        fields: { endpoint: `https://${PUSH_HOST}${path}`, p256dh: key64 ?? '', auth: auth64 ?? '' },
        arrived,
      };
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** What is wrong with who says to send; undefined when it is this house, now, and meant for this service. */
function senderFault(authorization: string, publicKey: string): string | undefined {
  const [, token = '', named = ''] = /^vapid t=([^,]+), k=(\S+)$/.exec(authorization) ?? [];
  const [head = '', body = '', signature = ''] = token.split('.');
  if (named !== publicKey) return 'another key';
  const point = Buffer.from(named, 'base64url');
  const part = (from: number) => point.subarray(from, from + 32).toString('base64url');
  const key = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: part(1), y: part(33) } });
  const isSigned = verify(
    'sha256',
    Buffer.from(`${head}.${body}`),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!isSigned) return 'not signed';
  const { aud, exp, sub } = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  if (aud !== `https://${PUSH_HOST}`) return `meant for ${String(aud)}`;
  if (typeof sub !== 'string' || !sub.startsWith('mailto:')) return 'nobody to write to';
  return typeof exp === 'number' ? undefined : 'for ever';
}

function decrypt(body: Buffer, keys: ReturnType<typeof createECDH>, auth: Buffer): string {
  const [salt, sender, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
  const derive = (key: Uint8Array, of: Buffer, info: string | Buffer, length: number) =>
    Buffer.from(hkdfSync('sha256', key, of, info, length));
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), keys.getPublicKey(), sender]);
  const key = derive(keys.computeSecret(sender), auth, info, 32);
  const decipher = createDecipheriv(
    'aes-128-gcm',
    derive(key, salt, 'Content-Encoding: aes128gcm\0', 16),
    derive(key, salt, 'Content-Encoding: nonce\0', 12),
  ).setAuthTag(sealed.subarray(-16));
  const text = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  return text.subarray(0, text.lastIndexOf(2)).toString();
}

/** A certificate that signs itself, for one name (RFC 5280, in DER). */
function certificateFor(name: string): { certificate: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = der(0x30, Buffer.from('06082a8648ce3d040302', 'hex'));
  const common = der(0x30, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from(name)));
  const named = der(0x30, der(0x31, common));
  const times = ['20200101000000Z', '20991231235959Z'].map((moment) => der(0x18, Buffer.from(moment)));
  const names = der(0x04, der(0x30, der(0x82, Buffer.from(name))));
  const extensions = der(0xa3, der(0x30, der(0x30, Buffer.from('0603551d11', 'hex'), names)));
  const body = der(
    0x30,
    der(0xa0, Buffer.from('020102', 'hex')),
    Buffer.from('020101', 'hex'),
    algorithm,
    named,
    der(0x30, ...times),
    named,
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions,
  );
  const signature = der(0x03, Buffer.of(0), sign('sha256', body, privateKey));
  const whole = der(0x30, body, algorithm, signature).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${whole}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.of(tag, ...size), body]);
}
