import { z } from 'zod';
import { isUuid } from './ids.ts';
import { ok, refuse, type Outcome } from './outcome.ts';

/** The last row of a page: a moment and, among equals, an id. */
export interface Place {
  readonly at: Date;
  readonly id: string;
}

const Written = z.tuple([z.iso.datetime(), z.string().refine(isUuid)]);

/** A place as an opaque text that fits an address. It holds nothing that the page itself did not show or could not. */
export function writeCursor({ at, id }: Place): string {
  return Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url');
}

/** The place, or a refusal: a cursor comes from us, whoever changes one gets no page. */
export function readCursor(cursor: string | undefined): Outcome<Place | undefined> {
  if (cursor === undefined) return ok(undefined);
  const parsed = Written.safeParse(jsonOf(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (!parsed.success || !/^[12]/.test(parsed.data[0]))
    return refuse('cursor-unknown', { pointer: 'cursor' });
  return ok({ at: new Date(parsed.data[0]), id: parsed.data[1] });
}

function jsonOf(written: string): unknown {
  try {
    return JSON.parse(written);
  } catch {
    return undefined;
  }
}
