import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Published data that stands beside the checkout and is never part of it: the folder that WIJK_REFERENCE_DIR names,
 * else the folder `shared` next to the checkout. `name` is a path inside it, such as `data/x.geojson.gz`. Undefined
 * when the file is not there; a test then skips and says so in its name.
 */
export function referenceFile(name: string): string | undefined {
  const folder = process.env['WIJK_REFERENCE_DIR'] ?? join(dirname(checkout), 'shared');
  const path = join(folder, name);
  return existsSync(path) ? path : undefined;
}
