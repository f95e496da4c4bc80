import type { App } from '../../src/server/app.ts';

export interface Step {
  readonly url: URL;
  readonly status: number;
  readonly html: string;
  readonly location: string | null;
}

/** A browser without scripts that walks between our application and a provider elsewhere, with the cookies of each. */
export interface Wanderer {
  /** One request; follows nothing. */
  step(url: string, form?: Record<string, string>): Promise<Step>;
  /** Follows redirects until a page of an answer stands. */
  walk(url: string, form?: Record<string, string>): Promise<Step>;
  /** Chooses who one is on the page of the provider, and follows back; `steps` are the addresses on the way. */
  logIn(url: string, sub: string): Promise<Step & { readonly steps: readonly URL[] }>;
  cookie(name: string): string | undefined;
  forget(name: string): void;
}

interface Cookie {
  readonly host: string;
  readonly path: string;
  readonly name: string;
  readonly value: string;
}

export function wander(app: App, origin: string): Wanderer {
  const jar = new Map<string, Cookie>();
  const steps: URL[] = [];
  const step = async (target: string, form?: Record<string, string>): Promise<Step> => {
    const url = new URL(target, origin);
    steps.push(url);
    const init: RequestInit = {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: sentTo(jar, url), ...(form ? { origin: url.origin } : {}) },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    };
    const answer = url.origin === origin ? await app.request(url.href, init) : await fetch(url, init);
    for (const line of answer.headers.getSetCookie()) take(jar, url, line);
    return {
      url,
      status: answer.status,
      html: await answer.text(),
      location: answer.headers.get('location'),
    };
  };
  const walk = async (target: string, form?: Record<string, string>): Promise<Step> => {
    let here = await step(target, form);
    for (let hop = 0; hop < 12 && here.location !== null && here.status < 400; hop += 1)
      here = await step(new URL(here.location, here.url).href);
    return here;
  };
  return {
    step,
    walk,
    logIn: async (url, sub) => {
      const page = await walk(url);
      steps.length = 0;
      const end = page.url.pathname.startsWith('/choose/') ? await walk(page.url.href, { sub }) : page;
      return { ...end, steps: [...steps] };
    },
    cookie: (name) => [...jar.values()].find((cookie) => cookie.name === name)?.value,
    forget: (name) => {
      for (const [key, cookie] of jar) if (cookie.name === name) jar.delete(key);
    },
  };
}

function sentTo(jar: Map<string, Cookie>, { host, pathname }: URL): string {
  return [...jar.values()]
    .filter((cookie) => cookie.host === host && `${pathname}/`.startsWith(cookie.path.replace(/\/?$/, '/')))
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

function take(jar: Map<string, Cookie>, { host }: URL, line: string): void {
  const [pair = '', ...attributes] = line.split(/;\s*/);
  const at = pair.indexOf('=');
  const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
  const path = attributes.find((each) => /^path=/i.test(each))?.slice(5) ?? '/';
  const key = `${host} ${path} ${name}`;
  if (value === '' || attributes.some((each) => /^max-age=0$/i.test(each))) jar.delete(key);
  else jar.set(key, { host, path, name, value });
}
