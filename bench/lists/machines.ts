import { inTenant, type Database } from '../../src/kit/db.ts';
import { addClient, services } from '../../src/people/index.ts';
import type { Scope } from '../../src/people/model.ts';

interface Town {
  readonly id: string;
  readonly slug: string;
}

/** A machine of one organisation and one that reads all, each with its token. */
export async function machines(owner: Database, town: Town, base: string): Promise<Map<string, string>> {
  const made = await inTenant(owner, town.id, async (tx) => {
    const [first] = await services(tx);
    if (!first) throw new Error('expected a service, found none');
    const own = (await services(tx)).filter(({ partyId }) => partyId === first.partyId);
    const client = (name: string, scopes: readonly Scope[]) =>
      addClient(tx, { name, partyId: first.partyId, serviceIds: own.map(({ id }) => id), scopes, days: 30 });
    return [
      ['machine', await client('Proef', ['meldingen:lezen'])],
      ['machine of all', await client('Proef van alles', ['meldingen:lezen', 'meldingen:alle'])],
    ] as const;
  });
  const tokens = new Map<string, string>();
  for (const [name, { id, secret }] of made) {
    const answer = await fetch(`${base}/oauth/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${town.slug}.${id}:${secret}`).toString('base64')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    const { access_token: token } = (await answer.json()) as { access_token?: string };
    if (token === undefined) throw new Error(`expected a token, got ${answer.status}`);
    tokens.set(name, token);
  }
  return tokens;
}
