/** The proof of this night, beside the server and with memory of its own; the server starts it. */
import { createDatabase } from '../kit/db.ts';
import { log } from '../kit/log.ts';
import { proveNight } from './nightly.ts';

const db = createDatabase(process.env['PROOF_DATABASE_URL'] ?? '', { connections: 2 });
await proveNight(db, log);
await db.destroy();
