import { Role } from './model.ts';

/** What an identity provider says of somebody. */
export type Claims = Readonly<Record<string, unknown>>;

/** Which of our roles a value of the provider's claim gives. */
export type RoleMap = Readonly<Record<string, readonly Role[]>>;

/** By which values of `amr` or `acr` (OpenID Connect Core, 2) the provider says that there was a second factor. */
export interface SecondFactorClaims {
  readonly amr?: readonly string[] | undefined;
  readonly acr?: readonly string[] | undefined;
}

/** A claim by its name, or by its path through objects such as `realm_access.roles`. */
export function claimAt(claims: Claims, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path];
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), claims);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A claim that is one word; undefined when it is absent, empty or something else. */
export function wordAt(claims: Claims, path: string): string | undefined {
  const value = claimAt(claims, path);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function wordsAt(claims: Claims, path: string): string[] {
  return [claimAt(claims, path)].flat().filter((value): value is string => typeof value === 'string');
}

/** Our roles for the values that the claim has now; values that nobody mapped give nothing. */
export function rolesFrom(
  claims: Claims,
  { rolesClaim, roleMap }: { rolesClaim: string; roleMap: RoleMap },
): Role[] {
  const given = wordsAt(claims, rolesClaim).flatMap((value) =>
    Object.hasOwn(roleMap, value) ? (roleMap[value] ?? []) : [],
  );
  return Role.options.filter((role) => given.includes(role));
}

export function hasSecondFactor(claims: Claims, { amr = [], acr = [] }: SecondFactorClaims): boolean {
  return (
    wordsAt(claims, 'amr').some((value) => amr.includes(value)) ||
    wordsAt(claims, 'acr').some((value) => acr.includes(value))
  );
}
