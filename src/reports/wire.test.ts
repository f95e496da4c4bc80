import { describe, expect, it } from 'vitest';
import { STORY_MAX, Submission } from './model.ts';
import { readReport, ReportForm, type PlaceFound, type Reading } from './wire.ts';

const KEY = '0123456789abcdef0123456789abcdef';
const calm = {
  key: KEY,
  dangers: 'none',
  story: 'De lantaarn is stuk.',
  about: 'place',
  addressUnknown: 'yes',
};
const reading = (place: PlaceFound = { kind: 'nowhere' }): Reading => ({
  language: 'nl',
  place,
  noStory: 'Geen toelichting.',
  placeAsTyped: 'Plek:',
});
const read = (form: Record<string, unknown>, place?: PlaceFound) =>
  readReport(ReportForm.parse(form), reading(place));

function taken(form: Record<string, unknown>, place?: PlaceFound): Submission {
  const outcome = read(form, place);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.refusals));
  return outcome.value;
}

function mistakes(form: Record<string, unknown>, place?: PlaceFound): string[] {
  const outcome = read(form, place);
  return outcome.ok ? [] : outcome.refusals.map(({ code, pointer = '-' }) => `${pointer} ${code}`);
}

describe('the form', () => {
  it('gives a report that fits the model', () => {
    const submission = taken(
      {
        ...calm,
        sights: ['damage', 'noise'],
        address: 'Molenstraat 12',
        name: ' Sanne ',
        email: 'sanne@voorbeeld.nl',
        phone: '06 12345678',
      },
      { kind: 'found', addressId: 'een-adres' },
    );
    expect(submission).toEqual({
      key: KEY,
      language: 'nl',
      channel: 'form',
      observations: { danger: { kind: 'none' }, sights: ['damage', 'noise'], about: 'place' },
      story: 'De lantaarn is stuk.',
      addressId: 'een-adres',
      contact: { name: 'Sanne', email: 'sanne@voorbeeld.nl', phone: '06 12345678' },
    });
    expect(Submission.parse(submission)).toEqual(submission);
  });

  it('asks of a place where it is, or that one does not know', () => {
    expect(mistakes({ ...calm, addressUnknown: undefined })).toEqual(['address address-unanswered']);
    expect(mistakes({ ...calm, about: 'someone', addressUnknown: undefined })).toEqual([]);
  });

  it('takes a telephone number as people write it, and nothing that cannot be called', () => {
    for (const phone of ['06 12345678', '+31 (0)6-12345678', '612345 na vijven'])
      expect(mistakes({ ...calm, phone })).toEqual([]);
    for (const phone of ['12', 'bel mij', '06'])
      expect(mistakes({ ...calm, phone })).toEqual(['phone field-phone']);
  });

  it('asks neither for an address nor for who one is', () => {
    expect(taken(calm)).toMatchObject({ contact: {} });
    expect(taken(calm)).not.toHaveProperty('addressId');
  });

  it('tells all mistakes at once, in the order of the page', () => {
    expect(mistakes({ key: KEY, address: 'Nergenslaan 1', email: 'geen adres' })).toEqual([
      'dangers danger-unanswered',
      'story story-missing',
      'about about-unanswered',
      'address address-unknown',
      'email field-email',
    ]);
  });

  it('counts a choice that is not on the page as not made', () => {
    expect(mistakes({ ...calm, dangers: 'bomb' })).toEqual(['dangers danger-unanswered']);
    expect(taken({ ...calm, sights: ['noise', 'vliegtuig'] }).observations.sights).toEqual(['noise']);
  });

  it('refuses what only a program fills in, and a form without its key', () => {
    expect(mistakes({ ...calm, website: 'https://spam.example' })).toEqual(['- honeypot']);
    expect(mistakes({ ...calm, key: 'abc' })).toEqual(['- form-stale']);
  });

  it('refuses a story that is too long, and says how long it is', () => {
    expect(taken({ ...calm, story: 'a'.repeat(STORY_MAX) }).story).toHaveLength(STORY_MAX);
    const outcome = read({ ...calm, story: 'a'.repeat(STORY_MAX + 1) });
    expect(outcome).toEqual({
      ok: false,
      refusals: [{ code: 'story-too-long', pointer: 'story', facts: { length: 4001, maximum: 4000 } }],
    });
  });
});

describe('danger', () => {
  it.each([
    [['none'], { kind: 'none' }],
    [['unknown'], { kind: 'unknown' }],
    [['weapon', 'injured'], { kind: 'seen', signs: ['weapon', 'injured'] }],
    [['unknown', 'weapon'], { kind: 'seen', signs: ['weapon'] }],
  ])('reads %j as %j', (dangers, danger) => {
    expect(taken({ ...calm, dangers }).observations.danger).toEqual(danger);
  });

  it.each([[['none', 'weapon']], [['none', 'unknown']]])('cannot be both: %j', (dangers) => {
    expect(mistakes({ ...calm, dangers })).toEqual(['dangers danger-contradiction']);
  });

  it('is what was ticked, and never what the words say', () => {
    const story = 'Hij heeft een mes en er is brand! Bel de politie!';
    expect(taken({ ...calm, story }).observations.danger).toEqual({ kind: 'none' });
  });

  it('is not held up by what was left out or cannot be read', () => {
    const submission = taken({
      key: KEY,
      dangers: 'gas-or-fire',
      address: 'achter de molen',
      email: 'jan apestaart',
    });
    expect(submission).toMatchObject({
      observations: { danger: { kind: 'seen', signs: ['gas-or-fire'] }, sights: [], about: 'unknown' },
      story: 'Geen toelichting.\n\nPlek: achter de molen',
      contact: { email: 'jan apestaart' },
    });
  });
});

describe('an address', () => {
  it('that we do not know is asked again', () => {
    expect(
      mistakes({ ...calm, addressUnknown: undefined, address: 'Nergenslaan 1' }, { kind: 'nowhere' }),
    ).toEqual(['address address-unknown']);
    expect(
      mistakes(
        { ...calm, addressUnknown: undefined, address: 'Kerkweg 1' },
        { kind: 'several', options: [] },
      ),
    ).toEqual(['address address-ambiguous']);
  });

  it('is kept among the words when the reporter does not know it', () => {
    const submission = taken({ ...calm, address: 'bij de brug', addressUnknown: 'yes' });
    expect(submission.story).toBe('De lantaarn is stuk.\n\nPlek: bij de brug');
    expect(submission).not.toHaveProperty('addressId');
  });

  it('that we know counts, also when its box is ticked', () => {
    const submission = taken(
      { ...calm, address: 'Kerkweg 1', addressUnknown: 'yes' },
      { kind: 'found', addressId: 'x' },
    );
    expect(submission).toMatchObject({ story: 'De lantaarn is stuk.', addressId: 'x' });
  });
});
