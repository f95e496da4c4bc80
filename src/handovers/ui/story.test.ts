import { describe, expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { loadTexts } from '../../kit/texts.ts';
import type { HistoryLine } from '../wire.ts';
import { storyOf, wasNeverWithNobody } from './story.ts';

const t = loadTexts(contentFile('texts'), { strict: true }).translator('nl');
const DEADLINE = '2026-03-03T16:00:00.000Z';

const moment = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));
const line = (minute: number, what: string, rest: Partial<HistoryLine> = {}): HistoryLine => ({
  at: moment(minute),
  what,
  actorKind: 'clock',
  facts: {},
  ...rest,
});
const turn = (
  minute: number,
  cause: string,
  ownerName: string,
  nextStep: string,
  rest: Partial<HistoryLine> = {},
) => line(minute, 'assigned', { ownerName, facts: { cause, nextStep, deadline: DEADLINE }, ...rest });

const ARRIVAL = [
  line(0, 'received', {
    actorKind: 'public',
    ownerName: 'Karin',
    facts: { nextStep: 'decide', deadline: DEADLINE },
  }),
  turn(0, 'weighed', 'Karin', 'await-acceptance'),
  line(0, 'offered', { facts: { service: 'Wijkteam', step: 'first-service' } }),
];
const SANNE = { actorKind: 'user', actorName: 'Sanne' };

describe('the story of a report', () => {
  it('begins with its arrival and who had it from then, and tells the offer after that', () => {
    const [arrival, offer] = storyOf(ARRIVAL, t);
    expect(arrival).toMatchObject({
      sentences: ['De melding kwam binnen.'],
      by: 'de melder',
      turn: { owner: 'Karin', from: undefined },
    });
    expect(offer).toMatchObject({
      sentences: ['Na de eerste beoordeling aangeboden aan Wijkteam.'],
      by: 'vanzelf',
      turn: {
        owner: 'Karin',
        from: undefined,
        step: 'Wachten op antwoord op het aanbod',
        deadline: new Date(DEADLINE),
      },
    });
  });

  it('tells from whom to whom it went', () => {
    const history = [
      ...ARRIVAL,
      line(5, 'accepted', { ...SANNE, facts: { service: 'Wijkteam' } }),
      turn(5, 'accepted', 'Sanne', 'first-contact', SANNE),
    ];
    expect(storyOf(history, t)[2]).toMatchObject({
      sentences: ['Aangenomen voor Wijkteam.'],
      by: 'Sanne',
      tone: 'done',
      turn: { owner: 'Sanne', from: 'Karin', step: 'Eerste contact leggen' },
    });
  });

  it('tells in one step that an offer was declined, why, and to whom it went next, whatever order the lines come in', () => {
    const history = [
      ...ARRIVAL,
      line(5, 'offered', { ...SANNE, facts: { service: 'Opbouwwerk', step: 'second-service' } }),
      turn(5, 'declined', 'Karin', 'await-acceptance', SANNE),
      line(5, 'declined', { ...SANNE, facts: { service: 'Wijkteam', reason: 'other-area' } }),
    ];
    expect(storyOf(history, t)[2]?.sentences).toEqual([
      'Wijkteam nam het niet aan: ‘Ander gebied’.',
      'Aangeboden aan de tweede keus, Opbouwwerk.',
    ]);
  });

  it('tells that it came back to the coordinator when nobody else is asked', () => {
    const history = [
      ...ARRIVAL,
      line(5, 'lapsed', { facts: { service: 'Wijkteam', step: 'team-lead' } }),
      turn(5, 'lapsed', 'Karin', 'decide'),
    ];
    expect(storyOf(history, t)[2]).toMatchObject({
      sentences: ['De teamleider van Wijkteam gaf geen antwoord op tijd.', 'Terug naar de coördinator.'],
      tone: 'late',
    });
  });

  it('names no turn where nothing changed hands', () => {
    expect(storyOf([...ARRIVAL, line(7, 'note', SANNE)], t)[2]).toMatchObject({
      sentences: ['Notitie toegevoegd.'],
      turn: undefined,
    });
  });

  it('tells a call with whom, about what and when', () => {
    const facts = { contact: 'Huisartsenpost', about: 'medical-worry', calledAt: '2026-03-02T08:15:00.000Z' };
    expect(storyOf([...ARRIVAL, line(7, 'called', { ...SANNE, facts })], t)[2]?.sentences).toEqual([
      'Gebeld met Huisartsenpost over gezondheid, 2 mrt, 9.15 uur.',
    ]);
  });
});

describe('the proof', () => {
  it('holds when every moment names an owner and a deadline', () => {
    expect(wasNeverWithNobody(ARRIVAL)).toBe(true);
  });

  it('fails when a moment names nobody, when the arrival is missing, and for an empty history', () => {
    expect(wasNeverWithNobody([...ARRIVAL, turn(5, 'lapsed', '', 'decide')])).toBe(false);
    expect(wasNeverWithNobody(ARRIVAL.slice(1))).toBe(false);
    expect(wasNeverWithNobody([])).toBe(false);
  });
});
