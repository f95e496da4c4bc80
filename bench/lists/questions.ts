import type { Seeds } from './seeds.ts';

/** What somebody asks: each time of something else. */
export interface Question {
  readonly who: string;
  readonly name: string;
  readonly path: () => string;
  /** Follow the link to the next page every other time. */
  readonly turns?: boolean;
}

let state = 1;
function one<T>(all: readonly T[]): T {
  state = (state * 48_271) % 2_147_483_647;
  return all[state % all.length] as T;
}

const DAY_MS = 86_400_000;
const URGENCIES = ['now', 'today', 'soon', 'normal'];
const WORKERS = ['wijkteam.zuid', 'woonconsulent.zuid', 'wijkbeheer'];

type Asked = Readonly<Record<string, string>>;

const list = (asked: Asked) => `werk/lijst?${new URLSearchParams(asked).toString()}`;

export function questions(seeds: Seeds, now: Date): Question[] {
  return [
    ...WORKERS.flatMap((who) => ofWorker(who, seeds, now)),
    ...ofLead(seeds),
    ...ofCoordinator(seeds, now),
    ...overviews(seeds, now),
    ...others(seeds),
  ];
}

function month(now: Date, years: number): Asked {
  const from = now.getTime() - (Number(one(DAYS)) % (years * 365)) * DAY_MS;
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { van: day(from - 30 * DAY_MS), tot: day(from) };
}
const DAYS = Array.from({ length: 3600 }, (_, at) => at);

function ofWorker(who: string, seeds: Seeds, now: Date): Question[] {
  const { words, addresses, neighbourhoods, natures } = seeds;
  const own = seeds.ofLogin.get(who);
  const service = own?.serviceIds[0] ?? '';
  const ask = (name: string, asked: () => Asked): Question => ({
    who,
    name,
    path: () => list(asked()),
    turns: true,
  });
  const inService = (name: string, asked: () => Asked) =>
    ask(`service, ${name}`, () => ({ bereik: 'dienst', staat: 'alle', ...asked() }));
  return [
    { who, name: 'work', path: () => 'werk' },
    ask('mine', () => ({})),
    ask('mine, all', () => ({ staat: 'alle' })),
    ask('mine, newest', () => ({ volgorde: 'nieuw' })),
    ask('mine, a word', () => ({ staat: 'alle', zoek: one(words.some) })),
    inService('open', () => ({ staat: 'open' })),
    inService('late', () => ({ staat: 'open', laat: 'ja' })),
    inService('closed', () => ({ staat: 'afgerond' })),
    inService('oldest', () => ({ volgorde: 'oud' })),
    inService('a month', () => month(now, 9)),
    inService('neighbourhood and kind', () => ({ buurt: one(neighbourhoods), aard: one(natures) })),
    inService('a rare word', () => ({ zoek: one(words.rare) })),
    inService('a word of some', () => ({ zoek: one(words.some) })),
    inService('a common word', () => ({ zoek: one(words.common) })),
    inService('two common words', () => ({ zoek: `${one(words.common)} ${one(words.common)}` })),
    inService('an address', () => ({ dienst: service, adres: one(addresses) })),
    ...ofReports(who, seeds),
  ];
}

function ofReports(who: string, { open, long, numbers }: Seeds): Question[] {
  const some = (name: string, of: readonly number[] | undefined, below = '') =>
    of === undefined ? [] : [{ who, name, path: () => `werk/${one(of)}${below}` }];
  return [
    ...some('one report, short history', open.get(who)),
    ...some('one report, long history', long.get(who)),
    ...some('one report, summary', long.get(who), '/samenvatting'),
    { who, name: 'go to a number', path: () => `werk?nummer=${one(numbers)}` },
  ];
}

function ofLead({ ofLogin, services }: Seeds): Question[] {
  const who = 'teamleider.wijkteam';
  const ask = (name: string, asked: () => Asked): Question => ({
    who,
    name: `organisation, ${name}`,
    path: () => list({ bereik: 'organisatie', ...asked() }),
    turns: true,
  });
  return [
    { who, name: 'work', path: () => 'werk' },
    { who, name: 'figures', path: () => 'overzicht/cijfers' },
    ask('open', () => ({})),
    ask('closed', () => ({ staat: 'afgerond' })),
    ask('late', () => ({ laat: 'ja' })),
    ask('a colleague', () => ({ staat: 'alle', wie: ofLogin.get('wijkteam.zuid')?.id ?? '' })),
    ask('offered', () => ({ staat: 'aangeboden', aard: one(['nuisance', 'distress']) })),
    { who, name: 'hand over', path: () => `werk/overdragen?dienst=${one(services)}` },
  ];
}

function ofCoordinator(seeds: Seeds, now: Date): Question[] {
  const { words, neighbourhoods, natures, services, addresses } = seeds;
  const who = 'coordinator';
  const open = (name: string, asked: () => Asked): Question => ({
    who,
    name: `all, ${name}`,
    path: () => list({ bereik: 'alles', ...asked() }),
    turns: true,
  });
  const all = (name: string, asked: () => Asked) => open(name, () => ({ staat: 'alle', ...asked() }));
  return [
    { who, name: 'work', path: () => 'werk' },
    open('open', () => ({})),
    open('late', () => ({ laat: 'ja' })),
    open('offered', () => ({ staat: 'aangeboden' })),
    open('a step', () => ({ stap: one(['decide', 'resolve', 'await-answer', 'first-contact']) })),
    open('a service', () => ({ dienst: one(services) })),
    open('no service', () => ({ dienst: 'geen' })),
    open('a colleague', () => ({ wie: seeds.ofLogin.get('wijkteam.zuid')?.id ?? '' })),
    all('open and closed', () => ({})),
    all('closed, a service', () => ({ staat: 'afgerond', dienst: one(services) })),
    all('a kind', () => ({ aard: one(natures) })),
    all('an urgency', () => ({ spoed: one(URGENCIES) })),
    all('a neighbourhood', () => ({ buurt: one(neighbourhoods) })),
    all('a month, oldest first', () => ({ volgorde: 'oud', ...month(now, 9) })),
    all('kind, urgency, neighbourhood', () => ({
      aard: one(natures),
      spoed: one(URGENCIES),
      buurt: one(neighbourhoods),
    })),
    all('kind, urgency, a month', () => ({ aard: one(natures), spoed: one(URGENCIES), ...month(now, 9) })),
    all('a rare word', () => ({ zoek: one(words.rare) })),
    all('a word of some', () => ({ zoek: one(words.some) })),
    all('a common word', () => ({ zoek: one(words.common) })),
    all('a common and a rare word', () => ({ zoek: `${one(words.common)} ${one(words.rare)}` })),
    all('an address, a service', () => ({ dienst: one(services), adres: one(addresses) })),
    ...ofReports(who, seeds),
    { who, name: 'the form of the desk', path: () => 'werk/nieuw' },
  ];
}

function overviews({ parties, natures, neighbourhoods }: Seeds, now: Date): Question[] {
  const quarter = (back: number) => {
    const at = new Date(now.getTime() - back * 91 * DAY_MS);
    return `${at.getUTCFullYear()}-${Math.floor(at.getUTCMonth() / 3) + 1}`;
  };
  const lists = ['besluit', 'te-laat', 'bijna', 'informeren', 'stil', 'open'];
  return ['coordinator', 'leidinggevende'].flatMap((who) => {
    const ask = (name: string, asked: () => Asked): Question => ({
      who,
      name: `overview, ${name}`,
      path: () => `overzicht?${new URLSearchParams(asked()).toString()}`,
    });
    return [
      ask('as it opens', () => ({})),
      ...lists.map((lijst) => ask(lijst, () => ({ lijst }))),
      ask('an organisation', () => ({ lijst: one(['open', 'te-laat']), organisatie: one(parties) })),
      ask('a kind', () => ({ lijst: one(['open', 'te-laat']), aard: one(natures) })),
      ask('a neighbourhood', () => ({ lijst: one(['open', 'te-laat']), buurt: one(neighbourhoods) })),
      ask('silent, a kind', () => ({ lijst: 'stil', aard: one(natures) })),
      { who, name: 'figures, this quarter', path: () => 'overzicht/cijfers' },
      {
        who,
        name: 'figures, a quarter before',
        path: () => `overzicht/cijfers?kwartaal=${quarter(1 + (state % 6))}`,
      },
    ];
  });
}

function others({ numbers, ofLogin }: Seeds): Question[] {
  const people = [...ofLogin.values()].map(({ id }) => id);
  return [
    { who: 'meldpunt', name: 'work', path: () => 'werk' },
    { who: 'privacy', name: 'access log', path: () => 'logboek' },
    { who: 'privacy', name: 'access log, a report', path: () => `logboek?nummer=${one(numbers)}` },
    { who: 'privacy', name: 'access log, a person', path: () => `logboek?persoon=${one(people)}` },
    { who: 'privacy', name: 'destruction', path: () => 'vernietiging' },
    { who: 'privacy', name: 'rights', path: () => 'rechten' },
    { who: 'rechten', name: 'rights', path: () => 'rechten' },
    { who: 'beheer', name: 'users', path: () => 'gebruikers' },
    { who: 'beheer', name: 'messages', path: () => 'berichten' },
    { who: '', name: 'the town', path: () => '' },
    { who: '', name: 'the form', path: () => 'melden' },
    { who: '', name: 'Open311, requests', path: () => '/open311/v2/:town/requests.json' },
    { who: '', name: 'Open311, open requests', path: () => '/open311/v2/:town/requests.json?status=open' },
    { who: '', name: 'Open311, a request', path: () => `/open311/v2/:town/requests/${one(numbers)}.json` },
    { who: 'machine', name: 'API, changes', path: () => '/v1/gemeenten/:town/meldingen', turns: true },
    {
      who: 'machine',
      name: 'API, a status',
      path: () => `/v1/gemeenten/:town/meldingen?stand=${one(['aangenomen', 'gesloten'])}`,
      turns: true,
    },
    {
      who: 'machine',
      name: 'API, a kind',
      path: () => `/v1/gemeenten/:town/meldingen?aard=${one(['overlast', 'openbare-ruimte'])}`,
      turns: true,
    },
    { who: 'machine', name: 'API, one report', path: () => `/v1/gemeenten/:town/meldingen/${one(numbers)}` },
    {
      who: 'machine of all',
      name: 'API, changes',
      path: () => '/v1/gemeenten/:town/meldingen?limit=50',
      turns: true,
    },
    {
      who: 'machine of all',
      name: 'API, received since',
      path: () => '/v1/gemeenten/:town/meldingen?ontvangenVanaf=2026-11-01T00:00:00Z',
    },
    {
      who: 'machine of all',
      name: 'API, history',
      path: () => `/v1/gemeenten/:town/meldingen/${one(numbers)}/geschiedenis`,
    },
    { who: '', name: 'metrics', path: () => '/metrics' },
  ];
}
