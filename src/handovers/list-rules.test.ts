import { describe, expect, it } from 'vitest';
import type { Permission } from '../people/model.ts';
import { mayCount, reachOf, scopesOf, type ListWish } from './list-rules.ts';
import type { ListScope } from './model.ts';
import type { Person } from './rules.ts';

const WORKER: readonly Permission[] = ['worklist.read', 'report.handle', 'words.search'];

const person = (changes: Partial<Person>, permissions = WORKER): Person => ({
  userId: 'me',
  serviceIds: [],
  teamServiceIds: [],
  permissions: new Set(permissions),
  ...changes,
});
const worker = person({ serviceIds: ['care'] });
const inTwo = person({ serviceIds: ['care', 'money'] });
const lead = person({ teamServiceIds: ['care', 'money'] }, [...WORKER, 'team.read']);
const coordinator = person({ serviceIds: ['desk'] }, [...WORKER, 'coordination.read', 'coordination.act']);
const manager = person({}, ['worklist.read', 'coordination.read']);

const wish = (scope: ListScope, changes: Partial<ListWish> = {}): ListWish => ({
  scope,
  hasWords: false,
  ...changes,
});
const codeOf = (who: Person, asked: ListWish) => {
  const reach = reachOf(who, asked);
  return reach.ok ? reach.value.kind : reach.refusals[0]?.code;
};

describe('which lists there are', () => {
  it('gives everybody the own work, and others by what that person has to do with', () => {
    expect(scopesOf(worker)).toEqual(['mine', 'service']);
    expect(scopesOf(lead)).toEqual(['mine', 'organisation']);
    expect(scopesOf(coordinator)).toEqual(['mine', 'service', 'all']);
    expect(scopesOf(manager)).toEqual(['mine']);
  });

  it('refuses a list that is not among them', () => {
    expect(codeOf(worker, wish('organisation'))).toBe('list-not-yours');
    expect(codeOf(worker, wish('all'))).toBe('list-not-yours');
    expect(codeOf(lead, wish('service'))).toBe('list-not-yours');
    expect(codeOf(manager, wish('all'))).toBe('list-not-yours');
  });
});

describe('whose reports a list shows', () => {
  it('takes all own services, or the one that is asked for', () => {
    expect(reachOf(inTwo, wish('service'))).toEqual({
      ok: true,
      value: { kind: 'services', serviceIds: ['care', 'money'], offers: 'to-services' },
    });
    expect(reachOf(inTwo, wish('service', { service: 'money' }))).toMatchObject({
      value: { serviceIds: ['money'] },
    });
  });

  it('knows no service of somebody else', () => {
    expect(codeOf(worker, wish('service', { service: 'money' }))).toBe('service-unknown');
    expect(codeOf(worker, wish('service', { service: 'none' }))).toBe('service-unknown');
    expect(codeOf(lead, wish('organisation', { service: 'desk' }))).toBe('service-unknown');
    expect(codeOf(coordinator, wish('all', { service: 'money' }))).toBe('services');
    expect(codeOf(coordinator, wish('all', { service: 'none' }))).toBe('without-service');
  });
});

describe.each<[string, Partial<ListWish>]>([
  ['words', { hasWords: true }],
  ['an address', { place: 'adres' }],
  ['a complex', { place: 'complex' }],
])('a search on %s', (_what, how) => {
  it('finds among what one may open, so not what is only offered', () => {
    expect(reachOf(worker, wish('service', how))).toEqual({
      ok: true,
      value: { kind: 'services', serviceIds: ['care'], offers: undefined },
    });
    expect(reachOf(coordinator, wish('all', { service: 'money', ...how }))).toMatchObject({
      value: { serviceIds: ['money'], offers: undefined },
    });
  });

  it('is not for who leads, in the work of the team: its words are shut', () => {
    expect(codeOf(lead, wish('organisation', how))).toBe('search-not-in-organisation');
    expect(codeOf(lead, wish('mine', how))).toBe('mine');
  });

  it('takes a permission', () => {
    expect(codeOf(manager, wish('mine', how))).toBe('search-not-allowed');
  });
});

describe('a search on an address', () => {
  it('is within one service, so that nobody lays side by side what several do at one door', () => {
    expect(codeOf(inTwo, wish('service', { place: 'adres' }))).toBe('address-in-one-service');
    expect(codeOf(inTwo, wish('service', { service: 'care', place: 'adres' }))).toBe('services');
    expect(codeOf(coordinator, wish('all', { place: 'adres' }))).toBe('address-in-one-service');
    expect(codeOf(coordinator, wish('all', { service: 'none', place: 'adres' }))).toBe('without-service');
    expect(codeOf(inTwo, wish('mine', { place: 'adres' }))).toBe('mine');
    expect(codeOf(coordinator, wish('all', { place: 'complex' }))).toBe('address-in-one-service');
  });
});

it('counts what I have in hand, and never what one colleague or one complex has', () => {
  expect(mayCount(worker, {})).toBe(true);
  expect(mayCount(worker, { ownerId: 'me' })).toBe(true);
  expect(mayCount(worker, { ownerId: 'colleague' })).toBe(false);
  expect(mayCount(coordinator, { ownerId: 'colleague' })).toBe(false);
  expect(mayCount(coordinator, { isOfComplex: true })).toBe(false);
});
