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
  REPORTS_PER_HOUR: count(1_000_000)
    .default(20)
    .describe('How many reports one address may make in an hour.'),
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
  LOGINS_PER_HOUR: count(1_000_000)
    .default(60)
    .describe('How many log-ins one address may try in an hour; wrong ones on one account: a third of it.'),
});

export type Config = z.infer<typeof ConfigSchema>;

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
  return parsed.data;
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
    '',
  ].join('\n');
}

function defaultOf(field: z.ZodType): string {
  const result = field.safeParse(undefined);
  return result.success && result.data !== undefined
    ? `\`${JSON.stringify(result.data).replaceAll('"', '')}\``
    : '–';
}
