import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Look, Wire } from './engine.ts';

/** Firefox as it is installed, spoken to in WebDriver BiDi: https://www.w3.org/TR/webdriver-bidi/ */
export async function startFirefox(path: string, look: Look): Promise<Wire> {
  const profile = await mkdtemp(join(tmpdir(), 'wijk-firefox-'));
  await writeFile(join(profile, 'user.js'), preferencesOf(look));
  const child = spawn(
    path,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', '0'],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const gone = once(child, 'exit');
  const end = async () => {
    child.kill('SIGKILL');
    await gone;
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const line = await connect(`${await addressIn(child.stderr)}/session`);
    return await tabOver(line, look, async () => {
      // asked to end, it takes its own processes with it
      await line.send('browser.close', {}).catch(() => undefined);
      await end();
    });
  } catch (error) {
    await end();
    throw error;
  }
}

/** Nothing is asked of the network but the pages, and the colours are as asked. */
function preferencesOf({ scheme = 'light', forcedColours = false }: Look): string {
  const preferences = {
    'intl.accept_languages': 'nl',
    'layout.css.prefers-color-scheme.content-override': scheme === 'dark' ? 0 : 1,
    'browser.display.document_color_use': forcedColours ? 2 : 0,
    // as on a telephone: beside the page, not of it
    'ui.useOverlayScrollbars': 1,
    'app.update.enabled': false,
    'browser.safebrowsing.downloads.remote.enabled': false,
    'datareporting.policy.dataSubmissionEnabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,none',
    'remote.active-protocols': 1,
  };
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

async function addressIn(stream: NodeJS.ReadableStream): Promise<string> {
  const said: string[] = [];
  for await (const line of createInterface({ input: stream })) {
    const address = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(line)?.[1];
    if (address !== undefined) {
      stream.resume();
      return address;
    }
    said.push(line);
  }
  throw new Error(`expected Firefox to say where it listens, it said ${said.slice(-5).join(' / ')}`);
}

type Answer = Readonly<Record<string, unknown>>;

interface Line {
  readonly send: (method: string, params: Answer) => Promise<Answer>;
}

async function connect(address: string): Promise<Line> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, PromiseWithResolvers<Answer>>();
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, type, result, error, message } = JSON.parse(String(data)) as {
      id?: number;
      type: string;
      result: Answer;
      error?: string;
      message?: string;
    };
    const asked = waiting.get(id ?? -1);
    waiting.delete(id ?? -1);
    if (type === 'success') asked?.resolve(result);
    else asked?.reject(new Error(`${error}: ${message}`));
  });
  socket.addEventListener('close', () => {
    for (const asked of waiting.values()) asked.reject(new Error('Firefox hung up'));
  });
  await once(socket, 'open');
  const send = (method: string, params: Answer) => {
    count += 1;
    const asked = Promise.withResolvers<Answer>();
    waiting.set(count, asked);
    socket.send(JSON.stringify({ id: count, method, params }));
    return asked.promise;
  };
  return { send };
}

async function tabOver({ send }: Line, { width, height = 844 }: Look, close: Wire['close']): Promise<Wire> {
  const { capabilities } = await send('session.new', { capabilities: {} });
  const { contexts } = await send('browsingContext.getTree', {});
  const context = (contexts as { context: string }[])[0]?.context;
  const resize = async (wide: number, high: number) => {
    await send('browsingContext.setViewport', { context, viewport: { width: wide, height: high } });
  };
  const evaluate = async (expression: string) => {
    const answer = await send('script.evaluate', {
      expression: `(async () => JSON.stringify(await (${expression})))()`,
      target: { context },
      awaitPromise: true,
      userActivation: true,
    });
    if (answer['type'] === 'exception')
      throw new Error(String((answer['exceptionDetails'] as { text: string }).text));
    const { value } = answer['result'] as { value?: string };
    return value === undefined ? undefined : (JSON.parse(value) as unknown);
  };
  await resize(width, height);
  return {
    version: String((capabilities as Answer)['browserVersion']),
    navigate: async (url) => {
      await send('browsingContext.navigate', { context, url, wait: 'complete' });
    },
    evaluate,
    act: async (actions) => {
      await send('input.performActions', { context, actions });
    },
    setFiles: async (selector, files) => {
      const { nodes } = await send('browsingContext.locateNodes', {
        context,
        locator: { type: 'css', value: selector },
      });
      const [element] = nodes as { sharedId: string }[];
      await send('input.setFiles', { context, element: { sharedId: element?.sharedId }, files });
    },
    picture: async () => {
      const { data } = await send('browsingContext.captureScreenshot', { context });
      return Buffer.from(String(data), 'base64');
    },
    resize,
    close,
  };
}
