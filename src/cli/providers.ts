import { parseArgs } from 'node:util';
import { z } from 'zod';
import { inTenant, type Database } from '../kit/db.ts';
import { newId } from '../kit/ids.ts';
import { allProviders, insertProvider, parties, setProviderActive } from '../people/index.ts';
import { Role } from '../people/model.ts';
import type { Databases } from './databases.ts';
import { municipalityNamed, named } from './named.ts';
import { toScreen, type Print } from './print.ts';

const PROVIDER_USAGE = `wijk provider add <gemeente> <aanbieder> --name <name> --issuer <address> --client <id> --secret <setting>
    --party <party> --roles <claim> --role <value>=<role> [--amr <value>] [--acr <value>] [--new-users]
wijk provider list <gemeente>
wijk provider stop|resume <gemeente> <aanbieder>

  <aanbieder> is its word in the address of a page. --secret names the setting that holds the client secret, such as
  OIDC_SECRET_GEMEENTE; without it the client is public. --role, --amr and --acr can stand there more than once.
  --amr and --acr: values that count as a second factor. --new-users: who logs in for the first time gets an account.
  Roles: ${Role.options.join(', ')}.
`;

/** Adds, lists, stops and resumes the identity providers of a municipality; only who has the owner's connection can. */
export async function manageProviders(
  { owner }: Pick<Databases, 'owner'>,
  args: readonly string[],
  print: Print = toScreen,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      issuer: { type: 'string' },
      client: { type: 'string' },
      secret: { type: 'string' },
      party: { type: 'string' },
      roles: { type: 'string' },
      role: { type: 'string', multiple: true, default: [] },
      amr: { type: 'string', multiple: true, default: [] },
      acr: { type: 'string', multiple: true, default: [] },
      'new-users': { type: 'boolean', default: false },
    },
  });
  const [what, town = '', slug = ''] = positionals;
  const municipality = await municipalityNamed(owner, town, PROVIDER_USAGE);
  const asked = { municipalityId: municipality.id, town, slug };
  switch (what) {
    case 'add':
      return add(owner, { ...asked, wish: readWish({ ...values, slug }) }, print);
    case 'list':
      return list(owner, asked, print);
    case 'stop':
    case 'resume':
      return switchTo(owner, { ...asked, active: what === 'resume' }, print);
    default:
      throw new Error(`expected add, list, stop or resume, got '${what ?? ''}'\n\n${PROVIDER_USAGE}`);
  }
}

interface Asked {
  readonly municipalityId: string;
  readonly town: string;
  readonly slug: string;
}

const Wish = z.object({
  slug: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: z.string().min(1),
  issuer: z.url({ protocol: /^https?$/ }),
  client: z.string().min(1),
  secret: z
    .string()
    .regex(/^OIDC_SECRET_[A-Z0-9_]{1,60}$/)
    .optional(),
  party: z.string().min(1),
  roles: z.string().min(1),
  role: z.array(z.string().regex(/^.+=.+$/)).min(1),
  amr: z.array(z.string()),
  acr: z.array(z.string()),
  'new-users': z.boolean(),
});
type Wish = z.infer<typeof Wish>;

function readWish(values: unknown): Wish {
  const read = Wish.safeParse(values);
  if (read.success) return read.data;
  const lines = read.error.issues.map(({ path, message }) => `- ${path.join('.')}: ${message}`);
  throw new Error(`${lines.join('\n')}\n\n${PROVIDER_USAGE}`);
}

/** `value=role`, more than once for one value: the roles that a value of the claim gives. */
function roleMapOf(pairs: readonly string[]): Record<string, Role[]> {
  const map: Record<string, Role[]> = {};
  for (const pair of pairs) {
    const at = pair.lastIndexOf('=');
    const [value, role] = [pair.slice(0, at), pair.slice(at + 1)];
    const known = Role.safeParse(role);
    if (!known.success) throw new Error(`expected a role of ${Role.options.join(', ')}, got '${role}'`);
    map[value] = [...(map[value] ?? []), known.data];
  }
  return map;
}

async function add(
  owner: Database,
  { municipalityId, town, slug, wish }: Asked & { wish: Wish },
  print: Print,
) {
  const roleMap = roleMapOf(wish.role);
  const isAdded = await inTenant(owner, municipalityId, async (tx) => {
    const party = named(await parties(tx), wish.party, 'party');
    return insertProvider(tx, newId<'provider'>(), {
      slug,
      name: wish.name,
      issuer: wish.issuer,
      clientId: wish.client,
      secretSetting: wish.secret ?? null,
      rolesClaim: wish.roles,
      roleMap,
      secondFactor: {
        ...(wish.amr.length > 0 ? { amr: wish.amr } : {}),
        ...(wish.acr.length > 0 ? { acr: wish.acr } : {}),
      },
      partyId: party.id,
      makesUsers: wish['new-users'],
    });
  });
  if (!isAdded) throw new Error(`${town} has a provider '${slug}' already`);
  print(`redirect address        <our address>/${town}/inloggen/${slug}/terug`);
  print(`after logging out       <our address>/${town}/inloggen?uit`);
  print(`back-channel logout     <our address>/${town}/inloggen/${slug}/afmelden`);
  return 0;
}

async function list(owner: Database, { municipalityId }: Asked, print: Print): Promise<number> {
  for (const { slug, name, issuer, active } of await inTenant(owner, municipalityId, allProviders))
    print(`${slug}  ${name}  ${issuer}${active ? '' : '  stopped'}`);
  return 0;
}

/** Sessions that were begun there go on until their end; a new one cannot be begun. */
async function switchTo(
  owner: Database,
  { municipalityId, slug, active }: Asked & { active: boolean },
  print: Print,
): Promise<number> {
  const isThere = await inTenant(owner, municipalityId, (tx) => setProviderActive(tx, slug, active));
  print(isThere ? `${slug} ${active ? 'resumed' : 'stopped'}` : `no provider '${slug}'`);
  return isThere ? 0 : 1;
}
