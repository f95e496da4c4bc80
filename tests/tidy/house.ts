/** The rooms and their doors, as data; ARCHITECTURE.md says why. */

/** The road a report travels: a room imports only from rooms above it. Rooms that no issue asked for yet stand here too. */
export const ROAD = [
  'kit',
  'places',
  'people',
  'reports',
  'triage',
  'handovers',
  'open311',
  'cases',
  'monitor',
  'allocation',
  'complexes',
  'circles',
  'coalition',
  'messages',
  'safety',
  'rights',
  'web',
  'server',
  'cli',
] as const;

export type Room = (typeof ROAD)[number];

/** What one room may import of another. The kit has no doors: it is there for all. */
export const DOORS: readonly string[] = ['model.ts', 'index.ts', 'counts.ts'];

/** The composition root also mounts each room's API. */
export const DOORS_FOR_SERVER: readonly string[] = [...DOORS, 'routes.ts'];

/** The shell and the server hold no data of their own; these of their files are doors as well. */
export const OTHER_DOORS: readonly string[] = [
  'src/web/context.ts',
  'src/web/policy.ts',
  'src/web/services.ts',
  'src/server/connect.ts',
  'src/server/migrate.ts',
  'src/server/prove.ts',
  'src/server/rebuild.ts',
  'src/server/running.ts',
];

/** Rooms that hold personal data of reporters and of people in cases. */
export const PERSONAL: readonly Room[] = [
  'reports',
  'triage',
  'handovers',
  'cases',
  'messages',
  'safety',
  'rights',
];

/** Rooms about areas: of personal rooms they see counts only. */
export const ABOUT_AREAS: readonly Room[] = ['monitor', 'allocation', 'complexes', 'circles', 'coalition'];

/** Files of the kit that are pure, so that a rule may use them. */
export const PURE_KIT: readonly string[] = ['src/kit/outcome.ts', 'src/kit/calendar.ts', 'src/kit/edge.ts'];

/** Folders that stand outside the house: they may look at all of it, nothing in it looks at them. */
export const OUTSIDE: readonly string[] = ['tests', 'tools', 'bench', 'fixtures'];

/** Starts of text ids that the program puts together from a stored value, where the source shows no literal start. */
export const COMPUTED_TEXTS: readonly string[] = [];

export function roomOf(path: string): Room | undefined {
  const name = /^src\/([^/]+)\//.exec(path)?.[1];
  return ROAD.find((room) => room === name);
}

/** The path of a file inside its room: `ui/form.tsx` for `src/reports/ui/form.tsx`. */
export function insideRoom(path: string): string {
  return path.split('/').slice(2).join('/');
}
