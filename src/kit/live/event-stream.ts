/** One server-sent event (HTML, section 9.2). `id` is what the browser sends back when it comes again. */
export interface LiveEvent {
  readonly event: string;
  readonly id?: string;
  readonly data?: object;
}

export interface EventStream {
  readonly response: Response;
  /** False when the reader is so slow that the stream was ended: it comes back, and is told what it missed. */
  readonly send: (event: LiveEvent) => boolean;
  readonly end: () => void;
}

/** What one slow reader can make us keep. */
const BUFFER_MAX_BYTES = 16_384;

/** A stream of events to one reader, which ends when either side wants. `onEnd` runs once. */
export function openEventStream({ retryMs, onEnd }: { retryMs: number; onEnd: () => void }): EventStream {
  const letters = new TextEncoder();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const close = () => {
    if (!controller) return;
    const open = controller;
    controller = undefined;
    onEnd();
    return open;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      start: (made) => {
        controller = made;
        made.enqueue(letters.encode(`retry: ${retryMs}\n\n`));
      },
      cancel: () => void close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_MAX_BYTES }),
  );
  const end = () => close()?.close();
  return {
    response: new Response(body, {
      headers: {
        'content-type': 'text/event-stream; charset=utf-8',
        // no-transform: whoever stands between must not gather it to compress it
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      },
    }),
    send: (event) => {
      if (!controller) return false;
      if ((controller.desiredSize ?? 0) <= 0) {
        end();
        return false;
      }
      controller.enqueue(letters.encode(written(event)));
      return true;
    },
    end,
  };
}

function written({ event, id, data = {} }: LiveEvent): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
