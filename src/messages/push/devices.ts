import { createHash } from 'node:crypto';
import { z } from 'zod';
import { inTenant, type Database, type Tx } from '../../kit/db.ts';
import { isUuid, newId } from '../../kit/ids.ts';
import { ok, refuse, type Outcome } from '../../kit/outcome.ts';
import { seal, unseal } from '../../kit/secrets.ts';
import { logLook, ownAccount } from '../../people/index.ts';
import type { Actor } from '../../people/model.ts';
import { endpointHash } from '../keys.ts';
import * as messages from '../store.ts';
import type { DevicesView } from '../wire.ts';
import * as store from '../device-store.ts';
import type { PushSettings } from './deliver.ts';
import { endpointOf } from './endpoint.ts';
import { deviceKind } from './rules.ts';

/** So many devices has one person; the oldest go when there are more. */
const DEVICES_MOST = 10;
const MARK_LETTERS = 16;

const base64url = (bytes: number) =>
  z
    .string()
    .regex(/^[\w-]+={0,2}$/)
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((decoded) => decoded.length === bytes);

/** What a browser gives when it subscribes (Push API). */
const Subscription = z.object({
  endpoint: z.string(),
  p256dh: base64url(65),
  auth: base64url(16),
});

const Address = z.object({ endpoint: z.string(), p256dh: z.string(), auth: z.string() });

function placeOf(municipalityId: string, hash: Buffer): string {
  return `push subscription ${municipalityId}/${hash.toString('hex')}`;
}

/** Where a device is reached, out of its seal. */
export function openAddress(
  key: string,
  municipalityId: string,
  { sealed, endpointHash: hash }: Pick<store.Device, 'sealed' | 'endpointHash'>,
): { endpoint: string; p256dh: Buffer; auth: Buffer } {
  const text = unseal(sealed, { key, place: placeOf(municipalityId, hash) });
  const { endpoint, p256dh, auth } = Address.parse(JSON.parse(text));
  return { endpoint, p256dh: Buffer.from(p256dh, 'base64url'), auth: Buffer.from(auth, 'base64url') };
}

interface Switched {
  readonly key: string;
  readonly push: Pick<PushSettings, 'services'>;
  readonly given: Readonly<Record<string, unknown>>;
  readonly agent: string;
  readonly language: 'nl' | 'en';
}

/** Has notices shown on this device from now on; of whoever had them there before it is the device no more. */
export async function addDevice(
  db: Database,
  actor: Actor,
  { key, push, given, agent, language }: Switched,
): Promise<Outcome<true>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  const read = Subscription.safeParse(given);
  const url = read.success ? endpointOf(read.data.endpoint, push.services) : undefined;
  if (!read.success || !url) return refuse('device-unusable');
  const { userId } = user.value;
  const { endpoint, p256dh, auth } = read.data;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const hash = endpointHash(key, tx.municipalityId, endpoint);
    const address = { endpoint, p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') };
    const sealed = seal(JSON.stringify(address), { key, place: placeOf(tx.municipalityId, hash) });
    const device = { id: newId<'device'>(), userId, endpointHash: hash, sealed, language };
    await store.writeDevice(tx, { ...device, ...deviceKind(agent) });
    const all = await store.devicesOf(tx, [userId]);
    for (const { id } of all.slice(0, -DEVICES_MOST)) await store.deleteDevice(tx, id);
    await logLook(tx, user.value, { action: 'change', subjectKind: 'user', subjectId: userId });
    return ok(true);
  });
}

/** Shows nothing more on a device of one's own; of another's it is not there. */
export function removeDevice(db: Database, actor: Actor, deviceId: string): Promise<Outcome<true>> {
  return withOwn(db, actor, deviceId, async (tx) => {
    await store.deleteDevice(tx, deviceId);
  });
}

/** Sends a notice that says no more than that it arrived, by the same way as all others. */
export function testDevice(db: Database, actor: Actor, deviceId: string): Promise<Outcome<true>> {
  return withOwn(db, actor, deviceId, async (tx, { userId, language }) => {
    const id = newId<'message'>();
    const about = { kind: 'test', userId, deviceId, reportId: null, language } as const;
    await messages.insertMessage(tx, { id, key: `test ${id}`, ...about, dueAt: tx.now });
  });
}

async function withOwn(
  db: Database,
  actor: Actor,
  deviceId: string,
  work: (tx: Tx, device: store.Device) => Promise<void>,
): Promise<Outcome<true>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  if (!isUuid(deviceId)) return refuse('device-unknown');
  return inTenant(db, actor.municipalityId, async (tx) => {
    const device = await store.findDevice(tx, deviceId);
    if (device?.userId !== user.value.userId) return refuse('device-unknown');
    await work(tx, device);
    await logLook(tx, user.value, { action: 'change', subjectKind: 'user', subjectId: device.userId });
    return ok(true);
  });
}

/** The own devices. By its mark a browser knows which of them it is itself. */
export async function ownDevices(
  db: Database,
  actor: Actor,
  key: string | undefined,
): Promise<Outcome<DevicesView>> {
  const user = ownAccount(actor);
  if (!user.ok) return user;
  return inTenant(db, actor.municipalityId, async (tx) => {
    const devices = key === undefined ? [] : await store.devicesOf(tx, [user.value.userId]);
    return ok({
      devices: devices.map(({ id, browser, system, madeAt, shownAt, ...device }) => {
        const mark = markOf(openAddress(key ?? '', tx.municipalityId, device).endpoint);
        return { id, browser, system, madeAt, shownAt, mark };
      }),
    });
  });
}

/** The same as the page computes of its own subscription (src/web/public/devices.js). */
function markOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex').slice(0, MARK_LETTERS);
}

/** Who leaves is told nothing any more, on no device. */
export function forgetDevices(tx: Tx, userId: string): Promise<void> {
  return store.deleteDevicesOf(tx, userId);
}
