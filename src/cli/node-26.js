// Plain JavaScript that Node 18 can read: an older Node must be able to say that it is too old.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

const NEEDED = 26;
const WRONG_CALL = 2;

/**
 * Runs `work` when this is Node 26, else the same command again under the Node 26 that `npm ci` brought to `root`. What it
 * runs gets our signals, and we end as it does. Without such a Node one sentence says what to do.
 *
 * @param {string} root the top of the checkout
 * @param {() => Promise<number | undefined>} work gives the exit code, or nothing when it goes on running
 */
export async function onNode26(root, work) {
  if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
    const code = await work();
    if (code !== undefined) process.exitCode = code;
    return;
  }
  const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  if (existsSync(node) && !process.env.WIJK_HANDED_OVER) {
    await handOver(node);
    return;
  }
  console.error(
    `Wijkverbond needs Node ${NEEDED} or newer, and this is ${process.versions.node}: run npm ci without --omit=optional, or install Node ${NEEDED} from nodejs.org.`,
  );
  process.exitCode = WRONG_CALL;
}

/**
 * @param {string} node
 * @returns {Promise<void>}
 */
function handOver(node) {
  const limits = process.execArgv.filter((flag) => flag.startsWith('--max-'));
  const child = spawn(node, [...limits, ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, WIJK_HANDED_OVER: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (signal ? constants.signals[signal] : 0);
      resolve();
    });
  });
}
