import { describe, expect, it } from 'vitest';
import { readQuestion } from './list-question.server.ts';
import { addressWith } from './list-address.ts';

const read = (asked: Record<string, string>) => {
  const question = readQuestion(asked);
  if (!question.ok) throw new Error(JSON.stringify(question.refusals));
  return question.value;
};
const pointersOf = (asked: Record<string, string>) => {
  const question = readQuestion(asked);
  return question.ok ? [] : question.refusals.map(({ pointer }) => pointer);
};

describe('the question of a list', () => {
  it('asks for my open work, the first deadline on top, when nothing is filled in', () => {
    expect(read({ zoek: '', staat: '', van: '' })).toEqual({
      scope: 'mine',
      state: 'open',
      order: 'deadline',
    });
  });

  it('reads every word of an address', () => {
    const buurt = '0190aaaa-0000-7000-8000-000000000001';
    const asked = {
      bereik: 'alles',
      staat: 'afgerond',
      volgorde: 'oud',
      zoek: ' rommel op het balkon ',
      adres: 'Proefstraat 1',
      aard: 'nuisance',
      spoed: 'soon',
      buurt,
      dienst: 'geen',
      wie: buurt,
      stap: 'resolve',
      laat: 'ja',
      na: 'x',
    };
    expect(read(asked)).toEqual({
      scope: 'all',
      state: 'closed',
      order: 'oldest',
      words: 'rommel op het balkon',
      address: 'Proefstraat 1',
      nature: 'nuisance',
      urgency: 'soon',
      neighbourhoodId: buurt,
      service: 'none',
      ownerId: buurt,
      nextStep: 'resolve',
      late: true,
      cursor: 'x',
    });
  });

  it('takes days as whole days where we are, also the one on which the clock goes back', () => {
    const { receivedFrom, receivedUntil } = read({ van: '2026-10-25', tot: '2026-10-25' });
    expect(receivedFrom?.toISOString()).toBe('2026-10-24T22:00:00.000Z');
    expect(receivedUntil?.toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });

  it('says of all that it cannot read where that stands', () => {
    const wrong = { bereik: 'buren', van: '2026-02-31', aard: 'x', wie: 'Jan', dienst: 'alle' };
    expect(new Set(pointersOf(wrong))).toEqual(new Set(['bereik', 'van', 'aard', 'dienst', 'wie']));
  });
});

it('changes one thing in the address of a list, and begins at its first page again', () => {
  const asked = { bereik: 'dienst', zoek: 'fiets & bak', na: 'x' };
  expect(addressWith(asked, { bereik: 'mij' })).toBe('/werk/lijst?bereik=mij&zoek=fiets+%26+bak');
  expect(addressWith(asked, { na: 'y' })).toBe('/werk/lijst?bereik=dienst&zoek=fiets+%26+bak&na=y');
  expect(addressWith({}, {})).toBe('/werk/lijst');
});
