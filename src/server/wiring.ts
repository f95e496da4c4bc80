import { contentFile } from '../kit/content.ts';
import type { Config } from '../kit/config.ts';
import type { Database } from '../kit/db.ts';
import { inTenant } from '../kit/db.ts';
import { log as defaultLog, type Log } from '../kit/log.ts';
import {
  DEADLINES,
  goOnWithoutPerson,
  goOnWithoutPost,
  houseTexts,
  informingEffect,
  knownNearby,
  matchingRules,
  receive,
  natureIcons,
  sheetWords,
  tellAbsence,
} from '../handovers/index.ts';
import { listen } from '../kit/news.ts';
import { runTimers, type TimerEffect, type TimerWatch } from '../kit/timers.ts';
import { loadCategories, publicNearby } from '../open311/index.ts';
import { endAbsencesOf } from '../people/index.ts';
import { Permission } from '../people/model.ts';
import { allMunicipalities } from '../places/index.ts';
import {
  followIntake,
  followNews,
  forgetDevices,
  makePush,
  makeSend,
  pushSettings,
  smtpSettings,
  startPost,
} from '../messages/index.ts';
import type { Texts } from '../kit/texts.ts';
import { INFORMING_TIMER, loadRound } from '../reports/index.ts';
import { goOnWithoutOfficer, RIGHTS_TIMER_EFFECTS } from '../rights/index.ts';
import {
  AFTERCARE_TIMER,
  aftercareEffect,
  followReports,
  goOnWithoutColleague,
  loadAggression,
} from '../safety/index.ts';
import {
  furtherQuestions,
  loadDecisions,
  loadQuestions,
  readDecisionFiles,
  warmUp,
  type DecisionSet,
} from '../triage/index.ts';
import type { Services } from '../web/services.ts';
import { rebuildAll } from './rebuild.ts';

/** What the clock can set off, by kind of timer. */
export const TIMER_EFFECTS: Readonly<Record<string, TimerEffect>> = {
  ...DEADLINES,
  [INFORMING_TIMER]: informingEffect,
  [AFTERCARE_TIMER]: aftercareEffect,
  ...RIGHTS_TIMER_EFFECTS,
};

/** The decision tables as they stand in content/; the server does not start on tables that break a law. */
export async function readDecisions(): Promise<DecisionSet> {
  const loaded = await loadDecisions(contentFile('decisions'));
  if (loaded.ok) return loaded.value;
  const lines = loaded.refusals.map(({ code, facts }) => `- ${code} ${JSON.stringify(facts ?? {})}`);
  throw new Error(`The decision tables in content/decisions cannot be used.\n${lines.join('\n')}`);
}

/**
 * The only place where rooms are tied together: what follows in the same transaction on a new report. Throws on questions,
 * standard texts, weights, names of columns or pictures in content/ that cannot be used.
 */
export function makeServices(
  config: Config,
  decisions: DecisionSet,
  demoLogins: Services['demoLogins'] = () => undefined,
): Services {
  houseTexts();
  matchingRules();
  sheetWords();
  natureIcons();
  const hasMail = smtpSettings(config) !== undefined;
  const questions = loadQuestions(contentFile('.'));
  const round = loadRound(contentFile('.'));
  const aggression = loadAggression(contentFile('.'));
  const tables = { decisions, files: () => readDecisionFiles(contentFile('decisions')) };
  return {
    config,
    decisions,
    tables,
    questions,
    round,
    aggression,
    furtherQuestions: furtherQuestions(decisions, questions),
    knownNearby,
    publicNearby: publicNearby(loadCategories()),
    demoLogins,
    onReceived: async (tx, report, just) => {
      if (hasMail) await followIntake(tx, report, just, config.SECRETS_KEY);
      await receive(tx, report, decisions);
    },
    onAbsence: tellAbsence,
    onLeft: async (tx, actor, userId, { permissions: lost, serviceIds }) => {
      if (lost.has('report.handle')) await goOnWithoutPerson(tx, actor, userId);
      else
        await goOnWithoutPost(tx, actor, userId, { coordinated: lost.has('coordination.act'), serviceIds });
      if (lost.has('worklist.read')) {
        await goOnWithoutColleague(tx, actor, userId);
        await endAbsencesOf(tx, userId, tellAbsence);
      }
      if (Permission.options.every((each) => lost.has(each))) await forgetDevices(tx, userId);
      if (lost.has('rights.act')) await goOnWithoutOfficer(tx, actor, userId);
    },
  };
}

/** Beside the start: decision tables are made ready for the first report. */
export function startTables(
  db: Database,
  { tables }: Pick<Services, 'tables'>,
  log: Log = defaultLog,
): { stop(): Promise<void> } {
  const ending = new AbortController();
  const warming = warmUp(db, tables, { log, signal: ending.signal });
  return {
    stop: async () => {
      ending.abort();
      await warming;
    },
  };
}

/** What happens in this database is followed by the messages that tell of it, in the same transaction; not where nothing can be sent. */
export function tieMessages(db: Database, config: Config): void {
  const by = { mail: smtpSettings(config) !== undefined, devices: pushSettings(config) !== undefined };
  if (by.mail || by.devices) listen(db, followNews(by));
}

/** A visit goes in the moment that its report is closed or lies with somebody else. */
export function tieVisits(db: Database): void {
  listen(db, followReports);
}

/** Sends what waits, when the settings name a mail server or a contact for push services; without one it waits. */
export function startMail(
  db: Database,
  { config, texts, log = defaultLog }: { config: Config; texts: Texts; log?: Log },
): { stop(): Promise<void> } | undefined {
  const [mail, devices] = [smtpSettings(config), pushSettings(config)];
  const { SECRETS_KEY: key, PUBLIC_URL: origin } = config;
  if ((!mail && !devices) || key === undefined || origin === undefined) return undefined;
  const ways = { send: mail && makeSend(mail), push: devices && makePush(devices) };
  return startPost(db, { ...ways, texts, key, origin, log });
}

export interface Clock {
  readonly stop: () => Promise<void>;
  /** How long ago the worker last looked what is due, and got an answer. */
  readonly idleMs: () => number;
}

/** Starts the clock: timers that were lost are made again from the rows, then the worker runs until `stop`. */
export async function startClock(db: Database, log: Log = defaultLog, watch?: TimerWatch): Promise<Clock> {
  for (const { id } of await allMunicipalities(db)) {
    const rebuilt = await inTenant(db, id, rebuildAll);
    if (rebuilt > 0) log('warn', 'timers.rebuilt', { municipality: id, count: rebuilt });
  }
  let loopedAtMs = performance.now();
  const looped = () => {
    loopedAtMs = performance.now();
    watch?.looped();
  };
  const watching = { fired: () => {}, failed: () => {}, ...watch, looped };
  const ending = new AbortController();
  const running = runTimers(db, TIMER_EFFECTS, { log, signal: ending.signal, watch: watching });
  return {
    stop: async () => {
      ending.abort();
      await running;
    },
    idleMs: () => performance.now() - loopedAtMs,
  };
}
