/**
 * The outside of a backup: a line that says what it is, then frames of at most 64 kB, each of which can be checked before
 * it is used, and of which the last says that it is the last. With a passphrase the frames are AES-256-GCM under a key
 * that scrypt makes of it; the number of the frame is the nonce, which is safe because every file has a key (a salt) of
 * its own. Without one each frame carries a SHA-256. Frames that are cut off, changed, moved or left out are noticed
 * either way, by the program; only the passphrase protects against who changes a file on purpose.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { z } from 'zod';
import { byteReader, type ByteReader } from './byte-reader.ts';
import { BackupFault } from './fault.ts';

const MAGIC = 'WIJKVERBOND-BACKUP-1 ';
const OUTSIDE_MAX_BYTES = 1024;
const FRAME_BYTES = 64 * 1024;
const LAST = 0x8000_0000;
const TAG_BYTES = 16;
const DIGEST_BYTES = 32;
/** 128 MB and about half a second for each guess at a passphrase. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
export const PASSPHRASE_MIN = 12;

const Outside = z.object({ salt: z.hex().length(32).nullable(), check: z.hex().length(32).nullable() });
type Outside = z.infer<typeof Outside>;

/** Closes and opens single frames; `bound` is what belongs to a frame without standing in it. */
interface Lock {
  readonly close: (data: Buffer, place: Place) => Buffer;
  readonly open: (frame: Buffer, place: Place) => Buffer | undefined;
  readonly extraBytes: number;
}

interface Place {
  readonly number: number;
  readonly isLast: boolean;
}

/** Seals what comes in; what comes out is the whole file. */
export async function* seal(
  source: AsyncIterable<Uint8Array>,
  passphrase: string | undefined,
): AsyncGenerator<Buffer> {
  const { line, lock } = await newOutside(passphrase);
  yield line;
  const input = byteReader(source);
  let data = await input.take(FRAME_BYTES);
  for (let number = 0; ; number += 1) {
    const next = data.length < FRAME_BYTES ? undefined : await input.take(FRAME_BYTES);
    const isLast = next === undefined || next.length === 0;
    const frame = lock.close(data, { number, isLast });
    const head = Buffer.alloc(4);
    head.writeUInt32BE(frame.length + (isLast ? LAST : 0));
    yield Buffer.concat([head, frame]);
    if (isLast) return;
    data = next;
  }
}

/** Opens a sealed file; throws a {@link BackupFault} at the first frame that is not as it was sealed. */
export async function* unseal(
  file: AsyncIterable<Uint8Array>,
  passphrase: string | undefined,
): AsyncGenerator<Buffer> {
  const input = byteReader(file);
  const lock = await lockOf(await readOutside(input), passphrase);
  for (let number = 0; ; number += 1) {
    const head = await input.take(4);
    if (head.length < 4) throw cut();
    const word = head.readUInt32BE();
    const isLast = word >= LAST;
    const length = isLast ? word - LAST : word;
    if (length > FRAME_BYTES + lock.extraBytes) throw damaged(number);
    const frame = await input.take(length);
    if (frame.length < length) throw cut();
    const data = lock.open(frame, { number, isLast });
    if (!data) throw damaged(number);
    yield data;
    if (!isLast) continue;
    if ((await input.take(1)).length > 0) throw damaged(number + 1);
    return;
  }
}

function cut(): BackupFault {
  return new BackupFault('the backup is cut off: its end is missing. Take another copy of it');
}

function damaged(number: number): BackupFault {
  return new BackupFault(
    `the backup is damaged: piece ${number} is not as it was written. Take another copy of it`,
  );
}

async function newOutside(passphrase: string | undefined): Promise<{ line: Buffer; lock: Lock }> {
  const salt = passphrase === undefined ? undefined : randomBytes(16);
  const keys = passphrase !== undefined && salt ? await keysOf(passphrase, salt) : undefined;
  const outside: Outside = {
    salt: salt?.toString('hex') ?? null,
    check: keys?.check.toString('hex') ?? null,
  };
  const line = Buffer.from(`${MAGIC}${JSON.stringify(outside)}\n`);
  return { line, lock: keys ? cipher(keys.frames, line) : digest(line) };
}

async function readOutside(input: ByteReader): Promise<{ line: Buffer; outside: Outside }> {
  const start = await input.take(MAGIC.length);
  if (start.toString() !== MAGIC) throw new BackupFault('this file is not a backup of Wijkverbond');
  const rest: Buffer[] = [];
  for (let length = 0; length < OUTSIDE_MAX_BYTES; length += 1) {
    const byte = await input.take(1);
    if (byte.length === 0) throw cut();
    rest.push(byte);
    if (byte[0] === 0x0a) break;
  }
  const line = Buffer.concat([start, ...rest]);
  return { line, outside: readLine(Buffer.concat(rest).toString()) };
}

function readLine(text: string): Outside {
  try {
    return Outside.parse(JSON.parse(text));
  } catch (cause) {
    throw new BackupFault('the backup is damaged: its first line cannot be read', { cause });
  }
}

async function lockOf(
  { line, outside }: { line: Buffer; outside: Outside },
  passphrase: string | undefined,
): Promise<Lock> {
  if (outside.salt === null) return digest(line);
  if (passphrase === undefined)
    throw new BackupFault(
      'the backup is encrypted: set BACKUP_PASSPHRASE_FILE to the file with its passphrase',
    );
  const keys = await keysOf(passphrase, Buffer.from(outside.salt, 'hex'));
  if (keys.check.toString('hex') !== outside.check)
    throw new BackupFault('the passphrase is not the one with which this backup was made');
  return cipher(keys.frames, line);
}

async function keysOf(passphrase: string, salt: Buffer): Promise<{ frames: Buffer; check: Buffer }> {
  const derive = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);
  const master = await derive(passphrase.normalize('NFC'), salt, 32, SCRYPT);
  const part = (name: string, bytes: number) => Buffer.from(hkdfSync('sha256', master, '', name, bytes));
  return { frames: part('frames', 32), check: part('check', 16) };
}

/** What a frame is bound to: the first line of its file, and whether it is the last. */
function boundTo(line: Buffer, { isLast }: Place): Buffer {
  return Buffer.concat([line, Buffer.from([isLast ? 1 : 0])]);
}

function numberOf({ number }: Place): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeBigUInt64BE(BigInt(number), 4);
  return bytes;
}

function cipher(key: Buffer, line: Buffer): Lock {
  return {
    extraBytes: TAG_BYTES,
    close: (data, place) => {
      const closing = createCipheriv('aes-256-gcm', key, numberOf(place)).setAAD(boundTo(line, place));
      return Buffer.concat([closing.update(data), closing.final(), closing.getAuthTag()]);
    },
    open: (frame, place) => {
      if (frame.length < TAG_BYTES) return undefined;
      const opening = createDecipheriv('aes-256-gcm', key, numberOf(place)).setAAD(boundTo(line, place));
      opening.setAuthTag(frame.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([opening.update(frame.subarray(0, -TAG_BYTES)), opening.final()]);
      } catch {
        return undefined;
      }
    },
  };
}

function digest(line: Buffer): Lock {
  const digestOf = (data: Buffer, place: Place) =>
    createHash('sha256').update(boundTo(line, place)).update(numberOf(place)).update(data).digest();
  return {
    extraBytes: DIGEST_BYTES,
    close: (data, place) => Buffer.concat([data, digestOf(data, place)]),
    open: (frame, place) => {
      if (frame.length < DIGEST_BYTES) return undefined;
      const data = frame.subarray(0, -DIGEST_BYTES);
      return digestOf(data, place).equals(frame.subarray(-DIGEST_BYTES)) ? data : undefined;
    },
  };
}
