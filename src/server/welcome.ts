import { allowsDemo, type Config } from '../kit/config.ts';
import type { Services } from '../web/services.ts';

type Demo = NonNullable<ReturnType<Services['demoLogins']>>;

export interface Welcome {
  readonly config: Config;
  readonly municipalities: readonly { readonly slug: string; readonly name: string }[];
  /** What there is to show of a municipality; nothing where the demo is not allowed. */
  readonly demoOf: (slug: string) => Demo | undefined;
}

/** What the person at the keyboard should know beside the address: what is served, who can log in, and what looks wrong. */
export function welcomeLines({ config, municipalities, demoOf }: Welcome): string[] {
  const towns = municipalities.flatMap(({ slug, name }) => {
    const demo = demoOf(slug);
    return [`  /${slug}  ${name}`, ...(demo ? demoLines(demo, slug) : [])];
  });
  const reason = whyNoDemo(config);
  return [...towns, ...(reason ? [`  no demo log-ins: ${reason}`] : []), ...warnings(config)];
}

function demoLines({ password, logins, codes }: Demo, slug: string): string[] {
  const width = Math.max(...logins.map(({ login }) => login.length));
  return [
    ...logins.map(({ login, name, role }) => `      ${login.padEnd(width)}  ${password}  ${name} (${role})`),
    ...codes.map(({ code, name }) => `      follow-up code for /${slug}/volgen  ${code}  (${name})`),
  ];
}

/** Nobody expects a demo where it runs in production; elsewhere the reason is said. */
function whyNoDemo(config: Config): string | undefined {
  if (allowsDemo(config) || config.PRODUCTION) return undefined;
  return config.PUBLIC_URL === undefined
    ? `not on a loopback address (HOST is ${config.HOST})`
    : 'others can come by PUBLIC_URL';
}

function warnings({ PUBLIC_URL, TRUSTED_PROXIES }: Config): string[] {
  if (PUBLIC_URL === undefined || TRUSTED_PROXIES !== undefined) return [];
  return [
    '',
    '  WARNING: PUBLIC_URL is set without TRUSTED_PROXIES. Every visitor then has the address of the proxy, and all of',
    '  them together share the limits of one (reports, codes and log-ins an hour). Say how many proxies stand before it.',
  ];
}
