import { BlockList, isIP } from 'node:net';

const LENGTH_MAX = 1000;

/**
 * The push services of the browsers: of Chromium and its kin, Firefox, Safari and Edge. A leading dot stands for every name
 * below it.
 */
export const PUSH_SERVICES =
  'fcm.googleapis.com,.push.services.mozilla.com,.push.apple.com,.notify.windows.com';

/** Where a browser says that it wants to be reached, when we may send there: a known service, over https; else undefined. */
export function endpointOf(written: string, services: string): URL | undefined {
  if (written.length > LENGTH_MAX || !URL.canParse(written)) return undefined;
  const url = new URL(written);
  const isPlain = url.protocol === 'https:' && url.username === '' && url.password === '' && url.port === '';
  if (!isPlain || isIP(url.hostname.replaceAll(/[[\]]/g, '')) !== 0) return undefined;
  const isKnown = services
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
    .some((name) => (name.startsWith('.') ? url.hostname.endsWith(name) : url.hostname === name));
  return isKnown ? url : undefined;
}

const OWN_NETWORKS = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/127',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

const own = new BlockList();
for (const network of OWN_NETWORKS) {
  const [address = '', bits] = network.split('/');
  own.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
}

/** An address inside somebody's own network: a name of a push service never leads there, whatever the DNS says. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isInside(mapped);
  const family = isIP(address);
  return family === 0 || own.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
