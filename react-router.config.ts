import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'src/web',
  buildDirectory: 'build',
  ssr: true,
  // Pages ship no scripts, so nothing may ask the server for a list of its routes.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
