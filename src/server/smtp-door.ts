import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { BlockList, isIP, type AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Config } from '../kit/config.ts';
import type { Database } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import type { T } from '../kit/translate.ts';
import { returnedMail, takeBounce } from '../messages/index.ts';
import {
  mailTarget,
  takeMail,
  type IntakeSubscriber,
  type MailAnswer,
  type PostedMail,
} from '../reports/index.ts';

/** So many mails are in memory at once; the mail server before us has a queue, and waits. */
const CONNECTIONS_MAX = 4;
const SILENCE_MS = 60_000;
const CLOSE_MS = 10_000;

interface Door {
  readonly db: Database;
  readonly config: Config;
  readonly log: Log;
  readonly t: T;
  readonly onReceived: IntakeSubscriber;
}

export interface SmtpDoor {
  readonly port: number;
  /** Takes no new mail, and ends when what is under way was answered. */
  readonly stop: () => Promise<void>;
}

/** Opens the door for mail, when the settings name one. A mail is answered `250` after it stands in the database, and not before. */
export async function openSmtpDoor(door: Door): Promise<SmtpDoor | undefined> {
  const { config, log } = door;
  if (config.SMTP_IN_PORT === undefined) return undefined;
  const server = new SMTPServer(optionsOf(door));
  server.on('error', (error: Error) => log('warn', 'mail.connection', errorFields(error)));
  const listening = server.listen(config.SMTP_IN_PORT, config.SMTP_IN_HOST);
  await once(listening, 'listening').catch((error: unknown) => {
    throw new Error(
      `cannot take mail in at ${config.SMTP_IN_HOST}:${config.SMTP_IN_PORT}: look at SMTP_IN_HOST and SMTP_IN_PORT`,
      { cause: error },
    );
  });
  return {
    port: (listening.address() as AddressInfo).port,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

function optionsOf(door: Door): SMTPServerOptions {
  const { config } = door;
  const maxBytes = config.SMTP_IN_MAX_MB * 1024 * 1024;
  const relays = relaysOf(config.SMTP_IN_RELAYS);
  const tls = tlsOf(config);
  return {
    ...tls,
    banner: 'Wijkverbond',
    size: maxBytes,
    authOptional: true,
    disabledCommands: tls ? ['AUTH'] : ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    maxClients: CONNECTIONS_MAX,
    socketTimeout: SILENCE_MS,
    closeTimeout: CLOSE_MS,
    onConnect: ({ remoteAddress }, done) =>
      done(
        isAmong(relays, remoteAddress)
          ? null
          : saying(554, '5.7.1 This server takes mail from its own relays only'),
      ),
    onMailFrom: (_address, { secure }, done) =>
      done(tls && !secure ? saying(530, '5.7.0 Begin with STARTTLS') : null),
    onRcptTo: ({ address }, { envelope }, done) =>
      void answerAddress(door, { address, before: envelope.rcptTo.map((one) => one.address) }, done),
    onData: (stream, { envelope }, done) => {
      const pieces: Buffer[] = [];
      let length = 0;
      stream.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length <= maxBytes) pieces.push(piece);
        else pieces.length = 0;
      });
      stream.on('error', (error: Error) => done(later(door.log, error)));
      stream.on('end', () => {
        if (length > maxBytes) return done(saying(552, '5.3.4 That mail is too large'));
        const mail = {
          raw: Buffer.concat(pieces),
          envelopeFrom: envelope.mailFrom ? envelope.mailFrom.address : '',
          recipients: envelope.rcptTo.map(({ address }) => address.toLowerCase()),
        };
        return void answerMail(door, mail, done);
      });
    },
  };
}

type Done = (error?: Error | null, message?: string) => void;

async function answerAddress(
  door: Door,
  { address, before }: { address: string; before: readonly string[] },
  done: Done,
): Promise<void> {
  try {
    const isReturn = (await returned(door, address)) !== undefined;
    // what comes back is of one mail: beside another address it would be two things in one
    if (isReturn && before.length > 0) return done(saying(452, '4.5.3 One return address at a time'));
    if (!isReturn && before.length === 1 && (await returned(door, before[0] ?? '')) !== undefined)
      return done(saying(452, '4.5.3 One return address at a time'));
    const isOurs = isReturn || (await mailTarget(door.db, address)) !== undefined;
    done(isOurs ? null : saying(550, '5.1.1 Nobody here has that address'));
  } catch (error) {
    done(later(door.log, error));
  }
}

async function answerMail(door: Door, mail: PostedMail, done: Done): Promise<void> {
  try {
    done(await refusalFor(door, mail), '2.0.0 Taken in');
  } catch (error) {
    done(later(door.log, error));
  }
}

async function refusalFor(door: Door, mail: PostedMail): Promise<Error | null> {
  const [only] = mail.recipients;
  const of = only === undefined ? undefined : await returned(door, only);
  const key = door.config.SECRETS_KEY;
  if (of && key !== undefined) {
    const what = await takeBounce(door.db, key, { of, raw: mail.raw });
    door.log('info', 'mail.returned', { message: of.messageId, what });
    // a mail server gets no answer to what it sends back, or two of them would go on for ever
    return null;
  }
  return refusalOf(door.log, await takeMail(door.db, mail, handsOf(door)));
}

/** The mail of ours that comes back under this address; undefined when it is an address like any other. */
async function returned({ db, config }: Door, address: string) {
  const { MAIL_BOUNCE: bounce, SECRETS_KEY: key } = config;
  if (bounce === undefined || key === undefined) return undefined;
  return returnedMail(db, key, { address, bounce });
}

function handsOf({ config, t, onReceived }: Door) {
  const settings = {
    authservId: config.SMTP_IN_AUTHSERV_ID,
    spamHeader: config.SMTP_IN_SPAM_HEADER,
    perSenderPerHour: config.SMTP_IN_PER_SENDER_PER_HOUR,
  };
  return { settings, t, onReceived };
}

/** The sending server shows these words to its sender. */
const WORDS = {
  automatic: [550, '5.7.1 Mail that a machine sends by itself is not taken in'],
  list: [550, '5.7.1 Mail of a list is not taken in'],
  loop: [554, '5.4.6 This mail goes round'],
  unreadable: [554, '5.6.0 This mail cannot be read'],
  'too-many': [450, '4.7.1 Too many mails of this sender: later'],
  busy: [451, '4.3.2 Too busy: later'],
} as const;

function refusalOf(log: Log, answer: MailAnswer): Error | null {
  if (answer.kind === 'taken') {
    log('info', 'mail.taken', { reports: answer.reports });
    return null;
  }
  log('info', `mail.${answer.kind}`, { why: answer.why });
  const [code, words] = WORDS[answer.why];
  return saying(code, words);
}

/** Whatever failed: the mail stays where it is, and comes again. */
function later(log: Log, error: unknown): Error {
  log('error', 'mail.failed', errorFields(error));
  return saying(451, '4.3.0 Not now: later');
}

function saying(responseCode: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode });
}

/** The certificate is read once, at the start: a new one asks for a start of the server. */
function tlsOf({ SMTP_IN_TLS_CERT_FILE, SMTP_IN_TLS_KEY_FILE }: Config) {
  if (SMTP_IN_TLS_CERT_FILE === undefined || SMTP_IN_TLS_KEY_FILE === undefined) return undefined;
  return {
    cert: readFileSync(SMTP_IN_TLS_CERT_FILE),
    key: readFileSync(SMTP_IN_TLS_KEY_FILE),
    minVersion: 'TLSv1.2' as const,
  };
}

/** Throws on what is no address and no range. */
export function relaysOf(written: string): BlockList {
  const relays = new BlockList();
  for (const one of written.split(',').map((part) => part.trim())) {
    const [address = '', prefix] = one.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) throw new Error(`SMTP_IN_RELAYS: expected addresses or ranges, got '${one}'`);
    if (prefix === undefined) relays.addAddress(address, family);
    else relays.addSubnet(address, Number(prefix), family);
  }
  return relays;
}

export function isAmong(relays: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = isIP(plain);
  return family !== 0 && relays.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
