import { inTenant, type Database } from '../kit/db.ts';
import { appointPost } from '../people/index.ts';
import { allMunicipalities } from '../places/index.ts';

const POSTS = ['coordinator', 'manager'] as const;

/**
 * Gives the post of standing coordinator or manager to somebody else. As the owner of the tables: the application may
 * not say who answers for a municipality.
 */
export async function appoint(owner: Database, [slug, post, login]: readonly string[]): Promise<number> {
  const known = POSTS.find((each) => each === post);
  const municipality = (await allMunicipalities(owner)).find((each) => each.slug === slug);
  if (!known || !municipality || !login)
    throw new Error('expected a municipality, coordinator or manager, and a log-in name');
  const done = await inTenant(owner, municipality.id, (tx) => appointPost(tx, { post: known, login }));
  if (!done) throw new Error(`${login} cannot be ${known}: not there, or without the rights of that post`);
  process.stdout.write(`${login} is ${known} of ${municipality.name} from now on.\n`);
  return 0;
}
