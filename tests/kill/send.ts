/** What became of one post to a server that may be killed meanwhile. */
export type Answer =
  | { readonly kind: 'accepted'; readonly response: Response }
  /** Nobody listened: certainly not in. */
  | { readonly kind: 'closed' }
  /** Sent, and then the connection broke or the server had no database: in or not. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly status: number };

interface Sent {
  readonly body: URLSearchParams | FormData;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts as a browser does. `address` is undefined while there is no server; a 303 says that it is in. */
export async function send(
  address: string | undefined,
  path: string,
  { body, headers = {} }: Sent,
): Promise<Answer> {
  if (address === undefined) return { kind: 'closed' };
  try {
    const signal = AbortSignal.timeout(15_000);
    const sent = { ...headers, origin: address };
    const response = await fetch(`${address}${path}`, {
      method: 'POST',
      body,
      headers: sent,
      redirect: 'manual',
      signal,
    });
    await response.arrayBuffer();
    if (response.status === 303) return { kind: 'accepted', response };
    return response.status >= 500 ? { kind: 'unknown' } : { kind: 'refused', status: response.status };
  } catch (error) {
    return { kind: codeOf(error) === 'ECONNREFUSED' ? 'closed' : 'unknown' };
  }
}

function codeOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
}
