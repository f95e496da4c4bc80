import type { Database } from '../../kit/db.ts';
import { errorFields, type Log } from '../../kit/log.ts';
import type { Connection } from './connection.ts';
import type { Place } from '../presence-store.ts';
import { arrive, leave, presentNow, stay } from './presence.ts';

/** Who is on the page of which report, as this process knows and tells the others. */
export class Attendance {
  readonly #db: Database;
  readonly #log: Log;
  readonly #connections: ReadonlySet<Connection>;
  readonly #going = new Set<Promise<void>>();

  constructor(db: Database, log: Log, connections: ReadonlySet<Connection>) {
    this.#db = db;
    this.#log = log;
    this.#connections = connections;
  }

  async come(connection: Connection, reportId: string): Promise<void> {
    connection.here = reportId;
    await arrive(this.#db, connection.municipalityId, placeOf(connection, reportId));
    // left while it came: then nobody else would say so
    if (!this.#connections.has(connection)) await this.#goFrom(connection, reportId);
  }

  /** The page was left, or does not open for this person any more. */
  go(connection: Connection): void {
    const { here } = connection;
    if (here === undefined) return;
    connection.here = undefined;
    const going = this.#quietly(this.#goFrom(connection, here));
    this.#going.add(going);
    void going.then(() => this.#going.delete(going));
  }

  /** Everybody who is still there says so. */
  async stay(): Promise<void> {
    for (const [municipalityId, here] of Map.groupBy(this.#connections, (each) => each.municipalityId)) {
      const places = here.flatMap((each) => (each.here === undefined ? [] : [placeOf(each, each.here)]));
      if (places.length > 0) await this.#quietly(stay(this.#db, municipalityId, places));
    }
  }

  /** Tells who is on the page of a report who else is. */
  async tell(municipalityId: string, reportId: string): Promise<void> {
    const there = [...this.#connections].filter(
      (each) => each.municipalityId === municipalityId && each.here === reportId,
    );
    if (there.length === 0) return;
    const present = await presentNow(this.#db, municipalityId, reportId).catch(() => []);
    for (const { stream, session } of there) {
      const others = present.filter(({ userId }) => userId !== session.actor.userId);
      const people = others.map(({ name, isWriting }) => ({ name, isWriting }));
      stream.send({ event: 'here', data: { people } });
    }
  }

  /** Resolves when everybody who went is told of. */
  async settled(): Promise<void> {
    await Promise.all(this.#going);
  }

  /** Not while another page of the same person shows the same report. */
  async #goFrom(connection: Connection, reportId: string): Promise<void> {
    const { municipalityId, session } = connection;
    const isElsewhere = [...this.#connections].some(
      (each) => each.here === reportId && each.session.actor.userId === session.actor.userId,
    );
    if (!isElsewhere) await leave(this.#db, municipalityId, placeOf(connection, reportId));
  }

  /** Nobody's work depends on it: what fails is made good by the next beat, or runs out. */
  async #quietly(work: Promise<void>): Promise<void> {
    await work.catch((error: unknown) => this.#log('warn', 'live.presence', errorFields(error)));
  }
}

function placeOf({ session }: Connection, reportId: string): Place {
  return { reportId, userId: session.actor.userId };
}
