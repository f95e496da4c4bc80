import type { Tx } from '../kit/db.ts';
import { ok, type Outcome } from '../kit/outcome.ts';
import { allMunicipalities } from '../places/index.ts';
import type { UserActor } from '../people/model.ts';
import { check } from './checked-files.ts';
import type { DmnFile } from './decisions.ts';
import {
  asked,
  filesById,
  findWithFiles,
  namer,
  UNKNOWN_SET,
  writersOf,
  type Asking,
  type Found,
  type Which,
} from './desk.ts';
import { fileOf, isSameRule, printOf, readTables, type EditableTable } from './dmn-edit.ts';
import { guestsOf } from './invitation-store.ts';
import { INPUT_COUNT } from './laws.ts';
import { Step } from './model.ts';
import { commandsFor, inForceAt, plannedAt, setBefore } from './set-rules.ts';
import * as store from './set-store.ts';
import type { ActivationView, Refused, SetState, SetsView, SetSummary, SetView, TableView } from './wire.ts';

/** What the municipality weighs with, what is coming and what was. */
export function listSets(asking: Asking): Promise<Outcome<SetsView>> {
  return asked(asking, 'tables.read', async (tx, user) => ok(await setsView(tx, user)));
}

async function setsView(tx: Tx, user: UserActor): Promise<SetsView> {
  const [sets, activations, nameOf] = await Promise.all([
    store.setsOf(tx),
    store.activationsOf(tx),
    namer(tx),
  ]);
  const numbers = new Map(sets.map(({ id, number }) => [id, number]));
  const numberOf = (setId: string | null): Which => (setId === null ? null : (numbers.get(setId) ?? null));
  const viewOf = (one: store.Activation): ActivationView => ({
    id: one.id,
    which: numberOf(one.setId),
    kind: one.kind,
    activeFrom: one.activeFrom,
    at: one.at,
    byName: nameOf(one.byId),
    reason: one.reason,
    withdrawnAt: one.withdrawnAt ?? undefined,
    withdrawnByName: one.withdrawnBy === null ? undefined : nameOf(one.withdrawnBy),
  });
  const current = inForceAt(activations, tx.now);
  const before = setBefore(activations, tx.now);
  return {
    active: {
      which: numberOf(current?.setId ?? null),
      since: current?.activeFrom,
      usable: await isUsable(tx, current?.setId ?? null),
    },
    planned: plannedAt(activations, tx.now).map(viewOf),
    back: before === undefined ? undefined : { which: numberOf(before) },
    sets: sets.map((row) => summaryOf(row, activations, { now: tx.now, nameOf })),
    history: activations.map(viewOf),
    mayEdit: user.permissions.has('tables.edit'),
    mayApprove: user.permissions.has('tables.approve'),
    seen: seenIn(activations),
    now: tx.now,
  };
}

async function isUsable(tx: Tx, setId: string | null): Promise<boolean> {
  if (setId === null) return true;
  return (await check(await store.filesOf(tx, setId))).built.ok;
}

/** Stands for all activations as they are: another one, or one withdrawn, makes it another. */
export function seenIn(activations: readonly store.Activation[]): string {
  const withdrawn = activations.filter(({ withdrawnAt }) => withdrawnAt !== null).length;
  return `${activations.length}.${withdrawn}`;
}

interface Reading {
  readonly now: Date;
  readonly nameOf: (id: string | null) => string;
}

function summaryOf(
  row: store.SetRow,
  activations: readonly store.Activation[],
  { now, nameOf }: Reading,
): SetSummary {
  return {
    number: row.number,
    note: row.note,
    authorName: nameOf(row.authorId),
    changedAt: row.changedAt,
    ...stateOf(row, activations, now),
  };
}

function stateOf(
  { id, status }: store.SetRow,
  activations: readonly store.Activation[],
  now: Date,
): { state: SetState; activeFrom?: Date | undefined } {
  if (status !== 'approved') return { state: status };
  const current = inForceAt(activations, now);
  if (current?.setId === id) return { state: 'active', activeFrom: current.activeFrom };
  const planned = plannedAt(activations, now).find(({ setId }) => setId === id);
  if (planned) return { state: 'planned', activeFrom: planned.activeFrom };
  const earlier = activations.find((one) => one.setId === id && one.withdrawnAt === null);
  return earlier ? { state: 'earlier', activeFrom: earlier.activeFrom } : { state: 'approved' };
}

/** One set with its tables, its history, what the check says and what this person can do with it. */
export function readSet(asking: Asking, which: Which): Promise<Outcome<SetView>> {
  return asked(asking, 'tables.read', async (tx, user) => {
    const found = await findWithFiles(tx, asking.house, which);
    if (!found) return UNKNOWN_SET;
    const municipalities = await allMunicipalities(asking.db);
    const names = municipalities.map(({ id, name }) => ({ id, name }));
    return ok(await setView(tx, user, { ...found, asking, names }));
  });
}

interface Viewing extends Found {
  readonly asking: Asking;
  readonly names: readonly { readonly id: string; readonly name: string }[];
}

async function setView(tx: Tx, user: UserActor, { row, files, asking, names }: Viewing): Promise<SetView> {
  const [activations, nameOf] = [await store.activationsOf(tx), await namer(tx)];
  const lines = row ? await store.linesOf(tx, row.id) : [];
  const guests = row?.status === 'proposed' ? await guestsOf(tx, row.id) : [];
  const { built } = await check(files);
  const base = row && (row.baseId === null ? undefined : await store.findSet(tx, row.baseId));
  return {
    which: row?.number ?? null,
    ...(row
      ? summaryOf(row, activations, { now: tx.now, nameOf })
      : { state: houseState(activations, tx.now), note: '' }),
    base: row && (base?.number ?? null),
    revision: row?.revision ?? 0,
    tables: await tablesOf(files, row ? await filesById(tx, asking.house, row.baseId) : files),
    commands: row ? commandsFor(user, row.status, writersOf(row, lines)) : [],
    refusals: built.ok ? [] : refusalsOf(built),
    combinations: INPUT_COUNT,
    lines: lines.map((line) => ({
      id: line.id,
      at: line.at,
      deed: line.deed,
      byName: line.guestName ?? nameOf(line.byId),
      words: line.words,
    })),
    guests: guests.map(({ guestId, expiresAt }) => ({
      name: names.find(({ id }) => id === guestId)?.name ?? '',
      expiresAt,
    })),
    municipalities: names.filter(({ id }) => id !== tx.municipalityId),
    seen: seenIn(activations),
    now: tx.now,
  };
}

function houseState(activations: readonly store.Activation[], now: Date): SetState {
  return (inForceAt(activations, now)?.setId ?? null) === null ? 'active' : 'earlier';
}

export function refusalsOf(outcome: Outcome<unknown>): Refused[] {
  if (outcome.ok) return [];
  return outcome.refusals.map(({ code, facts }) => ({ code, ...(facts ? { facts: { ...facts } } : {}) }));
}

async function tablesOf(files: readonly DmnFile[], base: readonly DmnFile[]): Promise<SetView['tables']> {
  const [tables, before] = [await readTables(files), await readTables(base)];
  return Step.options.map((step) => {
    const table = tables.get(step);
    return {
      step,
      version: table?.version ?? '',
      rules: table?.rules.length ?? 0,
      editable: table !== undefined,
      changed: JSON.stringify(rulesOf(table)) !== JSON.stringify(rulesOf(before.get(step))),
    };
  });
}

function rulesOf(table: EditableTable | undefined): unknown {
  return table?.rules;
}

/** One table of a set as rows. */
export function readTable(asking: Asking, which: Which, step: Step): Promise<Outcome<TableView>> {
  return asked(asking, 'tables.read', async (tx, user) => {
    const found = await findWithFiles(tx, asking.house, which);
    const base = found?.row ? await filesById(tx, asking.house, found.row.baseId) : undefined;
    const view = found && (await tableView(step, found, base));
    if (!view) return UNKNOWN_SET;
    const isDraft = found.row?.status === 'draft';
    return ok({ ...view, mayEdit: isDraft && user.permissions.has('tables.edit') });
  });
}

/** Undefined when the set has no such table, or none that can be shown as rows. */
export async function tableView(
  step: Step,
  { row, files }: Found,
  base: readonly DmnFile[] | undefined,
): Promise<TableView | undefined> {
  const table = (await readTables(files)).get(step);
  if (!table) return undefined;
  const before = base && (await readTables(base)).get(step);
  const { built } = await check(files);
  return {
    which: row?.number ?? null,
    step,
    version: table.version,
    hitPolicy: table.hitPolicy,
    inputs: table.inputs.map(({ name, values }) => ({ name, values: [...values] })),
    outputs: table.outputs.map(({ name, values }) => ({ name, values: [...values] })),
    rules: table.rules.map(({ id, when, gives, words }) => ({
      id,
      when: when.map((values) => [...values]),
      gives: [...gives],
      words,
      print: printOf({ id, when, gives, words }),
    })),
    changed: before ? changedRules(table, before) : [],
    mayEdit: false,
    revision: row?.revision ?? 0,
    refusals: refusalsOf(built).filter(({ facts }) => facts?.['table'] === step),
  };
}

function changedRules(table: EditableTable, before: EditableTable): string[] {
  const known = new Map(before.rules.map((rule) => [rule.id, rule]));
  return table.rules.flatMap((rule) => {
    const same = known.get(rule.id);
    return same && isSameRule(same, rule) ? [] : [rule.id];
  });
}

/** The file of one table, as other editors read it. */
export function tableFile(asking: Asking, which: Which, step: Step): Promise<Outcome<DmnFile>> {
  return asked(asking, 'tables.read', async (tx) => {
    const found = await findWithFiles(tx, asking.house, which);
    const file = found && (await fileOf(found.files, step));
    return file ? ok(file) : UNKNOWN_SET;
  });
}
