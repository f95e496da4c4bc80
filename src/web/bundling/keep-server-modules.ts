import { join, relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/**
 * Leaves every `.ts` module of ours out of the server's bundle: Node runs those itself. So a room is loaded once, by
 * the server and by its pages alike, and what it keeps in memory (a context, a cache) is one thing and not two.
 * Only `.tsx`, which Node cannot run, is built. The client's bundle is not touched.
 */
export function keepServerModules(root: string): Plugin {
  const src = join(root, 'src');
  return {
    name: 'keep-server-modules',
    enforce: 'pre',
    applyToEnvironment: (environment) => environment.name === 'ssr',
    async resolveId(source, importer, options) {
      if (!importer || !source.endsWith('.ts')) return null;
      const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
      if (!resolved?.id.startsWith(src + sep) || !resolved.id.endsWith('.ts')) return null;
      // `#room/file.ts` is what package.json calls `src/room/file.ts`, wherever the bundle lies.
      return { id: `#${relative(src, resolved.id).replaceAll(sep, '/')}`, external: true };
    },
  };
}
