import { createDatabase, type Database } from '../kit/db.ts';
import type { Log } from '../kit/log.ts';
import { forgetOldLimits } from '../kit/rate-limit.ts';
import { allMunicipalities } from '../places/index.ts';
import { destroyDue, reckon } from '../rights/index.ts';
import { again, type Again } from './again.ts';

const HOUR_MS = 3_600_000;

interface Retention {
  readonly app: Database;
  /** The connection of the only role that may blank and destroy. */
  readonly retentionUrl: string;
  readonly log: Log;
}

/** Destroys what is past its time, at the start and every hour, as the role that may. Failing, it tries again the next hour. */
export function startRetention({ app, retentionUrl, log }: Retention): Again {
  const work = () => Promise.all([destroyOnce(retentionUrl, log), forgetOldLimits(app)]);
  return again(work, { everyMs: HOUR_MS, log, event: 'retention.failed' });
}

async function destroyOnce(retentionUrl: string, log: Log): Promise<void> {
  const db = createDatabase(retentionUrl, { connections: 1 });
  try {
    for (const { id } of await allMunicipalities(db)) {
      for (const done of await destroyDue(db, id))
        log('info', 'retention.destroyed', { municipality: id, ...done });
      await reckon(db, id);
    }
  } finally {
    await db.destroy();
  }
}
