import { z } from 'zod';
import { errorFields, type Log } from '../kit/log.ts';
import type { Spot } from './model.ts';

/** Nobody waits longer for a list that is a help and no need. */
const PATIENCE_MS = 2500;
const ROWS = 8;
const ANSWER_MAX_CHARACTERS = 200_000;

/** Where the national register of addresses is asked, and for which municipality. */
export interface RegisterQuery {
  /** The address of a Locatieserver, such as `https://api.pdok.nl/bzk/locatieserver/search/v3_1`. */
  readonly baseUrl: string;
  /** The code of the CBS, `GM0344`. */
  readonly municipalityCode: string;
  readonly typed: string;
}

const POINT = /^POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)$/;

const Found = z.object({
  response: z.object({
    docs: z
      .array(z.object({ weergavenaam: z.string().min(1).max(200), centroide_rd: z.string().regex(POINT) }))
      .max(ROWS),
  }),
});

/**
 * The addresses in a municipality that the register finds for what somebody typed, best first. Undefined when it gave no
 * answer that we can use: then there is no register for the moment, and that stands in the log, without what was typed.
 * Source: PDOK Locatieserver, `free`, version 3.1.
 */
export async function askRegister(query: RegisterQuery, log: Log): Promise<Spot[] | undefined> {
  try {
    const answer = await fetch(addressOf(query), {
      signal: AbortSignal.timeout(PATIENCE_MS),
      headers: { accept: 'application/json' },
      redirect: 'error',
    });
    const text = answer.ok ? await answer.text() : '';
    if (!answer.ok || text.length > ANSWER_MAX_CHARACTERS) throw new Error(`status ${answer.status}`);
    return Found.parse(JSON.parse(text)).response.docs.map(({ weergavenaam, centroide_rd }) => ({
      point: pointOf(centroide_rd),
      source: 'register' as const,
      label: weergavenaam,
    }));
  } catch (error) {
    log('warn', 'register.failed', errorFields(error));
    return undefined;
  }
}

function addressOf({ baseUrl, municipalityCode, typed }: RegisterQuery): URL {
  const url = new URL(`${baseUrl.replace(/\/$/, '')}/free`);
  url.searchParams.set('q', typed);
  url.searchParams.append('fq', 'type:adres');
  url.searchParams.append('fq', `gemeentecode:${municipalityCode.replace(/^GM/, '')}`);
  url.searchParams.set('fl', 'weergavenaam,centroide_rd');
  url.searchParams.set('rows', String(ROWS));
  return url;
}

function pointOf(text: string): Spot['point'] {
  const [, x = '', y = ''] = POINT.exec(text) ?? [];
  return { xM: Number(x), yM: Number(y) };
}
