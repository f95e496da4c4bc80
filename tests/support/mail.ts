import { createConnection } from 'node:net';
import { sql } from 'kysely';
import { createTransport, type SendMailOptions } from 'nodemailer';
import { inTenant, type Database } from '../../src/kit/db.ts';
import { idOf, type Town } from './town.ts';

/** Gives the town its addresses: one for residents, and one for the staff of the housing association. */
export async function giveMailAddresses(owner: Database, town: Pick<Town, 'id' | 'slug'>): Promise<void> {
  const addresses = [
    { address: `meld@${town.slug}.test` },
    { address: `staf@${town.slug}.test`, partyId: idOf(town.slug, 'party', 'corporatie') },
  ];
  await sql`update municipality set settings = settings || ${JSON.stringify({ mailAddresses: addresses })}::jsonb
    where municipality_id = ${town.id}`.execute(owner);
  await inTenant(owner, town.id, ({ kysely }) =>
    sql`update user_account set login = login || '@corporatie.test'
      where municipality_id = ${town.id} and login = 'woonconsulent'`.execute(kysely),
  );
}

/** Sends as a mail server does: throws what the door answered when that was no 250. */
export async function sendMail(port: number, mail: SendMailOptions): Promise<string> {
  const transport = createTransport({ host: '127.0.0.1', port, secure: false, ignoreTLS: true });
  try {
    return (await transport.sendMail(mail)).response;
  } finally {
    transport.close();
  }
}

/** Speaks line by line; after the last one it hangs up without listening, as a server does that is cut off. */
export async function sayAndHangUp(port: number, lines: readonly string[]): Promise<void> {
  const socket = createConnection({ host: '127.0.0.1', port });
  const answers = socket[Symbol.asyncIterator]();
  await answers.next();
  for (const line of lines.slice(0, -1)) {
    socket.write(`${line}\r\n`);
    await answers.next();
  }
  const { promise, resolve } = Promise.withResolvers<void>();
  socket.end(`${lines.at(-1) ?? ''}\r\n.\r\n`, () => resolve());
  await promise;
  socket.destroy();
}
