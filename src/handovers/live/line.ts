import { sleep } from '../../kit/clock.ts';
import type { Database } from '../../kit/db.ts';
import type { Announcement } from '../../kit/live/announce.ts';
import { openEventStream, type LiveEvent } from '../../kit/live/event-stream.ts';
import { listenToDatabase, type Listener } from '../../kit/live/listener.ts';
import { errorFields, type Log } from '../../kit/log.ts';
import type { WatchedSession } from '../../people/index.ts';
import { Attendance } from './attendance.ts';
import { catchUp, heardByIds, type Scope, type Standing } from './audience.ts';
import { rightsOf, tellReport, type Connection } from './connection.ts';
import { sayWriting } from './presence.ts';

interface LinePlan {
  readonly db: Database;
  /** Where to listen: the database itself, past a pooler. */
  readonly url: string;
  readonly log: Log;
  /** Who the token stands for, without counting as use of the session. */
  readonly watch: (municipalityId: string, token: string) => Promise<WatchedSession | undefined>;
  readonly beatMs?: number;
  readonly pingMs?: number;
  readonly streamsPerPerson?: number;
}

interface Visitor {
  readonly municipalityId: string;
  readonly token: string | undefined;
}

export interface Caller extends Visitor, Standing {
  readonly scope: Scope;
  /** The number of the report whose page it is. */
  readonly here?: number | undefined;
}

export interface Writer extends Visitor {
  readonly number: number;
  readonly isWriting: boolean;
}

const BEAT_MS = 30_000;
const GATHER_MS = 50;
const READY_MS = 2_000;
const RETRY_MIN_MS = 1_000;
const RETRY_SPREAD_MS = 2_000;
const PER_PERSON = 8;
const IN_ALL = 5_000;

/**
 * Tells the open pages of this process what changed. Each hears only of reports that open for it at that moment, by their
 * number and the moment of the change; one that goes out of sight it is told of once more.
 */
export class Line {
  readonly #plan: LinePlan;
  readonly #connections = new Set<Connection>();
  readonly #attendance: Attendance;
  readonly #gathered = new Map<string, Set<string>>();
  readonly #ending = new AbortController();
  #listener: Listener | undefined;
  #beating: Promise<void> | undefined;
  #opened = 0;

  constructor(plan: LinePlan) {
    this.#plan = plan;
    this.#attendance = new Attendance(plan.db, plan.log, this.#connections);
  }

  count(): number {
    return this.#connections.size;
  }

  /** Opens the stream of one page, or says why not; a browser that is refused does not try again by itself. */
  async connect({ municipalityId, token, scope, ...standing }: Caller): Promise<Response> {
    const session = token === undefined ? undefined : await this.#plan.watch(municipalityId, token);
    if (token === undefined || !session) return answer(401);
    const { userId, permissions } = session.actor;
    if (!permissions.has('worklist.read')) return answer(403);
    const same = this.#of(municipalityId).filter((each) => each.session.actor.userId === userId);
    if (same.length >= (this.#plan.streamsPerPerson ?? PER_PERSON)) return answer(429);
    if (this.#ending.signal.aborted || this.#connections.size >= IN_ALL) return answer(503);
    const stream = openEventStream({
      retryMs: retryAfter(this.#opened++),
      onEnd: () => {
        this.#connections.delete(connection);
        this.#attendance.go(connection);
      },
    });
    const connection: Connection = {
      municipalityId,
      token,
      session,
      scope,
      stream,
      person: undefined,
      known: new Set(),
      here: undefined,
    };
    this.#connections.add(connection);
    void this.#welcome(connection, standing);
    return stream.response;
  }

  /** Says that who has a page open writes on it, or stopped; the same answer whether there is such a report or not. */
  async writing({ municipalityId, token, ...said }: Writer): Promise<Response> {
    const session = token === undefined ? undefined : await this.#plan.watch(municipalityId, token);
    if (!session) return answer(401);
    await sayWriting(this.#plan.db, session.actor, said);
    return answer(204);
  }

  /** Ends all streams and takes no new ones. */
  hangUp(): void {
    this.#ending.abort();
    for (const { stream } of this.#connections) stream.end();
  }

  async stop(): Promise<void> {
    this.hangUp();
    await Promise.all([this.#beating, this.#listener?.stop(), this.#attendance.settled()]);
  }

  #of(municipalityId: string): Connection[] {
    return [...this.#connections].filter((each) => each.municipalityId === municipalityId);
  }

  #tellAll(event: LiveEvent): void {
    for (const { stream } of this.#connections) stream.send(event);
  }

  #listen(): Listener {
    this.#beating ??= this.#beat();
    const { url, log, pingMs } = this.#plan;
    this.#listener ??= listenToDatabase({
      url,
      log,
      heard: (announcement) => this.#heard(announcement),
      // who was not told yet what it missed, is told after this moment
      opened: () => {
        for (const { person, stream } of this.#connections) if (person) stream.send({ event: 'look' });
      },
      lost: () => this.#tellAll({ event: 'down' }),
      ...(pingMs === undefined ? {} : { pingMs }),
    });
    return this.#listener;
  }

  async #beat(): Promise<void> {
    const { signal } = this.#ending;
    for (;;) {
      await sleep(this.#plan.beatMs ?? BEAT_MS, signal);
      if (signal.aborted) return;
      this.#tellAll({ event: 'beat' });
      await this.#attendance.stay();
      for (const connection of this.#connections) await this.#recheck(connection);
    }
  }

  /** Listens first and reads after, so that nothing falls between the two. */
  async #welcome(connection: Connection, standing: Omit<Caller, keyof Visitor | 'scope'>): Promise<void> {
    const { stream, session, known } = connection;
    try {
      const isOpen = await this.#listen().ready(READY_MS);
      const missed = await catchUp(this.#plan.db, session.actor, standing);
      connection.person = missed.person;
      for (const { id } of missed.open) known.add(id);
      const open = Object.fromEntries(missed.open.map((each) => [each.number, each.changedAt.getTime()]));
      stream.send({ event: 'hello', data: { open } });
      if (missed.isTooMuch) stream.send({ event: 'look' });
      for (const each of missed.changed) tellReport(connection, each);
      if (missed.hasNotice) stream.send({ event: 'notice' });
      if (!isOpen) stream.send({ event: 'down' });
      const here = missed.open.find(({ number }) => number === standing.here);
      if (here) await this.#attendance.come(connection, here.id);
    } catch (error) {
      this.#plan.log('warn', 'live.unwelcome', errorFields(error));
      stream.end();
    }
  }

  #heard({ municipalityId, kind, id }: Announcement): void {
    const here = this.#of(municipalityId);
    if (here.length === 0) return;
    if (kind === 'report') this.#gather(municipalityId, id);
    if (kind === 'presence') void this.#attendance.tell(municipalityId, id);
    for (const connection of here) {
      const { actor, sessionId } = connection.session;
      if (kind === 'notice' && actor.userId === id) connection.stream.send({ event: 'notice' });
      const isAbout = kind === 'session' ? sessionId === id : kind === 'person' && actor.userId === id;
      if (isAbout) void this.#recheck(connection);
    }
  }

  /** Reports that change at once are read at once. */
  #gather(municipalityId: string, reportId: string): void {
    const waiting = this.#gathered.get(municipalityId);
    if (waiting) return void waiting.add(reportId);
    const gathering = new Set([reportId]);
    this.#gathered.set(municipalityId, gathering);
    void sleep(GATHER_MS, this.#ending.signal).then(() => {
      this.#gathered.delete(municipalityId);
      return this.#tellReports(municipalityId, [...gathering]);
    });
  }

  async #tellReports(municipalityId: string, ids: readonly string[]): Promise<void> {
    try {
      const heard = await heardByIds(this.#plan.db, municipalityId, ids);
      for (const connection of this.#of(municipalityId)) {
        for (const each of heard) tellReport(connection, each);
        // who may not open it any more is not on its page, and hears no more of who is
        const { here, known } = connection;
        if (here !== undefined && !known.has(here)) this.#attendance.go(connection);
      }
    } catch (error) {
      this.#plan.log('warn', 'live.unread', errorFields(error));
      for (const { stream } of this.#of(municipalityId)) stream.send({ event: 'look' });
    }
  }

  async #recheck(connection: Connection): Promise<void> {
    const { municipalityId, token, session, stream } = connection;
    const now = await this.#plan.watch(municipalityId, token).catch(() => session);
    if (now && rightsOf(now) === rightsOf(session)) return;
    // with other rights the page itself has to be made anew
    stream.send({ event: now ? 'look' : 'ended' });
    stream.end();
  }
}

/** Spread, so that after a restart not everybody comes at the same moment. */
function retryAfter(count: number): number {
  return RETRY_MIN_MS + ((count * 619) % RETRY_SPREAD_MS);
}

function answer(status: number): Response {
  return new Response(null, { status });
}
