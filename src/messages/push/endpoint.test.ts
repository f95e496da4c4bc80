import { expect, it } from 'vitest';
import { endpointOf, isInside, PUSH_SERVICES } from './endpoint.ts';

const host = (written: string, services = PUSH_SERVICES) => endpointOf(written, services)?.hostname;

it('knows the push services of the browsers', () => {
  for (const written of [
    'https://fcm.googleapis.com/fcm/send/abc:def',
    'https://updates.push.services.mozilla.com/wpush/v2/gAAAA',
    'https://web.push.apple.com/QGkd',
    'https://wns2-par02p.notify.windows.com/w/?token=x',
  ])
    expect(host(written)).toBe(new URL(written).hostname);
});

it.each([
  ['another protocol', 'http://fcm.googleapis.com/send'],
  ['another host', 'https://voorbeeld.nl/send'],
  ['a name that only ends like one', 'https://evilfcm.googleapis.com/send'],
  ['a name below one that stands for itself', 'https://a.fcm.googleapis.com/send'],
  ['the name without its dot', 'https://push.apple.com/x'],
  ['another port', 'https://fcm.googleapis.com:8443/send'],
  ['a user in it', 'https://fcm.googleapis.com@voorbeeld.nl/'],
  ['a user of its own', 'https://user:word@fcm.googleapis.com/'],
  ['an address', 'https://127.0.0.1/send'],
  ['an address in six', 'https://[::1]/send'],
  ['an address as a number', 'https://2130706433/send'],
  ['no address at all', 'fcm.googleapis.com'],
  ['something endless', `https://fcm.googleapis.com/${'a'.repeat(1000)}`],
])('sends nothing to %s', (_, written) => {
  expect(host(written)).toBeUndefined();
  expect(host(written, '')).toBeUndefined();
});

it('takes the services that the installation names instead', () => {
  expect(host('https://push.stad.test/x', ' push.stad.test , .elders.test')).toBe('push.stad.test');
  expect(host('https://fcm.googleapis.com/x', 'push.stad.test')).toBeUndefined();
  // also an installation cannot send to an address
  expect(host('https://10.0.0.1/x', '10.0.0.1')).toBeUndefined();
});

it.each([
  '127.0.0.1',
  '10.1.2.3',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.169.254',
  '100.64.0.1',
  '0.0.0.0',
  '::1',
  '::',
  'fd00::1',
  'fe80::1',
  '::ffff:10.0.0.1',
  '239.1.1.1',
  'no address',
])('takes %s for an address inside', (address) => {
  expect(isInside(address)).toBe(true);
});

it.each(['142.250.179.138', '172.32.0.1', '2a00:1450:400e:801::200a', '::ffff:8.8.8.8'])(
  'takes %s for one outside',
  (address) => {
    expect(isInside(address)).toBe(false);
  },
);
