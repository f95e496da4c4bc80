/** Imports: up the road, through the doors, and per kind of file only what it may know. */
import {
  ABOUT_AREAS,
  DOORS,
  DOORS_FOR_SERVER,
  insideRoom,
  OTHER_DOORS,
  OUTSIDE,
  PERSONAL,
  PURE_KIT,
  ROAD,
  roomOf,
} from './house.ts';
import { importsOf, isHouse, isOfTypes } from './imports.ts';
import { at, type Finding, type SourceFile } from './source.ts';

interface Step {
  readonly from: string;
  readonly to: string;
  /** Nothing of it is left when the program runs. */
  readonly isType: boolean;
}

/** A rule says what is wrong with one import and what cures it, or nothing. */
type Rule = (step: Step) => readonly [wrong: string, cure: string] | undefined;

const isUi = (path: string) => /^src\/[^/]+\/ui\//.test(path);
const isCore = (path: string) => path.startsWith('core/');
const isPage = (path: string) => path.endsWith('.tsx') || isUi(path) || path.startsWith('src/kit/web/');

/** News travels down the road by events; imports point up it. */
const upTheRoad: Rule = ({ from, to }) => {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (!own || !other || ROAD.indexOf(other) <= ROAD.indexOf(own)) return undefined;
  return [
    `imports ${to}, and ${other} lies further down the road than ${own}`,
    `let ${other} subscribe to an event of ${own}, wired in src/server/wiring.ts`,
  ];
};

const throughADoor: Rule = ({ from, to }) => {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (!own || !other || other === own || other === 'kit') return undefined;
  const doors = own === 'server' ? DOORS_FOR_SERVER : DOORS;
  if (doors.includes(insideRoom(to)) || OTHER_DOORS.includes(to)) return undefined;
  return [
    `imports ${to}, which is not a door of ${other}`,
    `import ${DOORS.join(', ')} of ${other} only; a page is named in src/web/routes.ts, not imported`,
  ];
};

const areasSeeCountsOnly: Rule = ({ from, to }) => {
  const [own, other] = [roomOf(from), roomOf(to)];
  if (!own || !other || !ABOUT_AREAS.includes(own) || !PERSONAL.includes(other)) return undefined;
  if (insideRoom(to) === 'counts.ts') return undefined;
  return [
    `imports ${to}: ${own} is about areas, and ${other} holds personal data`,
    `import src/${other}/counts.ts only`,
  ];
};

const coreStandsAlone: Rule = ({ from, to }) => {
  if (!isCore(from) || isCore(to)) return undefined;
  return [`imports ${to}, and core has no dependencies`, 'pass in what it needs as an argument'];
};

const insideStaysInside: Rule = ({ from, to }) => {
  const outside = OUTSIDE.find((folder) => to.startsWith(`${folder}/`));
  if (!outside || !(isCore(from) || roomOf(from) !== undefined || from.startsWith('db/'))) return undefined;
  return [`imports ${to}, and ${outside}/ stands outside the house`, 'move what is needed into a room'];
};

const schemaIsFrozen: Rule = ({ from, to }) => {
  const room = roomOf(to);
  if (from.startsWith('db/') && room && room !== 'kit') {
    return [`imports ${to}: a migration must not change when a room does`, 'write it out in SQL'];
  }
  const own = roomOf(from);
  if (!own || own === 'server' || own === 'cli' || !to.startsWith('db/')) return undefined;
  return [`imports ${to}: only the server and the command line migrate`, 'leave the schema to db/'];
};

/** Node runs `.ts` itself and cannot read JSX; only the built pages hold it. */
const jsxIsBuilt: Rule = ({ from, to }) => {
  if (!to.endsWith('.tsx') || isPage(from) || from.startsWith('src/web/')) return undefined;
  return [
    `imports ${to}, and Node cannot run JSX`,
    'reach pages through the build, or move what is shared to .ts',
  ];
};

/** Per kind of file inside a room: what it may import; `own` is the room's folder. */
interface Kind {
  readonly name: string;
  readonly files: RegExp;
  readonly may: (to: string, own: string, isType: boolean) => boolean;
  readonly allowed: string;
}

const isModel = (to: string) => /^src\/[^/]+\/model\.ts$/.test(to);
const isDoor = (to: string) => DOORS.includes(insideRoom(to));
const isKit = (to: string) => to.startsWith('src/kit/') && !to.startsWith('src/kit/web/');
const isPackage = (to: string) => !/^(src|core|db|tests|tools|bench|fixtures|build)\//.test(to);
const isPure = (to: string) => isCore(to) || isModel(to) || PURE_KIT.includes(to);
const isOwn = (to: string, own: string, ...names: string[]) => names.some((name) => to === `${own}${name}`);
const isGenerated = (to: string) => to.includes('/+types/');

/** The first kind whose files match holds. */
const KINDS: readonly Kind[] = [
  {
    name: 'model.ts',
    files: /^src\/[^/]+\/model\.ts$/,
    may: (to) => to === 'zod' || isPure(to),
    allowed: 'zod, core, the pure files of the kit and models up the road',
  },
  {
    name: 'rules.ts',
    files: /^src\/[^/]+\/(?:[\w-]+-)?rules\.ts$/,
    may: (to, own) => isPure(to) || isOwnLeaf(to, own),
    allowed:
      'models, core, the pure files of the kit, and of its own room what decides (the compiler keeps that pure)',
  },
  {
    name: 'wire.ts',
    files: /^src\/[^/]+\/(?:[\w-]+-)?wire\.ts$/,
    may: (to, own) => to === 'zod' || to === '@hono/zod-openapi' || isPure(to) || isOwnWire(to, own),
    allowed: 'zod, models, core and the pure files of the kit',
  },
  {
    name: 'store.ts',
    files: /^src\/[^/]+\/(?:[\w-]+-)?store\.ts$/,
    may: (to, own, isType) =>
      isPackage(to) ||
      isPure(to) ||
      isKit(to) ||
      isOwnStore(to, own) ||
      (isType && isDoor(to) && !to.startsWith(own)),
    allowed: 'models and the kit; of the doors of other rooms types only',
  },
  {
    name: 'actions.ts',
    files: /^src\/[^/]+\/(?:[\w-]+-)?actions\.ts$/,
    may: (to, own) => !isUi(to) && !isOwnWire(to, own) && !isOwn(to, own, 'index.ts', 'routes.ts'),
    allowed: 'store, rules and the doors of rooms up the road',
  },
  {
    name: 'routes.ts',
    files: /^src\/(?!web\/)[^/]+\/routes\.ts$/,
    may: (to, own) => isPackage(to) || isPure(to) || isKit(to) || isDoor(to) || isOwnWire(to, own),
    allowed: 'index.ts, wire.ts and the kit',
  },
  {
    name: 'index.ts',
    files: /^src\/[^/]+\/index\.ts$/,
    may: (to, own) => !isUi(to) && !isOwn(to, own, 'routes.ts'),
    allowed: 'everything but pages and routes',
  },
  {
    name: 'a page.server.ts',
    files: /^src\/[^/]+\/ui\/.*\.server\.ts$/,
    may: (to, own) =>
      isPackage(to) ||
      isPure(to) ||
      to.startsWith('src/kit/') ||
      isGenerated(to) ||
      isDoor(to) ||
      isOwnWire(to, own) ||
      (to.startsWith(`${own}ui/`) && !to.endsWith('.tsx')),
    allowed: 'index.ts, wire.ts and the models; components import it, not the other way round',
  },
  {
    name: 'a page',
    files: /^src\/[^/]+\/ui\//,
    may: (to, own) =>
      isPackage(to) ||
      isGenerated(to) ||
      isKit(to) ||
      to.startsWith('src/kit/web/') ||
      isCore(to) ||
      isOwn(to, own, 'model.ts') ||
      isOwnWire(to, own) ||
      to.startsWith(`${own}ui/`),
    allowed: "its room's model and wire, the kit, kit/web and its own page.server.ts",
  },
];

/** What pages see, and what other systems do; where it is long, a file per surface. */
function isOwnWire(to: string, own: string): boolean {
  return to.startsWith(own) && /^(?:[\w-]+-)?wire\.ts$/.test(to.slice(own.length));
}

function isOwnStore(to: string, own: string): boolean {
  return to.startsWith(own) && /^(?:[\w-]+-)?store\.ts$/.test(to.slice(own.length));
}

/** A file of the room itself that is not one of its doors, layers or pages. */
function isOwnLeaf(to: string, own: string): boolean {
  return (
    to.startsWith(own) &&
    !/^(?:ui\/|(?:[\w-]+-)?(?:store|actions|routes|index|counts|wire)\.ts)/.test(to.slice(own.length))
  );
}

const asItsKindMay: Rule = ({ from, to, isType }) => {
  const kind = KINDS.find(({ files }) => files.test(from));
  const own = `${from.split('/').slice(0, 2).join('/')}/`;
  if (!kind || kind.may(to, own, isType)) return undefined;
  return [`imports ${to}, which ${kind.name} may not see`, `it may import ${kind.allowed}`];
};

/** The first rule that finds something speaks; the others would say the same again. */
const RULES: readonly Rule[] = [
  insideStaysInside,
  coreStandsAlone,
  upTheRoad,
  areasSeeCountsOnly,
  throughADoor,
  schemaIsFrozen,
  jsxIsBuilt,
  asItsKindMay,
];

/** Imports that run down the road, past a door, or out of the house. */
export function importsPastAWall(files: readonly SourceFile[]): Finding[] {
  return files.filter(isHouse).flatMap((file) =>
    importsOf(file).flatMap(({ node, target }) => {
      const step = { from: file.path, to: target, isType: isOfTypes(node) };
      const found = RULES.map((rule) => rule(step)).find((result) => result !== undefined);
      return found ? [at(file, node, ...found)] : [];
    }),
  );
}
