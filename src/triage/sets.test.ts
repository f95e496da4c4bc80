import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../../tests/support/database.ts';
import { foundTown, idOf, type Town } from '../../tests/support/town.ts';
import { advanceClock } from '../kit/clock.ts';
import { inTenant, type Tx } from '../kit/db.ts';
import { newId, randomToken } from '../kit/ids.ts';
import { silent, type Log } from '../kit/log.ts';
import type { Outcome } from '../kit/outcome.ts';
import { userActor } from '../people/index.ts';
import type { Actor } from '../people/model.ts';
import { submit } from '../reports/index.ts';
import type { Observations } from '../reports/model.ts';
import { setInForce } from './in-force.ts';
import {
  activateSet,
  acceptInvitation,
  addRule,
  approveSet,
  assessmentOf,
  becauseOf,
  deleteRule,
  discardSet,
  draftSet,
  guestSets,
  importTable,
  inviteGuest,
  judgeAsGuest,
  listSets,
  moveRule,
  proposeSet,
  readAsGuest,
  readSet,
  readTable,
  replay,
  saveNote,
  saveRule,
  sendBackSet,
  tableFile,
  takeBackSet,
  tryOut,
  undoActivation,
  warmUp,
  weigh,
  withdrawPlan,
  type Asking,
  type HouseTables,
  type TypedRule,
} from './index.ts';
import type { Step } from './model.ts';
import { shippedFiles, shippedSet, withoutRule } from './testing/shipped.ts';
import type { RuleView, TableView } from './wire.ts';

let db: TestDatabase;
let town: Town;
let other: Town;
let house: HouseTables;

beforeAll(async () => {
  db = await testDatabase();
  town = await foundTown(db.owner, 'proefstad');
  other = await foundTown(db.owner, 'anderdorp');
  house = { decisions: await shippedSet(), files: () => Promise.resolve(shippedFiles()) };
});
afterAll(() => db.close());

const HOUR_MS = 3_600_000;
const NOISE: Observations = { danger: { kind: 'none' }, sights: ['noise'], about: 'someone' };
const MONEY: Observations = { danger: { kind: 'none' }, sights: ['money'], about: 'someone' };

async function as(login: string, where = town): Promise<Asking> {
  const actor = await inTenant(db.app, where.id, (tx) => userActor(tx, where.users[login] ?? ''));
  if (!actor) throw new Error(`no user ${login}`);
  return { db: db.app, actor, house };
}

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`expected no refusal, got ${JSON.stringify(outcome.refusals)}`);
  return outcome.value;
}

const codesOf = (outcome: Outcome<unknown>) =>
  outcome.ok ? [] : outcome.refusals.map(({ code, pointer }) => (pointer ? `${code} ${pointer}` : code));

async function draft(from: number | null = null, login = 'beheerder'): Promise<number> {
  return valueOf(await draftSet(await as(login), { key: newId(), from, note: 'Proef' }));
}

async function table(which: number, step: Step): Promise<TableView> {
  return valueOf(await readTable(await as('beheerder'), which, step));
}

function ruleIn(view: TableView, id: string): RuleView {
  const rule = view.rules.find((one) => one.id === id);
  if (!rule) throw new Error(`no rule ${id}`);
  return rule;
}

/** What the form of a rule holds when nothing was changed. */
function typedFrom(view: TableView, { when, gives, words }: RuleView): TypedRule {
  const byName = <T>(columns: TableView['inputs'], cells: readonly T[]) =>
    Object.fromEntries(columns.map(({ name }, at) => [name, cells[at]])) as Record<string, T>;
  return { when: byName(view.inputs, when), gives: byName(view.outputs, gives), words };
}

interface Edit {
  readonly which: number;
  readonly step?: Step;
  readonly ruleId: string;
  readonly change: Partial<TypedRule>;
  readonly login?: string;
}

async function edit({ which, step = 'hulp', ruleId, change, login = 'beheerder' }: Edit) {
  const view = await table(which, step);
  const rule = ruleIn(view, ruleId);
  const was = typedFrom(view, rule);
  const typed = {
    when: { ...was.when, ...change.when },
    gives: { ...was.gives, ...change.gives },
    words: { ...was.words, ...change.words },
  };
  return saveRule(await as(login), { which, step, ruleId, seen: rule.print, typed });
}

const revisionOf = async (which: number) => valueOf(await readSet(await as('beheerder'), which)).revision;
const orderOf = async (which: number) => ({ which, revision: await revisionOf(which), words: 'Akkoord' });

/** Money goes to the district team first instead of to debt help. */
const OTHER_MONEY = {
  gives: { firstService: 'district-team', secondService: 'debt-help' },
  words: { nl: 'Bij zorgen over geld kijkt het wijkteam eerst.', en: 'The district team looks first.' },
} as const;

async function approved(login = 'goedkeurder'): Promise<number> {
  const which = await draft();
  valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }));
  valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
  valueOf(await approveSet(await as(login), await orderOf(which)));
  return which;
}

async function activate(which: number, from?: Date, login = 'beheerder') {
  const { seen } = valueOf(await listSets(await as(login)));
  return activateSet(await as(login), { key: newId(), seen, reason: '', which, from });
}

async function undo(reason = 'Het werkte anders dan gedacht') {
  const { seen } = valueOf(await listSets(await as('beheerder')));
  return undoActivation(await as('beheerder'), { key: newId(), seen, reason });
}

async function reportOf(observations: Observations) {
  const submission = {
    key: randomToken(16),
    language: 'nl' as const,
    channel: 'form' as const,
    observations,
    story: 'Een verhaal.',
    contact: {},
  };
  const receipt = await submit(
    db.app,
    { kind: 'public', municipalityId: town.id },
    submission,
    (tx, report) => weigh(tx, house.decisions, report).then(() => {}),
  );
  const { reportId } = valueOf(receipt);
  return inTenant(db.app, town.id, (tx) => assessmentOf(tx, reportId));
}

const inTown = <T>(work: (tx: Tx) => Promise<T>) => inTenant(db.app, town.id, work);
const raw = (statement: ReturnType<typeof sql>) => inTown((tx) => statement.execute(tx.kysely));
const numberOfActive = async () => valueOf(await listSets(await as('beheerder'))).active.which;

describe('a draft', () => {
  it('begins as the set it was made from, once however often the form is sent', async () => {
    const key = newId();
    const asking = await as('beheerder');
    const first = valueOf(await draftSet(asking, { key, from: null, note: 'Proef' }));
    expect(valueOf(await draftSet(asking, { key, from: null, note: 'Proef' }))).toBe(first);
    const view = valueOf(await readSet(asking, first));
    expect(view).toMatchObject({ state: 'draft', base: null, refusals: [], note: 'Proef' });
    expect(view.tables.map(({ changed, editable }) => [changed, editable])).toEqual([
      [false, true],
      [false, true],
      [false, true],
      [false, true],
    ]);
  });

  it('changes by rule, with a higher version and the ids of its rules', async () => {
    const which = await draft();
    const before = await table(which, 'hulp');
    expect(valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }))).toBe('saved');
    const after = await table(which, 'hulp');
    expect([before.version, after.version]).toEqual(['3', '4']);
    expect(after.rules.map(({ id }) => id)).toEqual(before.rules.map(({ id }) => id));
    expect(after.changed).toEqual(['hulp-money']);
    expect(ruleIn(after, 'hulp-money').gives.slice(0, 2)).toEqual(['district-team', 'debt-help']);
    valueOf(await edit({ which, ruleId: 'hulp-money', change: { words: { nl: 'Anders.', en: 'Other.' } } }));
    expect((await table(which, 'hulp')).version).toBe('4');
  });

  it('tells everything that is wrong with a rule, beside its field, and changes nothing', async () => {
    const which = await draft();
    const wrong = await edit({
      which,
      step: 'tempo',
      ruleId: 'tempo-life',
      change: { gives: { urgency: 'never', amount: '0' }, words: { nl: '', en: 'x'.repeat(501) } },
    });
    expect(codesOf(wrong)).toEqual([
      'field-choice gives-urgency',
      'decision-amount gives-amount',
      'field-missing nl',
      'field-too-long en',
    ]);
    expect((await table(which, 'tempo')).changed).toEqual([]);
  });

  it('takes a new rule behind another, moves it and takes it away', async () => {
    const which = await draft();
    const view = await table(which, 'hulp');
    const typed = typedFrom(view, ruleIn(view, 'hulp-money'));
    const order = { which, step: 'hulp' as const, ruleId: 'hulp-nieuw' };
    const asking = await as('beheerder');
    valueOf(await addRule(asking, { ...order, after: 'hulp-money', typed }));
    valueOf(await addRule(asking, { ...order, after: 'hulp-money', typed }));
    const place = async () => (await table(which, 'hulp')).rules.findIndex(({ id }) => id === order.ruleId);
    const behind = view.rules.findIndex(({ id }) => id === 'hulp-money') + 1;
    expect(await place()).toBe(behind);
    valueOf(await moveRule(asking, { ...order, revision: await revisionOf(which), by: -1 }));
    expect(await place()).toBe(behind - 1);
    expect(codesOf(await moveRule(asking, { ...order, revision: 1, by: -1 }))).toEqual([
      'decision-set-changed',
    ]);
    valueOf(await deleteRule(asking, { ...order, revision: await revisionOf(which) }));
    expect((await table(which, 'hulp')).rules.map(({ id }) => id)).toEqual(view.rules.map(({ id }) => id));
  });

  it('keeps the change of another rule by a colleague, and tells when it is the same rule', async () => {
    const which = await draft();
    const view = await table(which, 'hulp');
    const mine = typedFrom(view, ruleIn(view, 'hulp-money'));
    valueOf(
      await edit({
        which,
        ruleId: 'hulp-danger-place',
        change: { words: { nl: 'Van een collega.', en: 'By a colleague.' } },
        login: 'beheerder2',
      }),
    );
    const order = {
      which,
      step: 'hulp' as const,
      ruleId: 'hulp-money',
      seen: ruleIn(view, 'hulp-money').print,
    };
    valueOf(
      await saveRule(await as('beheerder'), {
        ...order,
        typed: { ...mine, words: { nl: 'Van mij.', en: 'Mine.' } },
      }),
    );
    const now = await table(which, 'hulp');
    expect([ruleIn(now, 'hulp-danger-place').words.nl, ruleIn(now, 'hulp-money').words.nl]).toEqual([
      'Van een collega.',
      'Van mij.',
    ]);
    const late = await saveRule(await as('beheerder2'), {
      ...order,
      typed: { ...mine, words: { nl: 'Te laat.', en: 'Late.' } },
    });
    expect(codesOf(late)).toEqual(['decision-rule-changed']);
    expect(ruleIn(await table(which, 'hulp'), 'hulp-money').words.nl).toBe('Van mij.');
  });

  it('brings back a rule that was taken away while somebody changed it', async () => {
    const which = await draft();
    const view = await table(which, 'hulp');
    const rule = ruleIn(view, 'hulp-money');
    const order = { which, step: 'hulp' as const, ruleId: 'hulp-money' };
    valueOf(await deleteRule(await as('beheerder2'), { ...order, revision: await revisionOf(which) }));
    const typed = { ...typedFrom(view, rule), words: { nl: 'Getypt.', en: 'Typed.' } };
    const saved = await saveRule(await as('beheerder'), { ...order, seen: rule.print, typed });
    expect(valueOf(saved)).toBe('restored');
    expect((await table(which, 'hulp')).rules.at(-1)).toMatchObject({
      id: 'hulp-money',
      words: { nl: 'Getypt.' },
    });
  });

  it('goes out as a file and comes in as one', async () => {
    const which = await draft();
    valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }));
    const asking = await as('beheerder');
    const file = valueOf(await tableFile(asking, which, 'hulp'));
    expect(file.name).toBe('3-hulp.dmn');
    expect(file.xml).toContain('https://www.omg.org/spec/DMN/20191111/MODEL/');
    const next = await draft();
    const order = { which: next, revision: await revisionOf(next) };
    const elsewhere = { name: 'van elders.dmn', xml: file.xml.replaceAll('20191111', '20230324') };
    expect(valueOf(await importTable(asking, { ...order, file: elsewhere }))).toBe('hulp');
    expect(ruleIn(await table(next, 'hulp'), 'hulp-money').gives[0]).toBe('district-team');
    expect(valueOf(await readSet(asking, next)).refusals).toEqual([]);
  });

  it('takes a file in that still has a hole, and refuses one that it cannot read', async () => {
    const which = await draft();
    const asking = await as('beheerder');
    const hulp = withoutRule('hulp-money').find(({ name }) => name.includes('hulp'));
    if (!hulp) throw new Error('no file');
    const order = async () => ({ which, revision: await revisionOf(which) });
    valueOf(await importTable(asking, { ...(await order()), file: hulp }));
    expect(valueOf(await readSet(asking, which)).refusals).toMatchObject([
      { code: 'decision-combination-uncovered', facts: { table: 'hulp', count: 240 } },
    ]);
    const broken: readonly [string, string][] = [
      ['<niets/>', 'decision-file-unreadable file'],
      [hulp.xml.replace('"no"', '"nee"'), 'decision-input-values file'],
      [shippedFiles()[0]?.xml.replace('id="gevaar"', 'id="onbekend"') ?? '', 'decision-unknown file'],
      ['x'.repeat(1_000_001), 'decision-file-too-long file'],
    ];
    for (const [xml, code] of broken) {
      const file = { name: 'kapot.dmn', xml };
      expect(codesOf(await importTable(asking, { ...(await order()), file })).at(0)).toBe(code);
    }
  });
});

describe('the road of a set', () => {
  it('is not proposed while the check finds something, and says what', async () => {
    const which = await draft();
    valueOf(await edit({ which, ruleId: 'hulp-money', change: { gives: { police: 'leads' } } }));
    const view = valueOf(await readSet(await as('beheerder'), which));
    expect(view.refusals).toMatchObject([
      { code: 'law-police-never-first', facts: { table: 'hulp', ruleId: 'hulp-money' } },
    ]);
    const proposed = await proposeSet(await as('beheerder'), await orderOf(which));
    expect(codesOf(proposed)).toEqual(['decision-set-unchecked']);
  });

  it('is proposed, sent back with a reason, proposed again, taken back and thrown away', async () => {
    const which = await draft();
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    expect(codesOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }))).toEqual([
      'decision-set-not-now',
    ]);
    valueOf(await sendBackSet(await as('goedkeurder'), { ...(await orderOf(which)), words: 'Waarom?' }));
    valueOf(await saveNote(await as('beheerder'), { ...(await orderOf(which)), note: 'Daarom.' }));
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    valueOf(await takeBackSet(await as('beheerder'), await orderOf(which)));
    valueOf(await discardSet(await as('beheerder'), await orderOf(which)));
    const view = valueOf(await readSet(await as('goedkeurder'), which));
    expect(view.lines.map(({ deed, byName, words }) => [deed, byName, words])).toEqual([
      ['made', 'Naam beheerder', ''],
      ['proposed', 'Naam beheerder', 'Akkoord'],
      ['sent-back', 'Naam goedkeurder', 'Waarom?'],
      ['proposed', 'Naam beheerder', 'Akkoord'],
      ['taken-back', 'Naam beheerder', ''],
      ['discarded', 'Naam beheerder', ''],
    ]);
    expect([view.state, view.commands]).toEqual(['discarded', []]);
  });

  it('is judged by nobody who wrote a part of it', async () => {
    const which = await draft();
    valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY, login: 'beheerder2' }));
    valueOf(await edit({ which, ruleId: 'hulp-danger-place', change: { words: { nl: 'Ja.', en: 'Yes.' } } }));
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    const order = await orderOf(which);
    expect(codesOf(await approveSet(await as('beheerder2'), order))).toEqual(['decision-set-own-work']);
    expect(codesOf(await approveSet(await as('beheerder'), order))).toEqual(['not-allowed']);
    expect(valueOf(await readSet(await as('beheerder2'), which)).commands).not.toContain('approve');
    valueOf(await approveSet(await as('goedkeurder'), order));
  });

  it('takes the second of two clicks for the first', async () => {
    const which = await draft();
    const proposing = await orderOf(which);
    for (let click = 0; click < 2; click += 1) valueOf(await proposeSet(await as('beheerder'), proposing));
    const approving = await orderOf(which);
    for (let click = 0; click < 2; click += 1) valueOf(await approveSet(await as('goedkeurder'), approving));
    const { lines } = valueOf(await readSet(await as('beheerder'), which));
    expect(lines.map(({ deed }) => deed)).toEqual(['made', 'proposed', 'approved']);
  });

  it('tells the second of two who act on the same page', async () => {
    const which = await draft();
    const order = await orderOf(which);
    valueOf(await saveNote(await as('beheerder2'), { ...order, note: 'Eerst' }));
    expect(codesOf(await proposeSet(await as('beheerder'), order))).toEqual(['decision-set-changed']);
  });

  const VERBS: Readonly<Record<string, (asking: Asking, which: number) => Promise<Outcome<unknown>>>> = {
    list: (asking) => listSets(asking),
    read: (asking, which) => readSet(asking, which),
    table: (asking, which) => readTable(asking, which, 'hulp'),
    file: (asking, which) => tableFile(asking, which, 'hulp'),
    try: (asking, which) => tryOut(asking, { which, observations: NOISE, language: 'nl' }),
    replay: (asking, which) => replay(asking, which),
    draft: (asking, which) => draftSet(asking, { key: newId(), from: which, note: '' }),
    rule: (asking, which) =>
      moveRule(asking, { which, step: 'hulp', ruleId: 'hulp-money', revision: 1, by: 1 }),
    propose: (asking, which) => proposeSet(asking, { which, revision: 0, words: '' }),
    approve: (asking, which) => approveSet(asking, { which, revision: 0, words: '' }),
    'send back': (asking, which) => sendBackSet(asking, { which, revision: 0, words: 'Nee' }),
    discard: (asking, which) => discardSet(asking, { which, revision: 0 }),
    activate: (asking, which) =>
      activateSet(asking, { key: newId(), seen: 'oud', reason: '', which, from: undefined }),
    undo: (asking) => undoActivation(asking, { key: newId(), seen: 'oud', reason: 'Zo' }),
    withdraw: (asking) => withdrawPlan(asking, newId()),
    invite: (asking, which) => inviteGuest(asking, { which, revision: 0, municipalityId: other.id }),
    'guest sets': (asking) => guestSets(asking),
  };
  const READING = ['list', 'read', 'table', 'file', 'try', 'replay'];
  const MAY: Readonly<Record<string, readonly string[]>> = {
    beheerder: [...READING, 'draft', 'rule', 'propose', 'discard', 'activate', 'undo', 'withdraw', 'invite'],
    goedkeurder: [...READING, 'approve', 'send back', 'guest sets'],
    coordinator: [],
    manager: [],
    privacy: [],
    wijkteam: [],
  };

  it.each(Object.keys(MAY))('lets %s do what the role may and nothing else', async (login) => {
    const which = await draft();
    const asking = await as(login);
    const done: string[] = [];
    for (const [verb, act] of Object.entries(VERBS))
      if (!codesOf(await act(asking, which)).includes('not-allowed')) done.push(verb);
    expect(done.toSorted()).toEqual([...(MAY[login] ?? [])].toSorted());
    const nobody: Actor = { kind: 'public', municipalityId: town.id };
    for (const act of Object.values(VERBS))
      expect(codesOf(await act({ ...asking, actor: nobody }, which))).toEqual(['not-logged-in']);
  });

  it('does not exist for another municipality', async () => {
    const which = await draft();
    const stranger = await as('beheerder2', other);
    for (const [verb, act] of Object.entries(VERBS)) {
      if (['list', 'guest sets', 'undo'].includes(verb)) continue;
      expect([verb, codesOf(await act(stranger, which))]).toEqual([verb, ['decision-set-unknown']]);
    }
    expect(valueOf(await listSets(stranger)).sets).toEqual([]);
  });
});

describe('a set in force', () => {
  it('weighs from its moment on, and one step back restores the set before', async () => {
    expect((await reportOf(MONEY)).firstService).toBe('debt-help');
    const which = await approved();
    expect((await reportOf(MONEY)).firstService).toBe('debt-help');
    const { now } = valueOf(await listSets(await as('beheerder')));
    valueOf(await activate(which, new Date(now.getTime() + HOUR_MS)));
    expect(valueOf(await readSet(await as('beheerder'), which)).state).toBe('planned');
    expect((await reportOf(MONEY)).firstService).toBe('debt-help');
    await advanceClock(db.owner, HOUR_MS + 1000, { production: false });
    const advice = await reportOf(MONEY);
    expect(advice.firstService).toBe('district-team');
    expect(await numberOfActive()).toBe(which);
    valueOf(await undo());
    expect((await reportOf(MONEY)).firstService).toBe('debt-help');
    expect(await numberOfActive()).toBeNull();
    const { history } = valueOf(await listSets(await as('beheerder')));
    expect(history.slice(0, 2).map(({ kind, which: set }) => [kind, set])).toEqual([
      ['undo', null],
      ['activate', which],
    ]);
    const sentences = await inTown((tx) => becauseOf(tx, advice, { house: house.decisions, language: 'nl' }));
    expect(sentences).toContain('Bij zorgen over geld kijkt het wijkteam eerst.');
    valueOf(await undo('Toch wel'));
    expect(await numberOfActive()).toBe(which);
  });

  it('is one activation however often the form is sent, and tells the second of two people', async () => {
    const which = await approved();
    const { seen, history } = valueOf(await listSets(await as('beheerder')));
    const order = { key: newId(), seen, reason: '', which, from: undefined };
    valueOf(await activateSet(await as('beheerder'), order));
    valueOf(await activateSet(await as('beheerder'), order));
    const late = await activateSet(await as('beheerder2'), { ...order, key: newId() });
    expect(codesOf(late)).toEqual(['decision-set-changed']);
    expect(valueOf(await listSets(await as('beheerder'))).history.length).toBe(history.length + 1);
  });

  it('can be planned and called off, but not for a moment that is past', async () => {
    const which = await approved();
    const { now } = valueOf(await listSets(await as('beheerder')));
    expect(codesOf(await activate(which, new Date(now.getTime() - HOUR_MS)))).toEqual([
      'decision-moment-past from',
    ]);
    const before = await numberOfActive();
    valueOf(await activate(which, new Date(now.getTime() + HOUR_MS)));
    const [plan] = valueOf(await listSets(await as('beheerder'))).planned;
    valueOf(await withdrawPlan(await as('beheerder2'), plan?.id ?? ''));
    await advanceClock(db.owner, 2 * HOUR_MS, { production: false });
    expect(await numberOfActive()).toBe(before);
    expect(valueOf(await readSet(await as('beheerder'), which)).state).toBe('approved');
    const begun = valueOf(await listSets(await as('beheerder'))).history.find(
      ({ withdrawnAt }) => !withdrawnAt,
    );
    expect(codesOf(await withdrawPlan(await as('beheerder'), begun?.id ?? ''))).toEqual([
      'decision-set-not-now',
    ]);
  });

  it('never holds up a report when it cannot be used: the tables of the house weigh, and the log says so', async () => {
    const lines: unknown[] = [];
    const log: Log = (level, event, fields) => void lines.push([level, event, fields?.['set']]);
    const id = idOf('stuk');
    const files = JSON.stringify([{ name: '1-gevaar.dmn', xml: '<niets/>' }]);
    const who = [town.users['beheerder'], town.users['goedkeurder']];
    await raw(sql`insert into decision_set (municipality_id, id, number, status, note, files, content_hash, checked_hash,
      revision, author_id, created_at, changed_by, changed_at, proposed_by, proposed_at, approved_by, approved_at)
      values (${town.id}, ${id}, 999, 'approved', '', ${files}::jsonb, 'vals', 'vals', 1, ${who[0]}, wijk_now(), ${who[0]},
        wijk_now(), ${who[0]}, wijk_now(), ${who[1]}, wijk_now())`);
    await raw(sql`insert into decision_activation (municipality_id, id, set_id, kind, active_from, at, by_id, reason)
      values (${town.id}, ${newId()}, ${id}, 'activate', wijk_now() + interval '1 second', wijk_now(), ${who[0]}, '')`);
    await advanceClock(db.owner, 2000, { production: false });
    expect(await inTown((tx) => setInForce(tx, house.decisions, { log }))).toBe(house.decisions);
    expect(lines).toEqual([['error', 'decisions.unusable', id]]);
    expect((await reportOf(NOISE)).nature).toBe('nuisance');
    expect(valueOf(await listSets(await as('beheerder'))).active).toMatchObject({
      which: 999,
      usable: false,
    });
    valueOf(await undo());
  });

  it('says why in the words of an older version of the house as well', async () => {
    const advice = await reportOf(MONEY);
    await warmUp(db.app, house, { log: silent, signal: new AbortController().signal });
    const newer = {
      tables: house.decisions.tables.map((one) => ({ ...one, version: `${one.version}-nieuw` })),
    };
    const sentences = await inTown((tx) => becauseOf(tx, advice, { house: newer, language: 'en' }));
    expect(sentences).toHaveLength(4);
    for (const sentence of sentences) expect(sentence).not.toContain('·');
  });
});

describe('trying a set', () => {
  it('shows what it and the set in force advise on the same answers', async () => {
    const which = await draft();
    valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }));
    const trial = valueOf(
      await tryOut(await as('goedkeurder'), { which, observations: MONEY, language: 'nl' }),
    );
    expect([trial.after?.firstService, trial.after?.because[2]?.text]).toEqual([
      'district-team',
      'Bij zorgen over geld kijkt het wijkteam eerst.',
    ]);
    expect(trial.before?.because).toHaveLength(4);
  });

  it('counts what would have become of the reports of the last thirty days', async () => {
    const fresh = await foundTown(db.owner, 'telstad');
    const beheerder = await as('beheerder', fresh);
    const which = valueOf(await draftSet(beheerder, { key: newId(), from: null, note: '' }));
    const view = valueOf(await readTable(beheerder, which, 'hulp'));
    const rule = ruleIn(view, 'hulp-money');
    const was = typedFrom(view, rule);
    const typed = { ...was, gives: { ...was.gives, ...OTHER_MONEY.gives } };
    valueOf(await saveRule(beheerder, { which, step: 'hulp', ruleId: rule.id, seen: rule.print, typed }));
    const send = (observations: Observations) =>
      submit(
        db.app,
        { kind: 'public', municipalityId: fresh.id },
        { key: randomToken(16), language: 'nl', channel: 'form', observations, story: 'Geheim', contact: {} },
        (tx, report) => weigh(tx, house.decisions, report).then(() => {}),
      );
    await send(MONEY);
    await advanceClock(db.owner, 31 * 24 * HOUR_MS, { production: false });
    for (const observations of [MONEY, MONEY, NOISE]) valueOf(await send(observations));
    const found = valueOf(await replay(beheerder, which));
    expect(found).toMatchObject({
      reports: 3,
      changed: 2,
      firstService: [{ from: 'debt-help', to: 'district-team', count: 2 }],
      nature: [],
      urgency: [],
      compared: true,
    });
    expect(JSON.stringify(found)).not.toContain('Geheim');
  });
});

describe('a guest from another municipality', () => {
  async function invited(): Promise<{ which: number; code: string }> {
    const which = await draft();
    valueOf(await edit({ which, ruleId: 'hulp-money', change: OTHER_MONEY }));
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    const order = { ...(await orderOf(which)), municipalityId: other.id };
    return { which, code: valueOf(await inviteGuest(await as('beheerder'), order)) };
  }
  const attempt = (typed: string) => ({ typed, address: randomToken(4), triesPerHour: 5 });

  it('sees that one proposal with its code and approves it, by name', async () => {
    const { which, code } = await invited();
    const guest = await as('goedkeurder', other);
    expect(valueOf(await guestSets(guest))).toEqual([]);
    const setId = valueOf(
      await acceptInvitation(guest, attempt(` ${code.toUpperCase().slice(0, 4)}-${code.slice(4)}`)),
    );
    expect(valueOf(await guestSets(guest))).toMatchObject([
      { id: setId, homeName: 'proefstad', number: which },
    ]);
    const view = valueOf(await readAsGuest(guest, setId));
    expect(view.tables.find(({ step }) => step === 'hulp')?.changed).toEqual(['hulp-money']);
    valueOf(await judgeAsGuest(guest, { setId, verdict: 'approve', words: 'Goed doordacht' }));
    const set = valueOf(await readSet(await as('beheerder'), which));
    expect(set.state).toBe('approved');
    expect(set.lines.at(-1)).toMatchObject({
      deed: 'approved',
      byName: 'Naam goedkeurder',
      words: 'Goed doordacht',
    });
    expect(codesOf(await readAsGuest(guest, setId))).toEqual(['decision-set-unknown']);
    valueOf(await activate(which));
  });

  it('is one person: the code opens nothing for another, elsewhere, without the role or when it is old', async () => {
    const { which, code } = await invited();
    const unknown = ['decision-invitation-unknown code'];
    expect(codesOf(await acceptInvitation(await as('goedkeurder'), attempt(code)))).toEqual(unknown);
    expect(codesOf(await acceptInvitation(await as('coordinator', other), attempt(code)))).toEqual([
      'not-allowed',
    ]);
    const setId = valueOf(await acceptInvitation(await as('goedkeurder', other), attempt(code)));
    expect(codesOf(await acceptInvitation(await as('beheerder2', other), attempt(code)))).toEqual(unknown);
    expect(codesOf(await readAsGuest(await as('beheerder2', other), setId))).toEqual([
      'decision-set-unknown',
    ]);
    expect(codesOf(await readSet(await as('goedkeurder', other), which))).toEqual(['decision-set-unknown']);
    await advanceClock(db.owner, 15 * 24 * HOUR_MS, { production: false });
    expect(codesOf(await readAsGuest(await as('goedkeurder', other), setId))).toEqual([
      'decision-set-unknown',
    ]);
  });

  it('sends back with a reason, and sees nothing once it was taken back', async () => {
    const { which, code } = await invited();
    const guest = await as('goedkeurder', other);
    const setId = valueOf(await acceptInvitation(guest, attempt(code)));
    valueOf(await judgeAsGuest(guest, { setId, verdict: 'send-back', words: 'Graag nog eens' }));
    expect(codesOf(await readAsGuest(guest, setId))).toEqual(['decision-set-unknown']);
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    expect(valueOf(await readAsGuest(guest, setId)).number).toBe(which);
    valueOf(await takeBackSet(await as('beheerder'), await orderOf(which)));
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    expect(codesOf(await readAsGuest(guest, setId))).toEqual(['decision-set-unknown']);
  });

  it('cannot try codes without end', async () => {
    const guest = await as('goedkeurder', other);
    const tries = { typed: 'nee', address: '192.0.2.7', triesPerHour: 2 };
    for (const expected of [
      'decision-invitation-unknown code',
      'decision-invitation-unknown code',
      'code-limit code',
    ])
      expect(codesOf(await acceptInvitation(guest, tries))).toEqual([expected]);
  });
});

describe('raw SQL as the application', () => {
  async function proposed(): Promise<string> {
    const which = await draft();
    valueOf(await proposeSet(await as('beheerder'), await orderOf(which)));
    const { rows } = await inTown((tx) =>
      sql<{ id: string }>`select id from decision_set where number = ${which}`.execute(tx.kysely),
    );
    return rows[0]?.id ?? '';
  }
  const approve = (id: string, by: string | undefined) =>
    raw(
      sql`update decision_set set status = 'approved', approved_by = ${by}, approved_at = wijk_now() where id = ${id}`,
    );

  it('does not let an author approve', async () => {
    const id = await proposed();
    await expect(approve(id, town.users['beheerder'])).rejects.toThrow(/approver_is_another/);
    await expect(approve(id, other.users['goedkeurder'])).rejects.toThrow(/foreign key/);
    await expect(approve(id, undefined)).rejects.toThrow(/approved_by_one/);
    await expect(approve(id, town.users['goedkeurder'])).resolves.toBeDefined();
  });

  it('does not let a set be proposed that is not the one that was checked', async () => {
    const id = await proposed();
    await expect(raw(sql`update decision_set set content_hash = 'anders' where id = ${id}`)).rejects.toThrow(
      /proposed_was_checked/,
    );
    const which = await draft();
    await expect(
      raw(sql`update decision_set set status = 'proposed' where number = ${which}`),
    ).rejects.toThrow(/proposed_was_checked/);
  });

  it('lets what is approved stay as it is, also for the owner', async () => {
    const id = await proposed();
    await approve(id, town.users['goedkeurder']);
    const change = sql`update decision_set set files = '[]', note = 'anders' where id = ${id}`;
    expect((await raw(change)).numAffectedRows).toBe(0n);
    const asOwner = await inTenant(db.owner, town.id, (tx) => change.execute(tx.kysely));
    expect(asOwner.numAffectedRows).toBe(0n);
  });

  it('activates nothing that is not approved', async () => {
    const id = await proposed();
    const activation = (status: string) =>
      raw(sql`insert into decision_activation (municipality_id, id, set_id, set_status, kind, active_from, at, by_id, reason)
        values (${town.id}, ${newId()}, ${id}, ${status}, 'activate', wijk_now() + interval '1 day', wijk_now(), ${town.users['beheerder']}, '')`);
    await expect(activation('approved')).rejects.toThrow(/foreign key/);
    await expect(activation('proposed')).rejects.toThrow(/violates check/);
  });

  it.each([
    ['change history', sql`update decision_step set words = ''`],
    ['destroy history', sql`delete from decision_step`],
    ['destroy a set', sql`delete from decision_set`],
    ['change who is the author', sql`update decision_set set author_id = author_id`],
    ['rewrite an activation', sql`update decision_activation set active_from = wijk_now()`],
    ['destroy an activation', sql`delete from decision_activation`],
    ['change kept words', sql`update decision_table_version set xml = ''`],
    ['turn an invitation to another set', sql`update decision_invitation set set_id = set_id`],
  ])('cannot %s', async (_what, statement) => {
    await expect(raw(statement)).rejects.toThrow(/permission denied/);
  });

  it('cannot call off what has begun', async () => {
    await activate(await approved());
    await expect(
      raw(sql`update decision_activation set withdrawn_at = wijk_now(), withdrawn_by = ${town.users['beheerder']}
        where active_from <= wijk_now()`),
    ).rejects.toThrow(/only_a_plan_is_withdrawn/);
  });

  it('sees no set of another municipality', async () => {
    await draft();
    const elsewhere = await inTenant(db.app, other.id, (tx) =>
      sql`select id from decision_set`.execute(tx.kysely),
    );
    expect(elsewhere.rows).toEqual([]);
  });
});
