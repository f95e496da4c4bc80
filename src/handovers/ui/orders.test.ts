import { expect, it } from 'vitest';
import { readOrder } from './orders.server.ts';

const NOW = new Date('2026-02-01T00:00:00Z');
const ID = '0190aaaa-0000-7000-8000-00000000000a';

it.each([
  [{ intent: 'accept' }, { command: 'accept' }],
  [
    { intent: 'decline', reason: 'other-area', proposal: 'needs-talk' },
    { command: 'decline', reason: 'other-area', proposal: { desk: 'needs-talk' } },
  ],
  [
    { intent: 'hand-on', service: ID },
    { command: 'hand-on', serviceId: ID },
  ],
  [
    { intent: 'ask', question: ' Waar is het? ', key: ID },
    { command: 'ask', body: 'Waar is het?', key: ID },
  ],
  [
    { intent: 'note', note: 'Gebeld.', key: ID },
    { command: 'note', body: 'Gebeld.', key: ID },
  ],
  [
    { intent: 'call', contactPoint: ID, calledAt: '2026-01-15T12:30', about: 'danger' },
    { command: 'call', contactPointId: ID, calledAt: new Date('2026-01-15T11:30:00Z'), about: 'danger' },
  ],
  [
    { intent: 'danger-checked', finding: 'no-danger' },
    { command: 'danger-checked', finding: 'no-danger' },
  ],
  [
    { intent: 'close', outcome: 'spam' },
    { command: 'close', outcome: 'spam', message: '' },
  ],
  [
    { intent: 'close', outcome: 'helped', message: ' Klaar. ' },
    { command: 'close', outcome: 'helped', message: 'Klaar.' },
  ],
])('reads %o as an order', (form, order) => {
  expect(readOrder(form, NOW)).toEqual({ ok: true, value: order });
});

it.each([
  [
    { intent: 'decline', reason: '', proposal: '' },
    [
      { code: 'field-choice', pointer: 'reason' },
      { code: 'field-choice', pointer: 'proposal' },
    ],
  ],
  [
    { intent: 'decline', reason: 'already-known-to-us', proposal: 'not-known' },
    [{ code: 'field-choice', pointer: 'reason' }],
  ],
  [{ intent: 'hand-on', service: '' }, [{ code: 'field-choice', pointer: 'service' }]],
  [{ intent: 'hand-on', service: 'x' }, [{ code: 'service-unknown', pointer: 'service' }]],
  [{ intent: 'note', note: '  ', key: ID }, [{ code: 'field-missing', pointer: 'note' }]],
  [
    { intent: 'ask', question: 'a'.repeat(4001), key: ID },
    [{ code: 'field-too-long', pointer: 'question', facts: { maximum: 4000 } }],
  ],
  [
    { intent: 'call', contactPoint: '', calledAt: 'straks', about: '' },
    [
      { code: 'field-choice', pointer: 'contactPoint' },
      { code: 'moment-unreadable', pointer: 'calledAt' },
      { code: 'field-choice', pointer: 'about' },
    ],
  ],
  [{ intent: 'close', outcome: '' }, [{ code: 'field-choice', pointer: 'outcome' }]],
  [
    { intent: 'close', outcome: '', message: ' ' },
    [
      { code: 'field-choice', pointer: 'outcome' },
      { code: 'message-missing', pointer: 'message' },
    ],
  ],
  [
    { intent: 'call', contactPoint: '', calledAt: '2027-01-01T10:00', about: 'danger' },
    [
      { code: 'field-choice', pointer: 'contactPoint' },
      { code: 'called-in-future', pointer: 'calledAt' },
    ],
  ],
  [{ intent: 'danger-checked', finding: '' }, [{ code: 'field-choice', pointer: 'finding' }]],
])('refuses %o with everything that is wrong', (form, refusals) => {
  expect(readOrder(form, NOW)).toEqual({ ok: false, refusals });
});

it.each(['', 'destroy', 'constructor'])(
  'answers 400 to the order %s, which no form of ours gives',
  (intent) => {
    const status = () => {
      try {
        return readOrder({ intent }, NOW);
      } catch (thrown) {
        return thrown instanceof Response ? thrown.status : thrown;
      }
    };
    expect(status()).toBe(400);
  },
);
