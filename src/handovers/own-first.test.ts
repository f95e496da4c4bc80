import { describe, expect, it } from 'vitest';
import type { FigureRow } from './overview-wire.ts';
import { keepBack, OWN_FIRST_DAYS, opensAt } from './own-first.ts';

describe('the day from which others see figures', () => {
  it('begins so many days after the quarter, also over a change of the clock', () => {
    expect(opensAt(new Date('2026-12-31T23:00:00Z'))).toEqual(new Date('2027-01-14T23:00:00Z'));
    expect(OWN_FIRST_DAYS).toBe(14);
    // 30 September, with a month that ends in winter time
    expect(opensAt(new Date('2026-09-30T22:00:00Z'), 31)).toEqual(new Date('2026-10-31T23:00:00Z'));
  });

  it('is none where a municipality shows them at once', () => {
    expect(opensAt(new Date('2026-12-31T23:00:00Z'), 0)).toBeUndefined();
  });
});

describe('what is kept back', () => {
  const opening = new Date('2027-01-14T23:00:00Z');
  const row = (key: string, isOwn = false): FigureRow => ({
    key,
    name: key,
    isOwn,
    answered: { n: 40, inTime: 30, declined: 5, silent: 5 },
  });
  const tables = (...parties: FigureRow[]) => ({
    total: row('total'),
    byParty: parties,
    byNature: [row('distress')],
    reasons: [{ reason: 'no-room-now' as const, count: 12 }],
  });
  const closed = (key: string) => ({ key, name: key, isOwn: false, opensAt: opening });

  it('is every figure of other organisations, and nothing of the own one or of all together', () => {
    const found = keepBack(tables(row('own', true), row('one'), row('two')), opening);
    expect(found.byParty).toEqual([row('own', true), closed('one'), closed('two')]);
    expect(found.total).toEqual(row('total'));
    expect(found.byNature).toEqual([row('distress')]);
    expect(found.reasons).toHaveLength(1);
  });

  it('is all that adds up to the whole where one other organisation would be what is left of it', () => {
    const found = keepBack(tables(row('own', true), row('one')), opening);
    expect(found.byParty).toEqual([row('own', true), closed('one')]);
    expect(found.total).toEqual(closed('total'));
    expect(found.byNature).toEqual([closed('distress')]);
    expect(found.reasons).toBeUndefined();
  });

  it('is nothing where nobody else was asked anything', () => {
    expect(keepBack(tables(row('own', true)), opening).total).toEqual(row('total'));
  });
});
