import type { Database } from '../kit/db.ts';
import type { Log } from '../kit/log.ts';
import type { PageMunicipality } from '../kit/web/context.ts';
import { Line, type Scope } from '../handovers/index.ts';
import { watchSession } from '../people/index.ts';
import type { App } from './app.ts';
import { staffToken } from './door.ts';

interface LiveDeps {
  readonly db: Database;
  /** The database itself, past a pooler. */
  readonly url: string;
  readonly log: Log;
  readonly demoAllowed?: boolean;
  readonly resolveMunicipality: (slug: string) => Promise<PageMunicipality | undefined>;
  /** For tests: how often it beats and asks. */
  readonly beatMs?: number;
  readonly pingMs?: number;
  readonly streamsPerPerson?: number;
}

export interface Live {
  /** How many pages are open. */
  readonly count: () => number;
  /** Ends all streams, so that a server that stops need not wait for them. */
  readonly hangUp: () => void;
  readonly stop: () => Promise<void>;
  readonly routes: (app: App) => void;
}

const SCOPES: Readonly<Record<string, Scope>> = { alles: 'all', deze: 'these' };
const SHOWN_MAX = 500;
const NUMBER = /^\d{1,9}$/;
const MOMENT = /^\d{1,15}$/;

/** The line over which an open work page hears what changed. */
export function startLive({ demoAllowed = false, resolveMunicipality, ...plan }: LiveDeps): Live {
  const line = new Line({
    ...plan,
    watch: (municipalityId, token) => watchSession(plan.db, municipalityId, token, { demoAllowed }),
  });
  const routes = (app: App) => {
    app.get('/:gemeente/werk/live', async (c) => {
      const municipality = await resolveMunicipality(c.req.param('gemeente'));
      if (!municipality) return c.body(null, 404);
      return line.connect({
        municipalityId: municipality.id,
        token: staffToken(c.req.raw),
        scope: SCOPES[c.req.query('over') ?? ''] ?? 'mine',
        // what came with the address is where the page began; what the browser sends of itself is where it was told last
        since: momentIn(c.req.header('last-event-id') ?? c.req.query('sinds')),
        shown: numbersIn(c.req.query('toont') ?? ''),
        here: numbersIn(c.req.query('hier') ?? '')[0],
      });
    });
    app.post('/:gemeente/werk/live', async (c) => {
      const municipality = await resolveMunicipality(c.req.param('gemeente'));
      const { nummer, schrijft } = await c.req.parseBody();
      const [number] = numbersIn(typeof nummer === 'string' ? nummer : '');
      if (!municipality || number === undefined) return c.body(null, 404);
      const token = staffToken(c.req.raw);
      return line.writing({ municipalityId: municipality.id, token, number, isWriting: schrijft === 'ja' });
    });
  };
  return { routes, hangUp: () => line.hangUp(), stop: () => line.stop(), count: () => line.count() };
}

function momentIn(text: string | undefined): Date | undefined {
  return text !== undefined && MOMENT.test(text) ? new Date(Number(text)) : undefined;
}

function numbersIn(text: string): number[] {
  return text
    .split(',')
    .filter((each) => NUMBER.test(each))
    .slice(0, SHOWN_MAX)
    .map(Number);
}
