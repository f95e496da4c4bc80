import { on, type Tx } from '../kit/db.ts';
import type { Browser, System } from './model.ts';

interface DeviceTables {
  device: {
    municipality_id: string;
    id: string;
    user_id: string;
    endpoint_hash: Buffer;
    sealed: Buffer;
    browser: string;
    system: string;
    language: string;
    made_at: Date;
    shown_at: Date | null;
  };
}

/** A browser on which somebody has notices shown; where it is reached stands sealed. */
export interface Device {
  readonly id: string;
  readonly userId: string;
  readonly endpointHash: Buffer;
  readonly sealed: Buffer;
  readonly browser: Browser;
  readonly system: System;
  readonly language: 'nl' | 'en';
  readonly madeAt: Date;
  /** When its push service last took something for it. */
  readonly shownAt: Date | null;
}

/** The devices of these people. */
export async function devicesOf(tx: Tx, userIds: readonly string[]): Promise<Device[]> {
  if (userIds.length === 0) return [];
  const rows = await deviceQuery(tx)
    .where('user_id', 'in', [...userIds])
    .orderBy('device.made_at')
    .execute();
  return rows.map(deviceFromRow);
}

export async function findDevice(tx: Tx, id: string): Promise<Device | undefined> {
  const row = await deviceQuery(tx).where('id', '=', id).executeTakeFirst();
  return row && deviceFromRow(row);
}

/**
 * One browser is one device: it is from now on of who switched it on last, under a new id, so that what waits for an
 * earlier one is not shown to another.
 */
export async function writeDevice(tx: Tx, device: Omit<Device, 'madeAt' | 'shownAt'>): Promise<void> {
  const row = {
    id: device.id,
    user_id: device.userId,
    sealed: device.sealed,
    browser: device.browser,
    system: device.system,
    language: device.language,
    made_at: tx.now,
    shown_at: null,
  };
  await on<DeviceTables>(tx)
    .insertInto('device')
    .values({ ...row, municipality_id: tx.municipalityId, endpoint_hash: device.endpointHash })
    .onConflict((conflict) => conflict.columns(['municipality_id', 'endpoint_hash']).doUpdateSet(row))
    .execute();
}

export async function writeShown(tx: Tx, id: string): Promise<void> {
  await on<DeviceTables>(tx)
    .updateTable('device')
    .set({ shown_at: tx.now })
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

export async function deleteDevice(tx: Tx, id: string): Promise<void> {
  await on<DeviceTables>(tx)
    .deleteFrom('device')
    .where('municipality_id', '=', tx.municipalityId)
    .where('id', '=', id)
    .execute();
}

export async function deleteDevicesOf(tx: Tx, userId: string): Promise<void> {
  await on<DeviceTables>(tx)
    .deleteFrom('device')
    .where('municipality_id', '=', tx.municipalityId)
    .where('user_id', '=', userId)
    .execute();
}

function deviceQuery(tx: Tx) {
  return on<DeviceTables>(tx)
    .selectFrom('device')
    .selectAll()
    .where('municipality_id', '=', tx.municipalityId);
}

function deviceFromRow(row: DeviceTables['device']): Device {
  return {
    id: row.id,
    userId: row.user_id,
    endpointHash: row.endpoint_hash,
    sealed: row.sealed,
    browser: row.browser as Browser,
    system: row.system as System,
    language: row.language === 'en' ? 'en' : 'nl',
    madeAt: row.made_at,
    shownAt: row.shown_at,
  };
}
