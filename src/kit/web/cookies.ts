const MAX_LENGTH = 4096;

export interface CookieOptions {
  /** The part of the address for which it is sent, such as `/voorbeeldstad`. */
  readonly path: string;
  /** Only over https: true wherever the visitor's own address is https. */
  readonly secure: boolean;
  /** Without it the browser forgets the cookie when it closes. 0 forgets it now. */
  readonly maxAgeS?: number;
}

/** The value of one cookie of the request, or undefined. */
export function readCookie(request: Request, name: string): string | undefined {
  const header = (request.headers.get('cookie') ?? '').slice(0, MAX_LENGTH);
  const found = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${name}=`));
  return found === undefined ? undefined : decode(found.slice(name.length + 1));
}

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** A Set-Cookie header: out of reach of scripts, not sent along from other sites' forms. */
export function writeCookie(name: string, value: string, { path, secure, maxAgeS }: CookieOptions): string {
  const parts = [`${name}=${encodeURIComponent(value)}`, `Path=${path}`, 'HttpOnly', 'SameSite=Lax'];
  if (secure) parts.push('Secure');
  if (maxAgeS !== undefined) parts.push(`Max-Age=${Math.floor(maxAgeS)}`);
  return parts.join('; ');
}
