import { fork } from 'node:child_process';

interface Apart {
  /** The program of the process: gets the bytes as its first message, and answers with one. */
  readonly worker: string;
  readonly heapMb: number;
  /** Beyond this the process is killed. */
  readonly longestMs: number;
}

/**
 * What a program of ours says of a file of a stranger, in a process apart for that file alone: one that makes it crash, hang or
 * fill the memory ends that process and nothing else, and nothing of this process is there to be reached. Undefined when it said
 * nothing in time. What it says is to be read like anything from outside.
 */
export async function askApart(bytes: Buffer, { worker, heapMb, longestMs }: Apart): Promise<unknown> {
  const child = fork(worker, [], {
    serialization: 'advanced',
    execArgv: [`--max-old-space-size=${heapMb}`],
    env: { MALLOC_ARENA_MAX: '2' },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  child.once('message', resolve);
  child.once('exit', () => resolve(undefined));
  child.once('error', () => resolve(undefined));
  child.send(bytes, (error) => {
    if (error) resolve(undefined);
  });
  const tooLong = setTimeout(() => resolve(undefined), longestMs);
  try {
    return await promise;
  } finally {
    clearTimeout(tooLong);
    child.kill('SIGKILL');
  }
}
