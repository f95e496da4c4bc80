import { parseArgs } from 'node:util';
import { inTenant, type Database } from '../kit/db.ts';
import { parties } from '../people/index.ts';
import { allMunicipalities, setMailAddresses } from '../places/index.ts';
import { MailAddress, type Municipality } from '../places/model.ts';
import type { Databases } from './databases.ts';
import { municipalityNamed, named } from './named.ts';
import { toScreen, type Print } from './print.ts';

const MAIL_USAGE = `wijk mail add <gemeente> <address> [--party <party>]
wijk mail list <gemeente>
wijk mail remove <gemeente> <address>

  With --party the address is for the staff of that organisation; without it for residents, and for staff of all.
`;

/** Says at which addresses a municipality takes mail in; only who has the owner's connection can. */
export async function manageMail(
  { owner }: Pick<Databases, 'owner'>,
  args: readonly string[],
  print: Print = toScreen,
): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { party: { type: 'string' } },
  });
  const [what, slug = '', address = ''] = positionals;
  const municipality = await municipalityNamed(owner, slug, MAIL_USAGE);
  switch (what) {
    case 'add':
      return add(owner, municipality, { address, party: values.party }, print);
    case 'list':
      return list(owner, municipality, print);
    case 'remove':
      return remove(owner, municipality, address, print);
    default:
      throw new Error(`expected add, list or remove, got '${what ?? ''}'\n\n${MAIL_USAGE}`);
  }
}

async function add(
  owner: Database,
  { id, settings }: Municipality,
  wish: { readonly address: string; readonly party: string | undefined },
  print: Print,
): Promise<number> {
  const all = await inTenant(owner, id, parties);
  const partyId = wish.party === undefined ? undefined : named(all, wish.party, 'party').id;
  const read = MailAddress.safeParse({ address: wish.address, partyId });
  if (!read.success) throw new Error(`expected an e-mail address, got '${wish.address}'\n\n${MAIL_USAGE}`);
  const { address } = read.data;
  const taken = (await allMunicipalities(owner)).find((one) =>
    one.settings.mailAddresses?.some((known) => known.address === address),
  );
  if (taken) throw new Error(`expected an address that nobody has, ${address} is of ${taken.name}`);
  await setMailAddresses(owner, id, [...(settings.mailAddresses ?? []), read.data]);
  print(`${address} takes mail in`);
  return 0;
}

async function list(owner: Database, { id, settings }: Municipality, print: Print): Promise<number> {
  const names = new Map((await inTenant(owner, id, parties)).map((party) => [party.id, party.name]));
  for (const { address, partyId } of settings.mailAddresses ?? [])
    print(
      `${address}  ${partyId === undefined ? 'residents, and all staff' : `staff of ${names.get(partyId)}`}`,
    );
  return 0;
}

async function remove(
  owner: Database,
  { id, settings }: Municipality,
  address: string,
  print: Print,
): Promise<number> {
  const before = settings.mailAddresses ?? [];
  const left = before.filter((known) => known.address !== address.toLowerCase());
  if (left.length < before.length) await setMailAddresses(owner, id, left);
  print(left.length < before.length ? `${address} takes no mail in any more` : `no such address: ${address}`);
  return left.length < before.length ? 0 : 1;
}
