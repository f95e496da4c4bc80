import { parseArgs } from 'node:util';
import { inTenant, type Database } from '../kit/db.ts';
import { addClient, listClients, parties, revokeClient, services } from '../people/index.ts';
import { Scope } from '../people/model.ts';
import type { Databases } from './databases.ts';
import { municipalityNamed, named } from './named.ts';
import { toScreen, type Print } from './print.ts';

const CLIENT_USAGE = `wijk client add <gemeente> --name <name> --party <party> --service <service> --scope <scope> [--days 365]
wijk client list <gemeente>
wijk client revoke <gemeente> <id>

  --service and --scope can stand there more than once. Scopes: ${Scope.options.join(', ')}.
  The secret is shown once, when the client is made.
`;

/** Makes, lists and ends the machine clients of a municipality; only who has the owner's connection can. */
export async function manageClients(
  { owner }: Pick<Databases, 'owner'>,
  args: readonly string[],
  print: Print = toScreen,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      party: { type: 'string' },
      service: { type: 'string', multiple: true, default: [] },
      scope: { type: 'string', multiple: true, default: [] },
      days: { type: 'string', default: '365' },
    },
  });
  const [what, slug = '', clientId = ''] = positionals;
  const municipality = await municipalityNamed(owner, slug, CLIENT_USAGE);
  switch (what) {
    case 'add':
      return add(owner, { ...values, id: municipality.id, slug }, print);
    case 'list':
      return list(owner, municipality.id, print);
    case 'revoke':
      return revoke(owner, { municipalityId: municipality.id, clientId }, print);
    default:
      throw new Error(`expected add, list or revoke, got '${what ?? ''}'\n\n${CLIENT_USAGE}`);
  }
}

interface Wish {
  readonly id: string;
  readonly slug: string;
  readonly name?: string | undefined;
  readonly party?: string | undefined;
  readonly service: readonly string[];
  readonly scope: readonly string[];
  readonly days: string;
}

async function add(owner: Database, wish: Wish, print: Print): Promise<number> {
  const { name } = wish;
  if (!name) throw new Error(`expected a --name\n\n${CLIENT_USAGE}`);
  const scopes = wish.scope.map((word) => Scope.parse(word));
  const days = Number(wish.days);
  if (scopes.length === 0) throw new Error(`expected at least one --scope\n\n${CLIENT_USAGE}`);
  if (!Number.isInteger(days) || days < 1 || days > 3650)
    throw new Error(`expected 1 to 3650 days, got ${wish.days}`);
  const { id, secret } = await inTenant(owner, wish.id, async (tx) => {
    const party = named(await parties(tx), wish.party ?? '', 'party');
    const all = await services(tx);
    const serviceIds = wish.service.map((name) => named(all, name, 'service').id);
    return addClient(tx, { name, partyId: party.id, serviceIds, scopes, days });
  });
  print(`client_id      ${wish.slug}.${id}`);
  print(`client_secret  ${secret}`);
  if (scopes.includes('open311')) print(`api_key        ${id}.${secret}`);
  print('The secret is not shown again.');
  return 0;
}

async function list(owner: Database, municipalityId: string, print: Print): Promise<number> {
  const clients = await inTenant(owner, municipalityId, listClients);
  for (const { id, name, scopes, active, expiresAt, lastUsedAt } of clients) {
    const state = active ? `until ${expiresAt.toISOString()}` : 'revoked';
    print(`${id}  ${name}  ${state}  last used ${lastUsedAt?.toISOString() ?? 'never'}  ${scopes.join(' ')}`);
  }
  return 0;
}

async function revoke(
  owner: Database,
  { municipalityId, clientId }: { municipalityId: string; clientId: string },
  print: Print,
): Promise<number> {
  const revoked = await inTenant(owner, municipalityId, (tx) => revokeClient(tx, clientId));
  print(revoked ? 'Revoked: its tokens no longer count.' : `No active client has the id '${clientId}'.`);
  return revoked ? 0 : 1;
}
