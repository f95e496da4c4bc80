/** `npm start`: checks what it runs on, builds the pages when needed, and runs the server in this process. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const WATCHED = ['src', 'core', 'content', 'db'];

async function start(): Promise<number | undefined> {
  refuseOldNode();
  process.chdir(root);
  if (process.argv.includes('--watch')) return watch();
  process.env.NODE_ENV ??= 'production';
  const [{ readConfig }, { dataFolder }, { takePlace }] = await Promise.all([
    import('../src/kit/config.ts'),
    import('../src/server/connect.ts'),
    import('../src/server/running.ts'),
  ]);
  const dataDir = dataFolder(readConfig(process.env));
  const place = await takePlace(dataDir);
  if (!place) return tellWhatRuns(dataDir);
  const { buildPages } = await import('./build.ts');
  await buildPages(console.log);
  const { main } = await import('../src/server/main.ts');
  const { DEMO_PASSWORD, demoCodes, demoLogins, seed } = await import('../fixtures/seed.ts');
  await main(process.env, place, {
    seed,
    password: DEMO_PASSWORD,
    logIns: demoLogins,
    codes: demoCodes,
  });
  return undefined;
}

/** npm puts node_modules/.bin first on the path, and with it the Node that `npm ci` brought. */
function refuseOldNode(): void {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 26) return;
  throw new Error(
    `expected Node 26 or newer, got ${process.versions.node}: use \`npm start\`, after an \`npm ci\` without --omit=optional; ` +
      'on a system for which npm brings no Node 26, install it from nodejs.org',
  );
}

async function tellWhatRuns(dataDir: string): Promise<number> {
  const { answers, whatRuns } = await import('../src/server/running.ts');
  const running = await whatRuns(dataDir);
  const since = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(running?.since ?? Date.now()),
  );
  if (!running?.address) {
    const who = running ? `process ${running.pid}, since ${since}` : `another process, at ${since}`;
    console.log(
      `Wijkverbond is being started in this folder by ${who}. It prints its address when it is there; the first start takes a minute.`,
    );
    return 0;
  }
  console.log(
    `Wijkverbond already runs in this folder: ${running.address} (process ${running.pid}, since ${since}).`,
  );
  if (!(await answers(running.address)))
    console.log(
      'It does not answer just now. Stop it with Ctrl-C where it was started, or with: kill',
      running.pid,
    );
  return 0;
}

/** Starts again after every change of a file. */
async function watch(): Promise<number> {
  const paths = WATCHED.map((folder) => `--watch-path=${folder}`);
  const child = spawn(process.execPath, [...paths, '--watch-preserve-output', 'tools/start.ts'], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 0;
}

try {
  const code = await start();
  if (code !== undefined) process.exit(code);
} catch (error) {
  console.error(`Wijkverbond does not start: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
