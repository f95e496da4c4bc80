import { parseArgs } from 'node:util';
import { inTenant, type Database } from '../kit/db.ts';
import { parties, primarySystems, removePrimarySystem, setPrimarySystem } from '../people/index.ts';
import { PrimarySystem } from '../people/model.ts';
import type { Databases } from './databases.ts';
import { municipalityNamed, named } from './named.ts';
import { toScreen, type Print } from './print.ts';

const SYSTEM_USAGE = `wijk system set <gemeente> <party> --name <name> [--link <template>]
wijk system list <gemeente>
wijk system remove <gemeente> <party>

  What an organisation calls the system in which it keeps its own work, such as 'Tobias AX'. With --link a reference to it
  becomes a link: https://<host>/…{kenmerk}…
`;

interface Asked {
  readonly municipalityId: string;
  readonly party: string;
}

/** Says in which system each organisation keeps its own work; only who has the owner's connection can. */
export async function manageSystems(
  { owner }: Pick<Databases, 'owner'>,
  args: readonly string[],
  print: Print = toScreen,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: 'string' }, link: { type: 'string' } },
  });
  const [what, town = '', party = ''] = positionals;
  const asked = { municipalityId: (await municipalityNamed(owner, town, SYSTEM_USAGE)).id, party };
  switch (what) {
    case 'set':
      return set(owner, asked, { name: values.name, linkTemplate: values.link }, print);
    case 'list':
      return list(owner, asked, print);
    case 'remove':
      return remove(owner, asked, print);
    default:
      throw new Error(`expected set, list or remove, got '${what ?? ''}'\n\n${SYSTEM_USAGE}`);
  }
}

async function set(
  owner: Database,
  { municipalityId, party }: Asked,
  wish: { readonly name: string | undefined; readonly linkTemplate: string | undefined },
  print: Print,
): Promise<number> {
  const read = PrimarySystem.safeParse(wish);
  if (!read.success) {
    const wrong = read.error.issues.map(({ path }) => `--${path[0] === 'name' ? 'name' : 'link'}`);
    throw new Error(`${[...new Set(wrong)].join(' and ')} cannot be used\n\n${SYSTEM_USAGE}`);
  }
  await inTenant(owner, municipalityId, async (tx) =>
    setPrimarySystem(tx, named(await parties(tx), party, 'party').id, read.data),
  );
  print(`${party} keeps its work in ${read.data.name}`);
  return 0;
}

async function list(owner: Database, { municipalityId }: Asked, print: Print): Promise<number> {
  await inTenant(owner, municipalityId, async (tx) => {
    const systems = await primarySystems(tx);
    for (const { id, name } of await parties(tx)) {
      const system = systems.get(id);
      if (system) print([name, system.name, system.linkTemplate].filter(Boolean).join('  '));
    }
  });
  return 0;
}

/** References that were noted stay; they lose the name of their system and their links. */
async function remove(owner: Database, { municipalityId, party }: Asked, print: Print): Promise<number> {
  const isGone = await inTenant(owner, municipalityId, async (tx) =>
    removePrimarySystem(tx, named(await parties(tx), party, 'party').id),
  );
  print(isGone ? `${party} has no system of its own any more` : `${party} had named no system`);
  return isGone ? 0 : 1;
}
