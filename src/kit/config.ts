import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const count = (max: number) => z.coerce.number().int().min(1).max(max);

/** Every setting of an installation. A municipality's own rules and terms are data in the database, not here. */
const ConfigSchema = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('The address on which the server listens. Demo log-ins exist only on a loopback address.'),
  PORT: count(65_535).optional().describe('The port. Without it: 3000, or the next one that is free.'),
  PUBLIC_URL: z
    .url()
    .optional()
    .describe('The address by which users reach the server, when a proxy stands before it.'),
  TRUSTED_PROXIES: count(5)
    .optional()
    .describe(
      'How many proxies stand before the server; the client address is read that far back in X-Forwarded-For.',
    ),
  DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'PostgreSQL 15 or newer, as the owner of the tables; used for migrations (and for destroying what has expired, when RETENTION_DATABASE_URL is absent). Without it the embedded PostgreSQL runs.',
    ),
  APP_DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'The same database, as the role of the application: no owner, no superuser, no bypass of row-level security.',
    ),
  RETENTION_DATABASE_URL: z
    .string()
    .optional()
    .describe('The same database, as the only role that may destroy words after their time.'),
  LISTEN_DATABASE_URL: z
    .string()
    .optional()
    .describe(
      'The same database as APP_DATABASE_URL, past a pooler that shares connections by transaction: there nobody can LISTEN, and open pages would not hear what changed.',
    ),
  DATABASE_CONNECTIONS: count(100).default(10).describe('The size of the pool of one server process.'),
  DATA_DIR: z
    .string()
    .optional()
    .describe(
      'Where the embedded PostgreSQL keeps its files. Without it: data/ in the checkout, or below /var/lib/wijkverbond when root runs it in a folder only root may enter.',
    ),
  PRODUCTION: flag
    .default(false)
    .describe('true refuses to move the clock, to seed the demo town and to show demo log-ins.'),
  BACKUP_PASSPHRASE_FILE: z
    .string()
    .optional()
    .describe(
      'A file whose first line is the passphrase with which backups are encrypted and restored. Without it a backup is readable for who has the file.',
    ),
  BACKUP_KEEP_DAYS: count(3650)
    .default(30)
    .describe(
      'How long a backup may be kept, for the line that says so. Our own number, not verified: agree on it with the privacy officer.',
    ),
  METRICS_TOKEN: z
    .string()
    .min(16)
    .optional()
    .describe(
      'Opens /metrics and the details of /health to who sends it as a bearer token. Without it they open on the machine itself only, and not at all behind a proxy.',
    ),
  REPORTS_PER_HOUR: count(1_000_000)
    .default(20)
    .describe('How many reports one address may make in an hour.'),
  PHOTOS_PER_HOUR: count(1_000_000)
    .default(100)
    .describe('How many photos one address may send without a log-in in an hour.'),
  NEARBY_PER_HOUR: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .default(60)
    .describe(
      'How many times an hour one address is shown what is reported near a place in public space; later ones are shown none, and report as ever. 0 shows nobody.',
    ),
  CODE_TRIES_PER_HOUR: count(1_000_000)
    .default(20)
    .describe('How many follow-up codes one address may try in an hour.'),
  API_REQUESTS_PER_MINUTE: count(1_000_000)
    .default(600)
    .describe(
      'How many requests one client of the API (or one address, for what is public) may make in a minute.',
    ),
  API_CONTACT: z
    .email()
    .optional()
    .describe('The e-mail address for questions about the API, as its public description shows it.'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .describe(
      'The mail server that sends: smtp://user:password@host:587, or smtps://…:465. A server on another machine is spoken to over TLS or not at all. Asks for MAIL_FROM and PUBLIC_URL. Without it nothing is mailed, and the page about messages says so.',
    ),
  MAIL_FROM: z.email().optional().describe('The address from which mail comes. Belongs to SMTP_URL.'),
  MAIL_BOUNCE: z
    .email()
    .optional()
    .describe(
      'The address to which mail that does not arrive comes back, such as terug@meld.voorbeeldstad.nl: at most 19 characters before the @. Each mail has one of its own (terug+…@). Belongs to SMTP_URL, and to SMTP_IN_PORT at which it comes in. See docs/running.md.',
    ),
  PUSH_CONTACT: z
    .email()
    .optional()
    .describe(
      'The e-mail address to which the push services of browsers can write when something is wrong. With it, and PUBLIC_URL, who works here can have notices shown on a telephone or computer. Without it nothing is sent to push services.',
    ),
  PUSH_SERVICES: z
    .string()
    .optional()
    .describe(
      'The push services to which notices may be sent: names of hosts with commas between, and a dot before a name for every name below it. Without it those of Chromium, Firefox, Safari and Edge: fcm.googleapis.com, .push.services.mozilla.com, .push.apple.com and .notify.windows.com.',
    ),
  LOCATIESERVER_URL: z
    .url()
    .optional()
    .describe(
      'A PDOK Locatieserver, such as https://api.pdok.nl/bzk/locatieserver/search/v3_1. With it an address that the program does not have itself is looked up there: what was typed goes to it, nothing else.',
    ),
  SMTP_IN_PORT: count(65_535)
    .optional()
    .describe(
      'The port at which mail comes in that a mail server sends on. Without it no mail comes in. See docs/running.md.',
    ),
  SMTP_IN_HOST: z.string().default('127.0.0.1').describe('The address at which mail comes in.'),
  SMTP_IN_RELAYS: z
    .string()
    .default('127.0.0.1,::1')
    .describe(
      'The mail servers that may bring mail: addresses or ranges (192.0.2.0/28), with commas between.',
    ),
  SMTP_IN_TLS_CERT_FILE: z
    .string()
    .optional()
    .describe(
      'The certificate for mail that comes in, with its chain (PEM). With it, and its key, only over TLS.',
    ),
  SMTP_IN_TLS_KEY_FILE: z.string().optional().describe('The key of that certificate (PEM).'),
  SMTP_IN_MAX_MB: count(100)
    .default(25)
    .describe('How large a mail may be, with everything in it; larger ones go back to their sender.'),
  SMTP_IN_AUTHSERV_ID: z
    .string()
    .optional()
    .describe(
      'The name under which your mail server writes Authentication-Results. Without it nobody counts as a colleague by the address of a mail.',
    ),
  SMTP_IN_SPAM_HEADER: z
    .string()
    .default('X-Spam-Flag: YES')
    .describe('The line by which the filter of your mail server marks unwanted mail.'),
  SMTP_IN_PER_SENDER_PER_HOUR: count(10_000)
    .default(60)
    .describe('How many mails of one sender come in in an hour; later ones wait at your mail server.'),
  LOGINS_PER_HOUR: count(1_000_000)
    .default(60)
    .describe('How many log-ins one address may try in an hour; wrong ones on one account: a third of it.'),
  SESSION_HOURS: count(72).default(10).describe('After how many hours a session ends, used or not.'),
  SESSION_IDLE_MINUTES: count(1440)
    .default(120)
    .describe('After how many minutes without a request a session ends.'),
  SECRETS_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits, as `openssl rand -hex 32` makes them')
    .optional()
    .describe(
      'The key under which second-factor secrets are encrypted. Without it a server with the embedded PostgreSQL makes one in its data folder; with PRODUCTION=true nobody can set up a second factor, and no mail can be sent.',
    ),
});

export type Config = z.infer<typeof ConfigSchema> & {
  /** The client secrets of identity providers, by the name of their setting. */
  readonly providerSecrets: Readonly<Record<string, string>>;
};

const PROVIDER_SECRET = /^OIDC_SECRET_[A-Z0-9_]{1,60}$/;

/** Reads the settings; throws one message that names all that is wrong. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = ConfigSchema.safeParse(filled);
  if (!parsed.success) {
    throw new Error(
      `The configuration is wrong.\n${parsed.error.issues.map((issue) => `- ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
    );
  }
  const { DATABASE_URL, APP_DATABASE_URL } = parsed.data;
  if (Boolean(DATABASE_URL) !== Boolean(APP_DATABASE_URL)) {
    throw new Error('DATABASE_URL and APP_DATABASE_URL belong together: expected both or neither, got one.');
  }
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = parsed.data;
  if (SMTP_URL !== undefined && (MAIL_FROM === undefined || PUBLIC_URL === undefined))
    throw new Error(
      'SMTP_URL needs MAIL_FROM, the address from which mail comes, and PUBLIC_URL, for its links.',
    );
  const { MAIL_BOUNCE, SMTP_IN_PORT } = parsed.data;
  if (MAIL_BOUNCE !== undefined && SMTP_IN_PORT === undefined)
    throw new Error('MAIL_BOUNCE needs SMTP_IN_PORT, at which mail that does not arrive comes back in.');
  if (MAIL_BOUNCE !== undefined && !/^[^@+]{1,19}@/.test(MAIL_BOUNCE))
    throw new Error('MAIL_BOUNCE: expected at most 19 characters before the @, and no +.');
  const secrets = Object.entries(filled).filter(
    (entry): entry is [string, string] => PROVIDER_SECRET.test(entry[0]) && entry[1] !== undefined,
  );
  return { ...parsed.data, providerSecrets: Object.fromEntries(secrets) };
}

/** A line to it leaves this machine by no cable. */
export function isOwnMachine(host: string): boolean {
  return ['localhost', '127.0.0.1', '::1', '[::1]'].includes(host);
}

/** Demo log-ins exist only where nobody else can come: on a loopback address with no proxy before it. */
export function allowsDemo({ HOST, PUBLIC_URL, PRODUCTION }: Config): boolean {
  const loopback = HOST === 'localhost' || HOST === '::1' || HOST.startsWith('127.');
  return loopback && PUBLIC_URL === undefined && !PRODUCTION;
}

/** The page docs/configuration.md, made from the schema above. */
export function configurationPage(): string {
  const rows = Object.entries(ConfigSchema.shape).map(
    ([name, field]) => `| \`${name}\` | ${defaultOf(field)} | ${field.description ?? ''} |`,
  );
  return [
    '# Configuration',
    '',
    'Made from the schema in `src/kit/config.ts` by `npx wijk config`; do not edit by hand.',
    'All settings are environment variables, and all have a default: nothing needs to be set to start.',
    '',
    '| variable | default | meaning |',
    '| --- | --- | --- |',
    ...rows,
    '| `OIDC_SECRET_…` | – | The client secret of an identity provider, under the name that its row in `identity_provider` gives. |',
    '',
    ...OWN_SERVER,
  ].join('\n');
}

/** How to make what the three database settings name; tried by `src/server/migrate.test.ts`. */
export const OWN_SERVER_SQL = `create role wijk_owner login createdb password 'choose-one';
create role wijk_app login password 'choose-another';
create role wijk_retention login password 'choose-a-third';
create database wijkverbond owner wijk_owner;`;

const OWN_SERVER = [
  'What a municipality says and decides (tables, questions, texts, weights) is content: [content.md](content.md).',
  '',
  '## Your own PostgreSQL',
  '',
  'Version 15 or newer. As a superuser of that server, once:',
  '',
  '```sql',
  OWN_SERVER_SQL,
  '```',
  '',
  'Then start with the three roles:',
  '',
  '```',
  'export DATABASE_URL=postgres://wijk_owner:choose-one@host/wijkverbond',
  'export APP_DATABASE_URL=postgres://wijk_app:choose-another@host/wijkverbond',
  'export RETENTION_DATABASE_URL=postgres://wijk_retention:choose-a-third@host/wijkverbond',
  'npm start',
  '```',
  '',
  '- `wijk_owner` owns the database and its tables, and makes and changes them at each start. `createdb` is for `npm test` alone, which gives every test file a database of its own; a server that never runs the tests does without it: `alter role wijk_owner nocreatedb`.',
  '- `wijk_app` is what the pages work as. At each start it gets the rights that `db/privileges.ts` names, and no others; a role that owns the tables, is a superuser, makes roles or bypasses row-level security is refused.',
  '- `wijk_retention` may destroy words after their time and read nothing of them. Without it the owner destroys, and the rule that nobody else can is not held by the database.',
  '',
];

function defaultOf(field: z.ZodType): string {
  const result = field.safeParse(undefined);
  return result.success && result.data !== undefined
    ? `\`${JSON.stringify(result.data).replaceAll('"', '')}\``
    : '–';
}
