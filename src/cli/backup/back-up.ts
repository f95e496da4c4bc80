import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { databaseNow } from '../../kit/clock.ts';
import { connectAlone, type Database, type SoleConnection } from '../../kit/db.ts';
import { appliedMigrations, knownMigrations } from '../../server/migrate.ts';
import { BackupFault } from './fault.ts';
import { encode, type BackupRecord, type Head, type Tail } from './records.ts';
import { seal } from './sealed.ts';
import {
  closeSum,
  municipalitiesOf,
  newSum,
  partsOf,
  readPart,
  sequencesOf,
  speakPlainly,
  tablesOf,
} from './tables.ts';
import { writeWhole } from './whole-file.ts';

export interface BackupRequest {
  readonly ownerUrl: string;
  readonly file: string;
  readonly passphrase: string | undefined;
  readonly program: string;
}

export interface BackupMade {
  readonly head: Head;
  readonly tail: Tail;
  readonly municipalities: number;
  readonly bytes: number;
}

/** A transaction that has begun: as a database, and as the connection under it. */
interface Begun {
  readonly client: SoleConnection['client'];
  readonly db: Database;
}

/** One moment of the whole database in one file, while people go on working. The file is there whole, or not at all. */
export async function backUp(request: BackupRequest): Promise<BackupMade> {
  const connection = await connectAlone(request.ownerUrl);
  try {
    const snapshot = connection.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only');
    return await snapshot.execute((db) => writeBackup({ client: connection.client, db }, request));
  } finally {
    await connection.close();
  }
}

async function writeBackup(connection: Begun, request: BackupRequest): Promise<BackupMade> {
  const head = await headOf(connection, request.program);
  let tail: Tail = { tables: {}, sequences: {} };
  const records = async function* (): AsyncGenerator<Buffer> {
    for await (const record of recordsOf(connection, head)) {
      if (record.kind === 'tail') ({ tail } = record);
      yield encode(record);
    }
  };
  const bytes = await writeWhole(request.file, (to) =>
    pipeline(
      records(),
      createGzip(),
      (plain: AsyncIterable<Uint8Array>) => seal(plain, request.passphrase),
      async (file: AsyncIterable<Uint8Array>) => {
        for await (const piece of file) await to.appendFile(piece);
      },
    ),
  );
  return { head, tail, bytes, municipalities: (await municipalitiesOf(connection.client)).length };
}

async function headOf({ db }: Begun, program: string): Promise<Head> {
  const [migrations, known] = [await appliedMigrations(db), await knownMigrations()];
  if (migrations.length === 0)
    throw new BackupFault('this database has no tables yet: there is nothing to back up');
  const stranger = migrations.find((name) => !known.includes(name));
  if (stranger !== undefined)
    throw new BackupFault(
      `this database was made by a newer version of the program (${stranger}): make the backup with that version`,
    );
  return { program, madeAt: (await databaseNow(db)).toISOString(), migrations };
}

async function* recordsOf({ client }: Begun, head: Head): AsyncGenerator<BackupRecord> {
  yield { kind: 'head', head };
  await speakPlainly(client);
  const municipalities = await municipalitiesOf(client);
  const tables: Tail['tables'] = {};
  for (const table of await tablesOf(client)) {
    const sum = newSum();
    for (const municipality of partsOf(table, municipalities)) {
      yield { kind: 'section', section: { table: table.name, columns: [...table.columns], municipality } };
      const pieces = readPart(client, table, municipality);
      let piece = await pieces.next();
      for (; !piece.done; piece = await pieces.next()) {
        sum.hash.update(piece.value);
        yield { kind: 'rows', rows: piece.value };
      }
      sum.rows += piece.value;
    }
    tables[table.name] = closeSum(sum);
  }
  yield { kind: 'tail', tail: { tables, sequences: await sequencesOf(client) } };
}
