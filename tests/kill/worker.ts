/** The clock alone, in a process of its own: fires what is due until it is killed. */
import { createDatabase, SERVING_PAUSE_MS } from '../../src/kit/db.ts';
import { startClock } from '../../src/server/wiring.ts';

const url = process.env['APP_DATABASE_URL'] ?? '';
await startClock(createDatabase(url, { connections: 4, longestPauseMs: SERVING_PAUSE_MS }));
process.stdout.write('Wijkverbond runs here\n');
