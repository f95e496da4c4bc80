/** Who there is, and what of each report and of everything else each of them may see: the table that the house is held to. */
import type { Role, Scope } from '../../src/people/model.ts';
import type { Kind } from './story.ts';
import type { Wave } from './scene.ts';

export interface Caller {
  readonly home: string;
  readonly cookie: string;
  readonly token: string;
  /** The log-in name of the person for whom a machine asks. */
  readonly as: string | undefined;
}

/** Beside the people of the test town: login, party, roles, service. */
export const NEWCOMERS: readonly (readonly [string, string, readonly Role[], string | undefined])[] = [
  ['mediator', 'welzijn', ['mediator'], 'mediation'],
  ['schuldhulp', 'wijkteam', ['debt-counsellor'], 'debt-help'],
  ['verpleegkundige', 'wijkteam', ['public-health-nurse'], 'public-health-nurse'],
  ['handhaver', 'gemeente', ['enforcement-officer'], 'enforcement'],
  ['balie', 'gemeente', ['desk-worker'], 'meldpunt'],
  ['zonder-rol', 'gemeente', [], undefined],
  ['vertrokken', 'welzijn', ['community-worker'], 'community-work'],
];

/** Who comes with a browser; `elsewhere` works in the other municipality, and looks in both. */
export const ROLES = {
  nobody: {},
  'reporter of A, about a person': { reports: 'A' },
  'reporter of B, about a person': { reports: 'B' },
  'reporter of C, about a place': { reports: 'C' },
  'half a session of the coordinator': { half: 'coordinator' },
  'who left': { login: 'vertrokken' },
  'without any role': { login: 'zonder-rol' },
  coordinator: { login: 'coordinator' },
  'second coordinator': { login: 'coordinator2' },
  manager: { login: 'manager' },
  'privacy officer': { login: 'privacy' },
  'rights officer': { login: 'rechten' },
  'functional manager': { login: 'beheerder' },
  'functional manager who approves': { login: 'beheerder2' },
  'table approver': { login: 'goedkeurder' },
  'desk worker': { login: 'balie' },
  'public space worker': { login: 'openbaar' },
  'enforcement officer': { login: 'handhaver' },
  'team lead of the district team': { login: 'wijkteam-lead' },
  'district team worker': { login: 'wijkteam' },
  'district team colleague': { login: 'wijkteam2' },
  'public-health nurse': { login: 'verpleegkundige' },
  'debt counsellor': { login: 'schuldhulp' },
  'team lead of the corporation': { login: 'corporatie-lead' },
  'housing officer': { login: 'woonconsulent' },
  caretaker: { login: 'huismeester' },
  'community officer': { login: 'wijkagent' },
  'community worker': { login: 'opbouwwerk' },
  mediator: { login: 'mediator' },
  'coordinator elsewhere': { login: 'coordinator', elsewhere: true },
  'privacy officer elsewhere': { login: 'privacy', elsewhere: true },
  'rights officer elsewhere': { login: 'rechten', elsewhere: true },
  'functional manager elsewhere': { login: 'beheer', elsewhere: true },
  'guest approver elsewhere': { login: 'goedkeurder', elsewhere: true },
  'community worker elsewhere': { login: 'opbouwwerk', elsewhere: true },
} as const;

const HANDLING: readonly Scope[] = ['meldingen:behandelen', 'meldingen:inhoud'];

/** Who comes with a token: a machine of the welfare organisation, unless it says otherwise. */
export const CLIENTS = {
  'client that makes reports': { scopes: ['meldingen:maken'] },
  'client that reads': { scopes: ['meldingen:lezen'] },
  'client that reads for a person': { scopes: ['meldingen:lezen'], as: 'opbouwwerk' },
  'client that reads all': { scopes: ['meldingen:alle'], party: 'gemeente', services: [] },
  'client with words only, for a person': { scopes: ['meldingen:inhoud'], as: 'opbouwwerk' },
  'client that handles, for a person': { scopes: ['meldingen:behandelen'], as: 'opbouwwerk' },
  'client with words, for a person': { scopes: HANDLING, as: 'opbouwwerk' },
  'client with words, for nobody': { scopes: HANDLING },
  'client with words, for somebody of another party': { scopes: HANDLING, as: 'wijkteam' },
  'client with words, for who left': { scopes: HANDLING, as: 'vertrokken' },
  'client with words and mediation, for the mediator': {
    scopes: HANDLING,
    services: ['mediation'],
    as: 'qzproefstadlogin',
  },
  'client of the district team': {
    scopes: ['meldingen:lezen'],
    party: 'wijkteam',
    services: ['district-team'],
  },
  'client of public space': { scopes: ['open311'], party: 'gemeente', services: [] },
  'client elsewhere, with every right': { elsewhere: true, as: 'opbouwwerk' },
} as const;

export type RoleName = keyof typeof ROLES | keyof typeof CLIENTS;

type Sees = Readonly<Record<string, readonly Kind[]>>;

/** That there is a report, and what it is like in codes. */
const EXTRACT: readonly Kind[] = ['number', 'facts'];
/** The page of a report while its words are shut. */
const SHUT: readonly Kind[] = [...EXTRACT, 'history'];
/** The page as a person opens it tells what was asked further; a machine is not told. */
const PAGE: readonly Kind[] = [...EXTRACT, 'asked'];
const SHUT_PAGE: readonly Kind[] = [...SHUT, 'asked'];
const OPEN: readonly Kind[] = [
  ...SHUT_PAGE,
  'story',
  'talk',
  'note',
  'contact',
  'place',
  'photo',
  'document',
];
/** Report C has a photo that its reporter was not shown, beside one that was shared. */
const OPEN_WITH_UNSHARED: readonly Kind[] = [...OPEN, 'unshared'];
/** As a machine gets them: without the report around them, and without pictures and documents. */
const WORDS = OPEN.filter((kind) => ![...SHUT_PAGE, 'photo', 'document'].includes(kind));

/** Of reports that are not as far: no words were exchanged, no history was made. */
const JUST_IN: readonly Kind[] = [...PAGE, 'story', 'contact', 'place'];
const JUST_IN_WITH_PHOTO: readonly Kind[] = [...JUST_IN, 'photo'];

/** Report D is about a broken thing in the street: Open311 tells everybody that it is there. */
const LISTED: Sees = { D: EXTRACT };

/** Who works here reads who else does: the owner's name stands on the page of a report. */
const COLLEAGUE: Sees = { staff: ['name'] };
const MACHINE: Sees = LISTED;
const COORDINATION: Sees = {
  ...COLLEAGUE,
  A: JUST_IN_WITH_PHOTO,
  B: OPEN,
  C: OPEN_WITH_UNSHARED,
  D: OPEN,
  E: JUST_IN,
  F: OPEN,
  G: OPEN,
};
const ALL_EXTRACTS: Sees = {
  A: EXTRACT,
  B: EXTRACT,
  C: EXTRACT,
  D: EXTRACT,
  E: EXTRACT,
  F: EXTRACT,
  G: EXTRACT,
};
const TABLES: Sees = { ...LISTED, draft: ['draft'], proposal: ['draft'], proposalWords: ['draft'] };
const USERS: Sees = { ...COLLEAGUE, account: ['login', 'name'] };
// who works in the same service can be chosen in a list
const WELFARE: Sees = { ...LISTED, ...COLLEAGUE, A: PAGE, B: OPEN, G: OPEN, account: ['name'] };
const MACHINE_HISTORY: Sees = { ...LISTED, A: EXTRACT, B: SHUT, G: SHUT };

/** What each may see. Nothing else of any report turns up anywhere; all of this does. */
export const MAY: Readonly<Record<RoleName, Sees>> = {
  nobody: LISTED,
  'reporter of A, about a person': {
    ...LISTED,
    A: ['number', 'asked', 'story', 'contact', 'place', 'photo'],
  },
  'reporter of B, about a person': {
    ...LISTED,
    B: ['number', 'asked', 'story', 'talk', 'contact', 'place', 'photo', 'log'],
  },
  'reporter of C, about a place': {
    ...LISTED,
    C: ['number', 'asked', 'story', 'talk', 'contact', 'place', 'photo', 'log'],
  },
  'half a session of the coordinator': LISTED,
  'who left': LISTED,
  'without any role': LISTED,
  coordinator: { ...COORDINATION, account: ['name'] },
  'second coordinator': { ...COORDINATION, account: ['name'] },
  manager: { ...ALL_EXTRACTS, ...COLLEAGUE },
  'privacy officer': {
    ...LISTED,
    A: ['number'],
    B: ['number', 'log'],
    C: ['number', 'log'],
    D: [...EXTRACT, 'log'],
    E: ['number'],
    F: ['number', 'log'],
    G: ['number', 'log'],
    request: ['request'],
    ...COLLEAGUE,
    account: ['name'],
  },
  'rights officer': {
    ...LISTED,
    F: ['number', 'asked', 'history', 'story', 'talk', 'note', 'contact', 'place', 'document', 'log'],
    request: ['request'],
  },
  'functional manager': { ...TABLES, ...USERS },
  'functional manager who approves': { ...TABLES, ...USERS },
  'table approver': TABLES,
  'desk worker': LISTED,
  'public space worker': { D: OPEN },
  'enforcement officer': LISTED,
  'team lead of the district team': { ...LISTED, F: SHUT_PAGE },
  'district team worker': { ...LISTED, F: OPEN },
  'district team colleague': { ...LISTED, F: OPEN },
  'public-health nurse': LISTED,
  'debt counsellor': LISTED,
  'team lead of the corporation': {
    ...LISTED,
    ...COLLEAGUE,
    C: SHUT_PAGE,
    G: SHUT_PAGE,
    incident: ['incident'],
  },
  'housing officer': { ...LISTED, ...COLLEAGUE, G: SHUT_PAGE },
  caretaker: { ...LISTED, C: OPEN_WITH_UNSHARED, incident: ['incident'], sheet: ['sheet'] },
  'community officer': LISTED,
  'community worker': WELFARE,
  mediator: { ...LISTED, ...COLLEAGUE, account: ['login', 'name'] },
  'coordinator elsewhere': { ...LISTED, ...COLLEAGUE, Z: OPEN, elsewhere: ['name'] },
  'privacy officer elsewhere': { ...LISTED, ...COLLEAGUE, Z: ['number', 'log'], elsewhere: ['name'] },
  'rights officer elsewhere': LISTED,
  'functional manager elsewhere': { ...LISTED, ...COLLEAGUE, elsewhere: ['draft', 'login', 'name'] },
  'guest approver elsewhere': { ...LISTED, proposal: ['draft'], elsewhere: ['draft'] },
  'community worker elsewhere': { ...LISTED, ...COLLEAGUE, Z: OPEN, elsewhere: ['name'] },
  'client that makes reports': MACHINE,
  'client that reads': MACHINE_HISTORY,
  'client that reads for a person': MACHINE_HISTORY,
  'client that reads all': { ...ALL_EXTRACTS, B: SHUT, C: SHUT, D: SHUT, F: SHUT, G: SHUT },
  'client with words only, for a person': { ...LISTED, A: ['exists'], B: ['exists'], G: ['exists'] },
  'client that handles, for a person': MACHINE,
  // a report that was asked for by its number is not named again with its words
  'client with words, for a person': { ...LISTED, ...COLLEAGUE, A: ['exists'], B: WORDS, G: WORDS },
  'client with words, for nobody': MACHINE,
  'client with words, for somebody of another party': MACHINE,
  'client with words, for who left': MACHINE,
  // handed on, it is of the person who had it until somebody accepts; and that person mediates as well
  'client with words and mediation, for the mediator': { ...LISTED, G: ['exists'] },
  'client of the district team': { ...LISTED, F: SHUT },
  'client of public space': MACHINE,
  'client elsewhere, with every right': {
    ...LISTED,
    ...COLLEAGUE,
    Z: OPEN.filter((kind) => !['photo', 'document', 'asked'].includes(kind)),
  },
};

/** Who sees everything here is blind to what comes in elsewhere only; who works for the party of the first reports to others. */
const BLIND: Partial<Record<RoleName, Wave>> = {
  coordinator: 'elsewhere',
  'second coordinator': 'elsewhere',
  manager: 'elsewhere',
  'privacy officer': 'elsewhere',
  'client that reads all': 'elsewhere',
  'team lead of the corporation': 'team',
  'housing officer': 'team',
};
export const blindTo = (name: RoleName): Wave => BLIND[name] ?? 'corporation';

/** How many reports would be weighed otherwise: a count over all, which is what that page is for. */
export const COUNTS_ALL = /^\/proefstad\/beslistabellen\/[^/]+\/vergelijken/;
