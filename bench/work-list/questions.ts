import type { ListQuestion } from '../../src/handovers/model.ts';
import { idOf, type Town } from '../../tests/support/town.ts';
import { NEIGHBOURHOODS, wordNumber, WORDS } from './fill.ts';

let state = 1;
function below(limit: number): number {
  state = (state * 48_271) % 2_147_483_647;
  return state % limit;
}
function one<T>(all: readonly T[]): T {
  return all[below(all.length)] as T;
}

const NATURES = ['distress', 'nuisance', 'living-conditions', 'loneliness', 'money', 'public-space'] as const;
const URGENCIES = ['now', 'today', 'soon', 'normal'] as const;
const YEARS_MS = 5 * 365 * 86_400_000;

export type Ask = Partial<ListQuestion>;

type Asking = Record<string, { who: string; ask: () => Ask }>;

/** What people ask, each time of something else; by who asks. */
export function questions(town: Town, now: Date): Asking {
  return { ...ofWorkers(town, now), ...ofLeads(town), ...ofCoordinators(town, now) };
}

const place = ({ slug }: Town) => idOf(slug, 'buurt', String(below(NEIGHBOURHOODS)));

function month(now: Date) {
  const from = now.getTime() - below(YEARS_MS / 1000) * 1000;
  return { receivedFrom: new Date(from), receivedUntil: new Date(from + 30 * 86_400_000) };
}

/** In half to a twentieth of all reports; in some of a thousand; in few. */
const common = () => wordNumber(1 + below(20));
const middling = () => wordNumber(21 + below(979));
const rare = () => wordNumber(1000 + below(WORDS - 1000));

function ofWorkers(town: Town, now: Date): Asking {
  const mine = (ask: () => Ask) => ({ who: 'wijkteam', ask });
  const all = (ask: () => Ask) =>
    mine(() => ({ scope: 'service' as const, state: 'all' as const, ...ask() }));
  const address = () => `Proefstraat ${String(1 + below(20_000))}`;
  return {
    'mine, open': mine(() => ({})),
    'mine, all': mine(() => ({ state: 'all' })),
    'my service, open': all(() => ({ state: 'open' })),
    'my service, late': all(() => ({ state: 'open', late: true })),
    'my service, finished': all(() => ({ state: 'closed' })),
    'my service, a month': all(() => month(now)),
    'my service, neighbourhood and kind': all(() => ({
      neighbourhoodId: place(town),
      nature: one(NATURES),
    })),
    'my service, a rare word': all(() => ({ words: rare() })),
    'my service, a word of some': all(() => ({ words: middling() })),
    'my service, a common word': all(() => ({ words: common() })),
    'my service, a common and a rare word': all(() => ({ words: `${common()} ${rare()}` })),
    'my service, an address': all(() => ({ service: town.services['district-team'], address: address() })),
  };
}

function ofLeads({ users }: Town): Asking {
  const lead = (ask: () => Ask) => ({
    who: 'wijkteam-lead',
    ask: () => ({ scope: 'organisation' as const, ...ask() }),
  });
  return {
    'my organisation, open': lead(() => ({})),
    'my organisation, a colleague': lead(() => ({ state: 'all', ownerId: users['wijkteam2'] })),
  };
}

function ofCoordinators(town: Town, now: Date): Asking {
  const open = (ask: () => Ask) => ({
    who: 'coordinator',
    ask: () => ({ scope: 'all' as const, ...ask() }),
  });
  const all = (ask: () => Ask) => open(() => ({ state: 'all' as const, ...ask() }));
  const kind = () => ({ nature: one(NATURES), urgency: one(URGENCIES) });
  return {
    'all, open': open(() => ({})),
    'all, late': open(() => ({ late: true })),
    'all, offered': open(() => ({ state: 'offered' })),
    'all, open, a step': open(() => ({ nextStep: one(['decide', 'resolve', 'await-answer'] as const) })),
    'all, open, a service': open(() => ({ service: one(Object.values(town.services)) })),
    'all, finished and open': all(() => ({})),
    'all, a kind': all(() => ({ nature: one(NATURES) })),
    'all, an urgency': all(() => ({ urgency: one(URGENCIES) })),
    'all, a neighbourhood': all(() => ({ neighbourhoodId: place(town) })),
    'all, a month, oldest first': all(() => ({ order: 'oldest', ...month(now) })),
    'all, kind, urgency and neighbourhood': all(() => ({ ...kind(), neighbourhoodId: place(town) })),
    'all, kind, urgency and a month': all(() => ({ ...kind(), ...month(now) })),
    'all, a rare word': all(() => ({ words: rare() })),
    'all, a word of some': all(() => ({ words: middling() })),
    'all, a common word': all(() => ({ words: common() })),
    'all, a common and a rare word': all(() => ({ words: `${common()} ${rare()}` })),
    'all, two common words': all(() => ({ words: `${common()} ${common()}` })),
  };
}
