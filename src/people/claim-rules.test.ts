import { expect, it } from 'vitest';
import { claimAt, hasSecondFactor, rolesFrom } from './claim-rules.ts';
import type { Role } from './model.ts';

const roleMap: Record<string, Role[]> = { team: ['district-team-worker'], chef: ['manager', 'team-lead'] };

it.each([
  [{ groups: ['team', 'x'] }, 'groups', ['district-team-worker']],
  [{ groups: 'chef' }, 'groups', ['team-lead', 'manager']],
  [{ realm_access: { roles: ['team'] } }, 'realm_access.roles', ['district-team-worker']],
  [{ 'https://x.example/roles': ['team'] }, 'https://x.example/roles', ['district-team-worker']],
  [{}, 'groups', []],
  [{ groups: null }, 'groups', []],
  [{ groups: { team: true } }, 'groups', []],
  [{ groups: ['constructor', '__proto__', 7] }, 'groups', []],
])('gives for %j at %s the roles %j', (claims, rolesClaim, roles) => {
  expect(rolesFrom(claims, { rolesClaim, roleMap })).toEqual(roles);
});

it('reads a claim by its own name before it reads a path', () => {
  expect([claimAt({ 'a.b': 1, a: { b: 2 } }, 'a.b'), claimAt({ a: { b: 2 } }, 'a.b')]).toEqual([1, 2]);
});

it('sees a second factor only where the mapping names it', () => {
  const claims = { amr: ['pwd', 'otp'], acr: 'laag' };
  expect([
    hasSecondFactor(claims, { amr: ['otp'] }),
    hasSecondFactor(claims, { acr: ['laag'] }),
    hasSecondFactor(claims, { amr: ['mfa'], acr: ['hoog'] }),
    hasSecondFactor(claims, {}),
  ]).toEqual([true, true, false, false]);
});
