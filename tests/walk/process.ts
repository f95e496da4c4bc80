/**
 * A server process of the walk: the real rooms on the database that the environment names, asked over its own pipe instead of over
 * HTTP, so that two of them can be asked in the very same instant. A line in is a call; a line out is its answer.
 */
import { createInterface } from 'node:readline';
import { readConfig } from '../../src/kit/config.ts';
import { contentFile } from '../../src/kit/content.ts';
import { createDatabase, inTenant } from '../../src/kit/db.ts';
import { loadTexts } from '../../src/kit/texts.ts';
import { fireDueTimers } from '../../src/kit/timers.ts';
import { askSecondLook, perform, takeAnswer, type Order } from '../../src/handovers/index.ts';
import { makeSend, smtpSettings } from '../../src/messages/index.ts';
import { sendNext } from '../../src/messages/post.ts';
import {
  absencePage,
  changeUser,
  endAbsence,
  letLeave,
  userActor,
  writeAbsence,
} from '../../src/people/index.ts';
import { submit } from '../../src/reports/index.ts';
import { block, destroyDue } from '../../src/rights/index.ts';
import { finishCare, planVisit, tellAggression } from '../../src/safety/index.ts';
import {
  makeServices,
  readDecisions,
  tieMessages,
  tieVisits,
  TIMER_EFFECTS,
} from '../../src/server/wiring.ts';
import { arm, disarm } from '../crash/armed.ts';
import type { Ask, Call } from './calls.ts';

const env = (name: string) => process.env[name] ?? '';
const municipalityId = env('WALK_MUNICIPALITY');
const db = createDatabase(env('APP_DATABASE_URL'), { connections: 6 });
const retention = createDatabase(env('RETENTION_DATABASE_URL'), { connections: 1 });
const config = readConfig({
  SECRETS_KEY: '5e'.repeat(32),
  PUBLIC_URL: 'http://walk.test',
  SMTP_URL: env('WALK_SMTP_URL'),
  MAIL_FROM: 'nietantwoorden@stad.test',
});
const services = makeServices(config, await readDecisions());
tieMessages(db, config);
tieVisits(db);
const mail = smtpSettings(config);
if (!mail) throw new Error('expected settings of a mail server');
const post = {
  texts: loadTexts(contentFile('texts'), { strict: true }),
  key: '5e'.repeat(32),
  origin: 'http://walk.test',
  log: () => {},
  send: makeSend(mail),
};

const failures: string[] = [];
const log = (level: string, event: string, fields: object = {}) => {
  if (level === 'error') failures.push(`${event} ${JSON.stringify(fields)}`);
};

async function by(userId: string) {
  const actor = await inTenant(db, municipalityId, (tx) => userActor(tx, userId));
  return actor ?? ({ kind: 'public', municipalityId } as const);
}

const reporter = (reportId: string) => ({ kind: 'reporter', municipalityId, reportId }) as const;

/** A moment comes over the pipe as its words. */
function withMoments(order: Order): Order {
  if ((order.command !== 'accept' && order.command !== 'spoken') || !order.talk) return order;
  return { ...order, talk: { ...order.talk, at: new Date(order.talk.at) } };
}

/** Somebody handles no reports any more, and stays a member of the services: nothing else takes the work away. */
async function demote({ by: manager, userId }: { by: string; userId: string }): Promise<unknown> {
  const person = await by(userId);
  return changeUser(db, await by(manager), {
    userId,
    roles: ['privacy-officer'],
    serviceIds: person.kind === 'user' ? [...person.serviceIds] : [],
    onLeft: services.onLeft,
  });
}

/** Ends the first absence of somebody that this person sees as the own. */
async function comeBack(userId: string): Promise<unknown> {
  const actor = await by(userId);
  const seen = await absencePage(db, actor, userId);
  const own = seen.ok ? seen.value.rows.find(({ isMine }) => isMine) : undefined;
  return own ? endAbsence(db, actor, own.id) : { ok: false };
}

async function answer(call: Call): Promise<unknown> {
  switch (call.what) {
    case 'report':
      return submit(db, { kind: 'public', municipalityId }, call.submission, services.onReceived);
    case 'order':
      return perform(db, await by(call.userId), call.number, withMoments(call.order));
    case 'second-look':
      return askSecondLook(db, reporter(call.reportId), { body: 'Het is niet opgelost.', key: call.key });
    case 'answer':
      return takeAnswer(db, reporter(call.reportId), 'Het antwoord.');
    case 'leave':
      return letLeave(db, await by(call.by), { userId: call.userId, onLeft: services.onLeft });
    case 'demote':
      return demote(call);
    case 'away': {
      const { what: _, by: writer, ...wish } = call;
      return writeAbsence(db, await by(writer), { wish, onAbsence: services.onAbsence });
    }
    case 'back':
      return comeBack(call.userId);
    case 'aggression':
      return tellAggression(db, await by(call.userId), {
        key: call.key,
        kinds: ['schelden'],
        happenedAt: new Date(call.at),
        police: false,
      });
    case 'care':
      return finishCare(db, await by(call.userId), {
        incidentId: call.incidentId,
        outcome: 'spoken',
        spokenAt: new Date(call.at),
        agreed: [],
      });
    case 'visit':
      return planVisit(db, await by(call.userId), {
        key: call.key,
        reportNumber: call.number,
        at: new Date(call.at),
        company: 'alone',
      });
    case 'block':
      return block(db, await by(call.userId), {
        key: call.key,
        reportNumber: call.number,
        reason: 'objection',
        reviewAt: new Date(call.at),
      });
    case 'arm':
      return arm(call.at, call.how);
    case 'disarm':
      return disarm();
    case 'fire':
      return fireDueTimers(db, TIMER_EFFECTS, log);
    case 'post': {
      let sent = 0;
      while ((await sendNext(db, post)) !== undefined) sent += 1;
      return sent;
    }
    case 'destroy':
      return destroyDue(retention, municipalityId);
  }
}

async function serve({ id, call }: Ask): Promise<void> {
  const told = await answer(call).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: String(error) }),
  );
  process.stdout.write(`${JSON.stringify({ id, ...told, failures: failures.splice(0) })}\n`);
}

process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) void serve(JSON.parse(line) as Ask);
