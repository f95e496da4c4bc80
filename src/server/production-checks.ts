import { isOwnMachine, type Config } from '../kit/config.ts';

/**
 * What an installation for real use must not begin with: an address that is not https, or a database elsewhere of which
 * nobody said how the line to it is protected. Throws with everything that is wrong.
 */
export function refuseUnsafeProduction(config: Config): void {
  if (!config.PRODUCTION) return;
  const wrong = [
    ...(config.PUBLIC_URL?.startsWith('https://') === true
      ? []
      : ['PUBLIC_URL: expected the https address by which visitors come']),
    ...(['DATABASE_URL', 'APP_DATABASE_URL', 'RETENTION_DATABASE_URL'] as const)
      .filter((name) => isOpenLine(config[name]))
      .map((name) => `${name}: expected sslmode=verify-full, or another sslmode if you answer for that line`),
    ...(isOpenMail(config)
      ? ['SMTP_IN_TLS_CERT_FILE: expected a certificate and its key, for mail from another machine']
      : []),
    ...(config.SMTP_URL === undefined || config.SECRETS_KEY !== undefined
      ? []
      : ['SECRETS_KEY: expected with SMTP_URL, for what waits in a message until it is sent']),
  ];
  if (wrong.length === 0) return;
  throw new Error(`PRODUCTION=true asks for more.\n${wrong.map((line) => `- ${line}`).join('\n')}`);
}

function isOpenMail(config: Config): boolean {
  const { SMTP_IN_PORT, SMTP_IN_HOST, SMTP_IN_TLS_CERT_FILE, SMTP_IN_TLS_KEY_FILE } = config;
  const isClosed = SMTP_IN_TLS_CERT_FILE !== undefined && SMTP_IN_TLS_KEY_FILE !== undefined;
  return SMTP_IN_PORT !== undefined && !isClosed && !isOwnMachine(SMTP_IN_HOST);
}

/** A database on another machine without a word about the line; a socket or this machine itself needs none. */
function isOpenLine(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get('host') ?? hostname;
  if (host === '' || host.startsWith('/') || isOwnMachine(host)) return false;
  return !searchParams.has('sslmode');
}
