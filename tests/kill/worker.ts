/** The clock alone, in a process of its own: fires what is due until it is killed. */
import { createDatabase } from '../../src/kit/db.ts';
import { startClock } from '../../src/server/wiring.ts';

await startClock(createDatabase(process.env['APP_DATABASE_URL'] ?? '', { connections: 4 }));
process.stdout.write('Wijkverbond runs here\n');
