import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { contentFile } from '../kit/content.ts';
import { placeInComplex } from './address-text.ts';
import { NO_STORY } from './model.ts';
import { loadRound, roundKindsFor } from './round-kinds.ts';
import { readRound, ROUND_STORY_MAX, RoundForm, type PlaceFound } from './wire.ts';

const dir = mkdtempSync(join(tmpdir(), 'wijk-round-'));
afterAll(() => rmSync(dir, { recursive: true }));

const kind = (id: string, changes: object = {}) => ({
  id,
  label: { nl: id, en: id },
  sights: ['damage'],
  about: 'place',
  ...changes,
});
const KINDS = roundKindsFor(loadRound(contentFile('.')), 'ergens');
const HERE: PlaceFound = { kind: 'found', addressId: 'a' };

function read(
  form: Record<string, string>,
  {
    hasPhotos = false,
    place = HERE,
    ...complex
  }: { hasPhotos?: boolean; place?: PlaceFound; complexId?: string; inside?: string } = {},
) {
  const outcome = readRound(RoundForm.parse({ key: 'a'.repeat(32), address: 'Straat 1', ...form }), {
    language: 'nl',
    place,
    noStory: NO_STORY,
    placeAsTyped: 'Plaats:',
    kinds: KINDS,
    hasPhotos,
    ...complex,
  });
  return outcome.ok
    ? outcome.value
    : outcome.refusals.map(({ code, pointer }) => `${pointer ?? '-'} ${code}`);
}

describe('a note of the round', () => {
  it('is a report of who wrote it, in the finite answers of its button, without danger', () => {
    expect(read({ kind: 'stuk-of-vies', story: 'De lamp is stuk.' })).toMatchObject({
      channel: 'note',
      addressId: 'a',
      story: 'De lamp is stuk.',
      observations: { danger: { kind: 'none' }, sights: ['damage'], about: 'place' },
    });
  });

  it('is never taken when it is danger, whatever else is right', () => {
    expect(read({ kind: 'danger', story: 'Er is brand.' })).toEqual(['kind round-danger']);
  });

  it('may be a photo without words, but not nothing', () => {
    expect(read({ kind: 'stuk-of-vies' }, { hasPhotos: true })).toMatchObject({ story: NO_STORY });
    expect(read({ kind: 'stuk-of-vies' })).toEqual(['story round-empty']);
  });

  it('tells all that is wrong at once', () => {
    expect(
      read({ kind: 'van-een-ander', story: '', address: 'Nergens 1' }, { place: { kind: 'nowhere' } }),
    ).toEqual(['kind round-kind', 'story round-empty', 'address address-unknown']);
    expect(read({ kind: 'stuk-of-vies', story: 'x', address: '' })).toEqual(['address address-unanswered']);
    expect(read({ kind: 'anders', story: 'x'.repeat(ROUND_STORY_MAX + 1) })).toEqual([
      'story field-too-long',
    ]);
  });

  it('asks for no address when it is about somebody', () => {
    expect(read({ kind: 'lang-niet-gezien', story: 'Gordijnen dicht.', address: '' })).toMatchObject({
      observations: { sights: ['unseen'], about: 'someone' },
    });
  });
});

describe('a note in a complex', () => {
  const nowhere: PlaceFound = { kind: 'nowhere' };

  it('has a place without any address, and says where in it in words that are no part of the story', () => {
    const note = { kind: 'stuk-of-vies', story: 'De lift staat stil.', address: '' };
    expect(read(note, { place: nowhere, complexId: 'c' })).toMatchObject({ complexId: 'c' });
    const inside = read({ ...note, address: 'lift 2' }, { place: nowhere, complexId: 'c', inside: 'lift 2' });
    expect(inside).toMatchObject({ complexId: 'c', inside: 'lift 2', story: 'De lift staat stil.' });
  });

  it('has its address as well where one was found', () => {
    expect(read({ kind: 'stuk-of-vies', story: 'x' }, { complexId: 'c' })).toMatchObject({
      addressId: 'a',
      complexId: 'c',
    });
  });

  it('is refused when the words for where are too long, and with any other mistake as well', () => {
    const inside = 'x'.repeat(101);
    expect(
      read({ kind: '', story: 'x', address: inside }, { place: nowhere, complexId: 'c', inside }),
    ).toEqual(['kind round-kind', 'address field-too-long']);
  });
});

describe('what was written beside a complex', () => {
  const home = (id: string, street: string, complexId?: string) => ({
    id,
    street,
    houseNumber: '1',
    postcode: '9990 SA',
    complexId,
  });
  const BOOK = [home('in', 'Linde', 'c'), home('out', 'Straat')];
  const where = (address: string, keptAddress = '') =>
    placeInComplex({ address, addressChoice: '', keptAddress, complexId: 'c' }, BOOK);

  it('is an address in it, or words for where in it', () => {
    expect(where('linde 1')).toEqual({ place: { kind: 'found', addressId: 'in' }, complexId: 'c' });
    expect(where('portiek 3')).toEqual({ place: { kind: 'nowhere' }, complexId: 'c', inside: 'portiek 3' });
    expect(where('')).toEqual({ place: { kind: 'nowhere' }, complexId: 'c', inside: undefined });
  });

  it('stands above it when it is an address elsewhere, unless it only stood there from the note before', () => {
    expect(where('straat 1')).toEqual({ place: { kind: 'found', addressId: 'out' } });
    expect(where('straat 1', 'Straat 1')).toEqual({ place: { kind: 'nowhere' }, complexId: 'c' });
  });
});

describe('the buttons of the round', () => {
  it('are those of the house, or those that a municipality has of its own', () => {
    writeFileSync(join(dir, 'round.json'), JSON.stringify([kind('lift')]));
    mkdirSync(join(dir, 'round'));
    writeFileSync(join(dir, 'round', 'elders.json'), JSON.stringify([kind('water'), kind('trap')]));
    const book = loadRound(dir);
    expect(roundKindsFor(book, 'hier').map(({ id }) => id)).toEqual(['lift']);
    expect(roundKindsFor(book, 'elders').map(({ id }) => id)).toEqual(['water', 'trap']);
  });

  it.each([
    ['danger among them', [kind('danger')], /danger is not a kind/],
    ['one twice', [kind('lift'), kind('lift')], /lift is there twice/],
    ['a sight that nobody knows', [kind('lift', { sights: ['ufo'] })], /cannot be used/],
    ['none', [], /cannot be used/],
  ])('are refused with %s', (_what, kinds, words) => {
    writeFileSync(join(dir, 'round.json'), JSON.stringify(kinds));
    expect(() => loadRound(dir)).toThrow(words);
  });
});
