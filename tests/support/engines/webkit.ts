import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Look, Wire } from './engine.ts';

/**
 * The small browser that WebKitGTK brings, spoken to in W3C WebDriver: https://www.w3.org/TR/webdriver2/
 * It draws on a screen: that of `DISPLAY`, or one that Xvfb makes up.
 */
export async function startWebKit(
  driver: string,
  { scheme = 'light', width, height = 844 }: Look,
): Promise<Wire> {
  const home = await mkdtemp(join(tmpdir(), 'wijk-webkit-'));
  const running: ChildProcess[] = [];
  const run = (path: string, args: readonly string[], env: NodeJS.ProcessEnv, listens = false) => {
    const child = spawn(path, args, {
      env,
      stdio: ['ignore', 'ignore', 'ignore', listens ? 'pipe' : 'ignore'],
    });
    running.unshift(child);
    return child;
  };
  const end = async () => {
    for (const child of running) {
      const gone = child.exitCode === null ? once(child, 'exit') : undefined;
      child.kill();
      await gone;
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await makeNarrow(home);
    const env = {
      ...process.env,
      XDG_CONFIG_HOME: home,
      XDG_DATA_HOME: home,
      XDG_CACHE_HOME: home,
      LC_ALL: 'C.UTF-8',
      GTK_THEME: scheme === 'dark' ? 'Adwaita:dark' : 'Adwaita',
      DISPLAY: process.env['DISPLAY'] ?? (await screenOf(run('Xvfb', XVFB, process.env, true))),
    };
    const port = await freePort();
    run(driver, ['--host=127.0.0.1', `--port=${port}`], env);
    const { send, sessionId, version } = await openSession(`http://127.0.0.1:${port}`, driver);
    const close = async () => {
      await send('DELETE', `/session/${sessionId}`).catch(() => undefined);
      await end();
    };
    const wire = windowOver((method, path, body) => send(method, `/session/${sessionId}${path}`, body), {
      version,
      close,
    });
    await wire.resize(width, height);
    return wire;
  } catch (error) {
    await end();
    throw error;
  }
}

const XVFB = ['-displayfd', '3', '-screen', '0', '1600x2400x24', '-nolisten', 'tcp'];

async function screenOf({ stdio }: ChildProcess): Promise<string> {
  const [number] = (await once(stdio[3] as NodeJS.ReadableStream, 'data')) as [Buffer];
  return `:${number.toString().trim()}`;
}

/** Its bar of buttons takes no place, or the window cannot be as narrow as a telephone. */
async function makeNarrow(home: string): Promise<void> {
  await mkdir(join(home, 'gtk-3.0'));
  await writeFile(
    join(home, 'gtk-3.0', 'gtk.css'),
    '* { min-width: 0; min-height: 0; padding: 0; margin: 0; border-width: 0; font-size: 1px; -gtk-icon-transform: scale(0.01); }',
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

type Send = (method: 'POST' | 'GET' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;

async function openSession(address: string, driver: string) {
  const send: Send = async (method, path, body = {}) => {
    const answer = await fetch(`${address}${path}`, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify(body) } : {}),
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (answer.ok) return value;
    const { error, message } = value as { error: string; message: string };
    throw new Error(`${method} ${path}: ${error}: ${message}`);
  };
  const options = { binary: browserBeside(driver), args: ['--automation'] };
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
  for (let tries = 50; ; tries -= 1) {
    try {
      await send('GET', '/status');
      break;
    } catch (error) {
      if (tries === 0) throw error;
      await pause(100);
    }
  }
  const session = (await send('POST', '/session', { capabilities })) as {
    sessionId: string;
    capabilities: { browserVersion: string };
  };
  return { send, sessionId: session.sessionId, version: session.capabilities.browserVersion };
}

/** Debian puts it in the folder of the machine's kind. */
function browserBeside(driver: string): string {
  const kind = { x64: 'x86_64', arm64: 'aarch64' }[process.arch as string] ?? process.arch;
  const lib = join(dirname(driver), '..', 'lib', `${kind}-linux-gnu`);
  const places = ['webkit2gtk-4.1', 'webkit2gtk-4.0'].map((name) => join(lib, name, 'MiniBrowser'));
  const found = process.env['WEBKIT_BROWSER'] ?? places.find((path) => existsSync(path));
  if (found === undefined) throw new Error(`expected MiniBrowser at ${places.join(' or ')}, found nothing`);
  return found;
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

function windowOver(send: Send, { version, close }: Pick<Wire, 'version' | 'close'>): Wire {
  const evaluate = async (expression: string) => {
    const script = `const [done] = arguments; (async () => JSON.stringify(await (${expression})))().then(
      (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = (await send('POST', '/execute/async', { script, args: [] })) as {
      value?: string;
      error?: string;
    };
    if (error !== undefined) throw new Error(error);
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  };
  return {
    version,
    close,
    evaluate,
    navigate: async (url) => void (await send('POST', '/url', { url })),
    act: async (actions) => void (await send('POST', '/actions', { actions })),
    setFiles: async (selector, paths) => {
      const found = await send('POST', '/element', { using: 'css selector', value: selector });
      const { [ELEMENT]: id = '' } = found as Record<string, string>;
      await send('POST', `/element/${id}/value`, { text: paths.join('\n') });
    },
    picture: async () => Buffer.from(String(await send('GET', '/screenshot')), 'base64'),
    resize: async (width, height) => {
      // what the window keeps for itself is asked, and added
      const set = (high: number) => send('POST', '/window/rect', { x: 0, y: 0, width, height: high });
      await set(height);
      await set(height + height - Number(await evaluate('innerHeight')));
    },
  };
}
