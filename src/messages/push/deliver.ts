import { lookup, type LookupAddress } from 'node:dns';
import { request, type RequestOptions } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Config } from '../../kit/config.ts';
import type { Delivery } from '../rules.ts';
import { encrypt, type Recipient } from './encrypt.ts';
import { endpointOf, isInside, PUSH_SERVICES } from './endpoint.ts';
import { authorization, vapidOf, type Vapid } from './vapid.ts';
import { judgeAnswer } from './rules.ts';

/** One notice on its way to one device. */
export interface Notice {
  readonly to: Recipient & { readonly endpoint: string };
  /** What the device shows, as JSON; never a word of a report. */
  readonly text: string;
  /** Two of the same topic are one to the push service: what is sent again takes the place of what waits. */
  readonly topic: string;
  /** After so many seconds nobody needs it any more. */
  readonly ttlS: number;
}

/** Hands one notice to the push service of a device; it never throws. */
export type Push = (notice: Notice, signal: AbortSignal) => Promise<Delivery>;

export interface PushSettings {
  readonly vapid: Vapid;
  /** The push services that may be sent to, by the names of their hosts. */
  readonly services: string;
  /** Another way to the push service, for a test that is one. */
  readonly connection?: Pick<RequestOptions, 'ca' | 'lookup' | 'port'>;
}

/** How this installation reaches devices; undefined where nobody said whom push services can write to, or there is no key. */
export function pushSettings(config: Config): PushSettings | undefined {
  const { PUSH_CONTACT: contact, PUSH_SERVICES: services, SECRETS_KEY: key, PUBLIC_URL: origin } = config;
  if (contact === undefined || key === undefined || origin === undefined) return undefined;
  return { vapid: vapidOf(key, contact), services: services ?? PUSH_SERVICES };
}

/** Looks a name up, and gives no address inside our own network: a name that leads there is an attack or a mistake. */
const outside: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, '');
    const [first] = found;
    if (!first || found.some(({ address }) => isInside(address)))
      return done(new Error('expected an address outside our own network'), '');
    return options.all ? done(null, found) : done(null, first.address, first.family);
  });
};

export function makePush({ vapid, services, connection }: PushSettings): Push {
  return async ({ to, text, topic, ttlS }, signal) => {
    const url = endpointOf(to.endpoint, services);
    if (!url) return judgeAnswer('not-allowed');
    try {
      const body = encrypt(text, to);
      const headers = {
        authorization: authorization(vapid, url),
        'content-encoding': 'aes128gcm',
        'content-type': 'application/octet-stream',
        'content-length': body.length,
        ttl: String(ttlS),
        urgency: 'high',
        topic,
      };
      return judgeAnswer(
        await post(url, { body, headers, signal, connection: connection ?? { lookup: outside } }),
      );
    } catch (error) {
      return judgeAnswer(error instanceof Error && 'code' in error ? String(error.code) : 'broken');
    }
  };
}

interface Posted {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly signal: AbortSignal;
  readonly connection: Pick<RequestOptions, 'ca' | 'lookup' | 'port'>;
}

/** The status of the answer. What it says is not read, and nowhere it leads is gone to. */
function post(url: URL, { body, headers, signal, connection }: Posted): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const sent = request(url, { method: 'POST', headers, signal, agent: false, ...connection }, (answer) => {
    answer.resume();
    resolve(answer.statusCode ?? 0);
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
