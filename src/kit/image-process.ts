import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { decoderAnswer } from './image-answer.ts';
import type { Image } from './image.ts';
import { refuse, type Outcome } from './outcome.ts';

const WORKER = fileURLToPath(new URL('image-worker.ts', import.meta.url));
/** Longer than decoding may take by itself: beyond this the process hangs, and is killed. */
const LONGEST_MS = 20_000;
/** What its allocator did not give back goes with the process. */
const IDLE_MS = 10_000;
const MOST_IMAGES = 100;

interface Worker {
  readonly process: ChildProcess;
  images: number;
  resting: NodeJS.Timeout | undefined;
}

let worker: Worker | undefined;

/**
 * Reads a picture in a process apart: a file that makes the decoder crash, hang or fill the memory ends that process and
 * nothing else, and nothing of this process (settings, connections) is there to be reached. One at a time: the caller
 * sees to that.
 */
export async function readImageApart(bytes: Buffer): Promise<Outcome<Image>> {
  const busy = awake();
  const answer = await answerOf(busy.process, bytes);
  busy.images += 1;
  if (answer === undefined || busy.images >= MOST_IMAGES) end(busy);
  else rest(busy);
  return answer ?? refuse('image-broken');
}

function awake(): Worker {
  if (worker?.process.connected !== true) worker = start();
  clearTimeout(worker.resting);
  worker.process.ref();
  worker.process.channel?.ref();
  return worker;
}

function start(): Worker {
  const child = fork(WORKER, [], {
    serialization: 'advanced',
    execArgv: [],
    // of what is ours it gets nothing; glibc's allocator keeps less when it has fewer corners to keep it in
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => {});
  return { process: child, images: 0, resting: undefined };
}

/** Undefined when the process ended, or had to be, or gave something that no decoder of ours gives. */
function answerOf(child: ChildProcess, bytes: Buffer): Promise<Outcome<Image> | undefined> {
  const { promise, resolve } = Promise.withResolvers<Outcome<Image> | undefined>();
  const onMessage = (message: unknown) => resolve(decoderAnswer(message));
  const onEnd = () => resolve(undefined);
  child.once('message', onMessage).once('exit', onEnd);
  child.send(bytes, (error) => {
    if (error) onEnd();
  });
  const tooLong = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  return promise.finally(() => {
    clearTimeout(tooLong);
    child.off('message', onMessage).off('exit', onEnd);
  });
}

function end({ process: child }: Worker): void {
  worker = undefined;
  child.kill('SIGKILL');
}

/** Ends by itself when nobody needs it for a while; it never keeps this process alive. */
function rest(tired: Worker): void {
  tired.process.unref();
  tired.process.channel?.unref();
  tired.resting = setTimeout(() => {
    if (worker === tired) end(tired);
  }, IDLE_MS).unref();
}
