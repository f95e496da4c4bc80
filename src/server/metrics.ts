import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { BatchObservableResult, Meter, Observable } from '@opentelemetry/api';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { inTenant, poolUse, type Database, type Tx } from '../kit/db.ts';
import { errorFields, type Log } from '../kit/log.ts';
import { remembered } from '../kit/memory.ts';
import { dueTimers, type TimerWatch } from '../kit/timers.ts';
import { lastNight } from '../handovers/index.ts';
import { allMunicipalities } from '../places/index.ts';
import { countOpenByStatus, countReceived } from '../reports/counts.ts';

const BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const LATE_BUCKETS_S = [0.5, 1, 5, 30, 60, 300, 3600, 86_400];
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const NANOSECONDS = 1e9;
const LOOK_MS = 20;

export interface SeenRequest {
  readonly method: string;
  /** The pattern of the page: there are as many as there are pages. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Metrics {
  readonly request: (seen: SeenRequest) => void;
  readonly timers: TimerWatch;
  /** All figures as Prometheus reads them. */
  readonly text: () => Promise<string>;
}

/**
 * Counts and times of this process and of the municipalities, never of people. Labels come from the code (patterns,
 * statuses) or are municipalities, so that their number is bounded whatever visitors send.
 */
export function makeMetrics(db: Database, log: Log): Metrics {
  const reader = new PrometheusExporter({ preventServerStart: true });
  const meter = new MeterProvider({ readers: [reader] }).getMeter('wijkverbond');
  const duration = meter.createHistogram('http_server_request_duration_seconds', {
    description: 'Time to answer, by pattern of the page',
    advice: { explicitBucketBoundaries: BUCKETS_S },
  });
  observeProcess(meter);
  observeDatabase(meter, db, log);
  const serializer = new PrometheusSerializer(undefined, false, undefined, true, true);
  return {
    request: ({ method, route, status, seconds }) =>
      duration.record(seconds, { method: METHODS.has(method) ? method : 'other', route, status }),
    timers: timerWatch(meter),
    text: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  };
}

function timerWatch(meter: Meter): TimerWatch {
  const late = meter.createHistogram('wijk_timer_late_seconds', {
    description: 'How late timers fired',
    advice: { explicitBucketBoundaries: LATE_BUCKETS_S },
  });
  const failed = meter.createCounter('wijk_timers_failed', { description: 'Effects of timers that failed' });
  failed.add(0);
  return { looped: () => {}, fired: (lateS) => late.record(lateS), failed: () => failed.add(1) };
}

function observeProcess(meter: Meter): void {
  const memory = meter.createObservableGauge('process_memory_bytes', {
    description: 'Memory of this process',
  });
  memory.addCallback((result) => {
    const { rss, heapUsed } = process.memoryUsage();
    result.observe(rss, { kind: 'resident' });
    result.observe(heapUsed, { kind: 'heap' });
  });
  const delays = monitorEventLoopDelay({ resolution: LOOK_MS });
  delays.enable();
  const delay = meter.createObservableGauge('nodejs_eventloop_delay_seconds', {
    description: 'How late the event loop was since the last look',
  });
  delay.addCallback((result) => {
    for (const quantile of [50, 99, 100])
      // What it measures includes the time between two looks.
      result.observe(Math.max(0, delays.percentile(quantile) / NANOSECONDS - LOOK_MS / 1000), {
        quantile: String(quantile / 100),
      });
    delays.reset();
  });
}

function observeDatabase(meter: Meter, db: Database, log: Log): void {
  const gauge = (name: string, description: string) => meter.createObservableGauge(name, { description });
  const pool = gauge('wijk_database_connections', 'Connections of the pool, and who waits for one');
  pool.addCallback((result) => {
    const use = poolUse(db);
    for (const state of ['busy', 'idle', 'waiting'] as const) result.observe(use?.[state] ?? 0, { state });
  });
  const rows: RowFigures = {
    up: gauge('wijk_database_up', '1 when the database answered the questions behind these figures'),
    due: gauge('wijk_timers_due', 'Timers past their moment and not yet fired'),
    oldest: gauge('wijk_timers_oldest_late_seconds', 'How late the oldest of them is'),
    open: gauge('wijk_reports_open', 'Open reports, by municipality and status'),
    late: gauge('wijk_reports_late', 'Open reports past their deadline, by municipality'),
    broken: gauge('wijk_proof_breaches', 'What the last proof of the night found, by municipality'),
    proved: gauge('wijk_proof_age_seconds', 'How long ago that proof ended, by municipality'),
    received: meter.createObservableCounter('wijk_reports_received', {
      description: 'Reports that came in, by municipality',
    }),
  };
  meter.addBatchObservableCallback(async (result) => {
    const isUp = await observeRows(db, rows, result).then(
      () => true,
      (error: unknown) => {
        log('error', 'metrics.failed', errorFields(error));
        return false;
      },
    );
    result.observe(rows.up, Number(isUp));
  }, Object.values(rows));
}

type RowFigures = Readonly<
  Record<'up' | 'due' | 'oldest' | 'open' | 'late' | 'broken' | 'proved' | 'received', Observable>
>;

async function observeRows(db: Database, rows: RowFigures, result: BatchObservableResult): Promise<void> {
  const due = await dueTimers(db);
  result.observe(rows.due, due.count);
  result.observe(rows.oldest, due.oldestLateS);
  for (const { id, slug: municipality } of await allMunicipalities(db)) {
    const until = await remembered(db, { name: `received by ${id}`, seconds: COUNTED_S }, () =>
      receivedUntil(db, id),
    );
    const [counts, since, night] = await inTenant(db, id, (tx) =>
      Promise.all([countOpenByStatus(tx), countReceived(tx, { from: until.at }), proofOf(tx)]),
    );
    for (const { status, count } of counts) result.observe(rows.open, count, { municipality, status });
    const late = counts.reduce((total, each) => total + each.late, 0);
    result.observe(rows.late, late, { municipality });
    result.observe(rows.received, until.count + since, { municipality });
    if (!night) continue;
    result.observe(rows.broken, night.breaches, { municipality });
    result.observe(rows.proved, night.ageS, { municipality });
  }
}

async function proofOf(tx: Tx): Promise<{ breaches: number; ageS: number } | undefined> {
  const night = await lastNight(tx);
  return night && { breaches: night.breaches, ageS: (tx.now.getTime() - night.endedAt.getTime()) / 1000 };
}

/** All that ever came in is counted once in so long; between, what came in since. */
const COUNTED_S = 3600;
/** Longer than any transaction takes: what was written before this moment is there to be counted. */
const SETTLING_MS = 60_000;

function receivedUntil(db: Database, municipalityId: string): Promise<{ at: Date; count: number }> {
  return inTenant(db, municipalityId, async (tx) => {
    const at = new Date(tx.now.getTime() - SETTLING_MS);
    return { at, count: await countReceived(tx, { until: at }) };
  });
}
