import { describe, expect, it } from 'vitest';
import { contentFile } from '../../kit/content.ts';
import { loadTexts } from '../../kit/texts.ts';
import { NextStep, ReportOutcome } from '../../reports/model.ts';
import type { ReporterView } from '../wire.ts';
import { currentLetter, nowText, progressOf, turnText } from './reporter-now.ts';

const t = loadTexts(contentFile('texts'), { strict: true }).translator('nl');
const now = new Date('2024-12-24T10:00:00Z');
const deadline = new Date('2024-12-24T16:00:00Z');

const view = (changes: Partial<ReporterView>): ReporterView => ({
  number: 1001,
  receivedAt: now,
  status: 'accepted',
  nextStep: 'resolve',
  deadline,
  isLate: false,
  aboutPerson: false,
  show112: false,
  askGp: false,
  deskClosed: false,
  conversation: [],
  photos: [],
  documents: [],
  photoRoom: 5,
  mayAskAgain: false,
  isShared: false,
  rating: { mayRate: false, version: 0 },
  outcome: null,
  now,
  ...changes,
});
const closed = (changes: Partial<ReporterView>) =>
  view({ status: 'closed', nextStep: null, deadline: null, ...changes });

describe('what happens now', () => {
  it.each(NextStep.options)('is said for %s, with until when', (nextStep) => {
    const { what, when } = nowText(t, view({ nextStep }));
    expect(what).not.toBe('');
    expect(when).toContain('vandaag om 17.00 uur');
  });

  it('about a person does not say that an organisation was asked or that somebody was spoken to', () => {
    const what = (nextStep: NextStep) => nowText(t, view({ nextStep, aboutPerson: true })).what;
    expect(what('await-acceptance')).toBe(what('decide'));
    expect(what('first-contact')).toBe(what('resolve'));
    expect(nowText(t, view({ nextStep: 'await-acceptance' })).what).not.toBe(what('decide'));
  });

  it('admits that it is late', () => {
    expect(nowText(t, view({ isLate: true })).when).toContain('Dat spijt ons.');
  });
});

describe('a report that is done', () => {
  it('about a person says the same, whatever the outcome was', () => {
    const said = ReportOutcome.options.map((outcome) => nowText(t, closed({ outcome, aboutPerson: true })));
    expect(new Set(said.map(({ what }) => what)).size).toBe(1);
    expect(said[0]?.what).toContain('vertellen wij niet wat er is gedaan');
  });

  it('about a place says what came of it', () => {
    const said = ReportOutcome.options.map((outcome) => nowText(t, closed({ outcome })).what);
    expect(new Set(said).size).toBe(ReportOutcome.options.length);
  });
});

describe('with whom it lies', () => {
  it('is the desk of the municipality when the view names nobody', () => {
    expect(turnText(t, view({}))).toBe('Uw melding ligt bij het meldpunt van de gemeente.');
    expect(turnText(t, view({ atTurn: 'Buurtbemiddeling' }))).toBe('Uw melding ligt bij Buurtbemiddeling.');
  });
});

describe('how far it is', () => {
  it.each([
    ['with-coordinator', 'received'],
    ['offered', 'received'],
    ['accepted', 'working'],
    ['closed', 'done'],
  ] as const)('%s: %s', (status, step) => {
    expect(progressOf(view({ status }))).toBe(step);
  });
});

describe('the letter that stands out', () => {
  const letter = (kind: 'question' | 'answer' | 'message', body: string) => ({ kind, body, at: now });

  it('is the last question while it waits, and the message at the end', () => {
    const conversation = [letter('question', 'een'), letter('answer', 'twee'), letter('question', 'drie')];
    expect(currentLetter(view({ nextStep: 'await-answer', conversation }))?.body).toBe('drie');
    expect(currentLetter(view({ nextStep: 'resolve', conversation }))).toBeUndefined();
    expect(currentLetter(closed({ conversation: [...conversation, letter('message', 'klaar')] }))?.body).toBe(
      'klaar',
    );
  });
});
