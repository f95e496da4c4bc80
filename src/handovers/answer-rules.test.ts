import { describe, expect, it } from 'vitest';
import {
  acceptedLast,
  asksTalk,
  awaitsTalk,
  isCare,
  judgeProposal,
  judgeTalk,
  proposedNow,
} from './answer-rules.ts';
import type { Handling, Handover } from './model.ts';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 9, minute));

function offered(step: Handover['step'], rest: Partial<Handover> = {}): Handover {
  return { id: step, step, status: 'offered', warmth: null, talk: null, proposal: null, ...rest } as Handover;
}

function handling({
  nature = 'distress',
  about = 'someone',
  part = null,
  handovers = [],
  report = {},
}: {
  nature?: string;
  about?: string;
  part?: unknown;
  handovers?: Handover[];
  report?: object;
} = {}): Handling {
  return {
    report: { status: 'offered', nextStep: 'await-acceptance', observations: { about }, part, ...report },
    advice: { nature },
    handovers,
  } as unknown as Handling;
}

describe('care', () => {
  it.each([
    ['distress', 'someone', true],
    ['loneliness', 'myself', true],
    ['money', 'several', true],
    ['living-conditions', 'unknown', true],
    ['living-conditions', 'place', false],
    ['nuisance', 'someone', false],
    ['public-space', 'place', false],
  ])('is %s about %s: %s', (nature, about, expected) => {
    expect(isCare(handling({ nature, about }))).toBe(expected);
  });

  it('is what was decided last, in the place of the advice', () => {
    const decided = { ...handling({ nature: 'nuisance' }), otherwise: { nature: 'distress' } } as Handling;
    expect(isCare(decided)).toBe(true);
  });

  it('is not handed over with a part: that stays with who asked it', () => {
    expect(isCare(handling({ part: { wholeId: 'w' } }))).toBe(false);
  });
});

describe('a talk', () => {
  const asks = (...steps: Handover['step'][]) => {
    const handovers = steps.map((step, index) => offered(step, { id: `${index}` }));
    return asksTalk(handling({ handovers }), handovers.at(-1), 'doer');
  };

  it('is asked where a person hands care over, and where a silent service leaves it to its team lead', () => {
    expect(asks('first-service', 'handed-on')).toBe(true);
    expect(asks('handed-on', 'team-lead')).toBe(true);
    expect(asks('handed-on', 'team-lead', 'team-lead')).toBe(true);
  });

  it('is not asked behind an offer of the weighing: nobody has anything to tell yet', () => {
    expect(asks('first-service')).toBe(false);
    expect(asks('first-service', 'second-service')).toBe(false);
    expect(asks('first-service', 'team-lead')).toBe(false);
    expect(asksTalk(handling(), undefined, 'doer')).toBe(false);
  });

  it('is not asked of who had it already, for another service', () => {
    const handovers = [offered('handed-on')];
    const report = { ownerId: 'doer' };
    expect(asksTalk(handling({ handovers, report }), handovers[0], 'doer')).toBe(false);
    expect(asksTalk(handling({ handovers, report }), handovers[0], 'other')).toBe(true);
  });

  const about = { senders: ['ann'], receivedAt: at(10), now: at(30) };

  it('was with somebody of the handing side, since the report and not in the future', () => {
    expect(judgeTalk({ userId: 'ann', at: at(20) }, about).ok).toBe(true);
    // typed in minutes: the minute of the report itself counts
    const receivedAt = new Date(at(10).getTime() + 40_000);
    expect(judgeTalk({ userId: 'ann', at: at(10) }, { ...about, receivedAt }).ok).toBe(true);
  });

  it.each([
    ['with a stranger', { userId: 'bob', at: at(20) }, 'sender-unknown'],
    ['in the future', { userId: 'ann', at: at(31) }, 'spoke-in-future'],
    ['before the report', { userId: 'ann', at: at(9) }, 'spoke-before-report'],
  ])('is refused %s', (_, talk, code) => {
    expect(judgeTalk(talk, about)).toMatchObject({ refusals: [{ code }] });
  });

  it('is awaited while it lies with who accepted without one', () => {
    const handovers = [
      offered('handed-on', { status: 'accepted', warmth: 'spoken' }),
      offered('handed-on', { status: 'accepted', warmth: 'not-reached' }),
    ];
    const accepted = handling({ handovers, report: { status: 'accepted' } });
    expect(awaitsTalk(accepted)).toBe(true);
    expect(acceptedLast(accepted)).toBe(handovers[1]);
    expect(awaitsTalk(handling({ handovers, report: { status: 'with-coordinator' } }))).toBe(false);
    expect(awaitsTalk(handling({ handovers: handovers.slice(0, 1), report: { status: 'accepted' } }))).toBe(
      false,
    );
  });
});

describe('a proposal', () => {
  it('is a service that can be asked, or why the desk decides', () => {
    expect(judgeProposal({ serviceId: 'one' }, ['one']).ok).toBe(true);
    expect(judgeProposal({ desk: 'needs-talk' }, []).ok).toBe(true);
    expect(judgeProposal({ serviceId: 'two' }, ['one'])).toMatchObject({
      refusals: [{ code: 'proposal-unknown', pointer: 'proposal' }],
    });
  });

  const declined = offered('handed-on', {
    status: 'declined',
    serviceId: 'one',
    reason: 'other-area',
    proposal: { serviceId: 'two' },
  });

  it('stands as long as somebody is to decide, and goes with the next offer', () => {
    const report = { status: 'with-coordinator', nextStep: 'decide' };
    expect(proposedNow(handling({ handovers: [declined], report }))).toEqual({
      serviceId: 'one',
      reason: 'other-area',
      proposal: { serviceId: 'two' },
    });
    expect(proposedNow(handling({ handovers: [declined] }))).toBeUndefined();
    const lapsed = offered('handed-on', { status: 'lapsed' });
    expect(proposedNow(handling({ handovers: [declined, lapsed], report }))).toBeUndefined();
  });
});
