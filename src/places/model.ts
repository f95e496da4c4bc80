import { z } from 'zod';
import { Lead, Term } from '../kit/calendar.ts';

/** Metres in RD New (EPSG:28992). */
export const PointRd = z.object({ xM: z.number(), yM: z.number() });
export type PointRd = z.infer<typeof PointRd>;

/** Where something is, as it was pointed out and not by an address of our own. */
export const Spot = z.object({
  point: PointRd,
  /** Pointed out on the map, told by a telephone, or found in the national register of addresses. */
  source: z.enum(['pin', 'gps', 'register']),
  /** How far off a telephone says it may be. */
  accuracyM: z.number().min(0).max(100_000).optional(),
  /** How the register writes it. */
  label: z.string().min(1).max(200).optional(),
});
export type Spot = z.infer<typeof Spot>;

/** A multipolygon as its rings, holes among them: closed lists of [x, y] in metres. */
export const Rings = z.array(z.array(z.tuple([z.number(), z.number()])).min(4)).min(1);
export type Rings = z.infer<typeof Rings>;

/** An address at which a municipality takes mail in. */
export const MailAddress = z.object({
  address: z.email().transform((address) => address.toLowerCase()),
  /** The organisation whose staff send on to it. Without one it is for residents, and for staff of every organisation. */
  partyId: z.uuid().optional(),
});
export type MailAddress = z.infer<typeof MailAddress>;

/** The rules of one municipality. All of it is data: another municipality has other numbers. */
export const MunicipalitySettings = z.object({
  /** How long the coordinator has to decide where a report goes. */
  decideTerm: Term,
  /** How long the owner has to solve or answer after the first contact. */
  resolveTerm: Term,
  /** How long the reporter has to answer a question before the owner goes on without. */
  answerTerm: Term,
  /** How long after the end a reporter may ask for a second look. Our own number, not verified. */
  secondLookTerm: Term.default({ amount: 20, unit: 'working-days' }),
  /** How much longer a late owner gets after the team lead was told. */
  graceTerm: Term,
  /** How a resident reaches the municipality when this site does not help: shown on the pages that say so. */
  contact: z.object({ phone: z.string().optional(), email: z.email().optional() }).optional(),
  /**
   * Whom who works here can call for help, beside 112: shown to everybody, or to one organisation by its id. Numbers are
   * data; without any only 112 is there.
   */
  callNumbers: z
    .array(
      z.object({
        name: z.string().min(1).max(60),
        phone: z.string().regex(/^\+?[0-9][0-9 -]{2,19}$/),
        party: z.uuid().optional(),
        /** Whether somebody has called it and seen that it answers. */
        verified: z.boolean().default(false),
      }),
    )
    .max(10)
    .default([]),
  /** Within what time who met aggression at work is asked how it goes. A day by the clock; our own number, not verified. */
  aftercareTerm: Term.default({ amount: 1440, unit: 'minutes' }),
  /** How long before its deadline a report counts as about to be late; a day when the municipality does not say. */
  soonTerm: Term.optional(),
  /**
   * How long before its deadline who has a report is warned, in the hours of the service; a quarter of the term and at
   * least half an hour when the municipality does not say.
   */
  warnLead: Lead.optional(),
  /**
   * How far a handing over of the shift looks ahead, and within what time it ought to be read; a working day when the
   * municipality does not say.
   */
  shiftTerm: Term.optional(),
  /**
   * How many days after a quarter others see the figures of an organisation, which sees its own first; 0: at once. Two weeks
   * when the municipality does not say.
   */
  figuresFirstDays: z.number().int().min(0).max(90).optional(),
  /** From how many reports in hand the coordinator is full and the manager is told. */
  coordinatorCapacity: z.number().int().min(1),
  /** A place outside every neighbourhood still counts as the nearest one within this distance. */
  nearestWithinM: z.number().min(0),
  /** At which minute of a day on which the desk works the mail goes out that gathers a day's news for colleagues. */
  digestAtMinute: z.number().int().min(0).max(1438).default(480),
  /** Roles that ask for a second factor at log-in. */
  secondFactorRoles: z.array(z.string()).default(['privacy-officer']),
  /** Where mail comes in; none: no mail. An address belongs to one municipality. */
  mailAddresses: z.array(MailAddress).optional(),
});
export type MunicipalitySettings = z.infer<typeof MunicipalitySettings>;

export interface Municipality {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly code: string;
  readonly coordinatorId: string;
  readonly managerId: string;
  readonly deskServiceId: string;
  readonly settings: MunicipalitySettings;
}

export interface Neighbourhood {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface Address {
  readonly id: string;
  readonly neighbourhoodId: string;
  readonly street: string;
  readonly houseNumber: string;
  readonly postcode: string;
  /** The complex in which it lies, if any. */
  readonly complexId?: string | undefined;
}

/** Homes behind shared entrances, managed as one by a housing association. A place, and nothing about who lives there. */
export interface Complex {
  readonly id: string;
  readonly name: string;
  /** The number under which the association knows it, if it has one. */
  readonly code: string | undefined;
  /** The organisation that manages it. */
  readonly partyId: string;
  readonly neighbourhoodId: string;
}

/** How long words may be that say where in a complex: a hall, a stairwell, a lift. */
export const INSIDE_MAX = 100;

/** A place of our own in words: what is not known is left out. */
export const PlaceNames = z.object({
  /** Street, number and postcode. */
  address: z.string().optional(),
  /** The complex in which the address lies, or that was told without one. */
  complex: z.string().optional(),
  /** Where in that complex, as it was told. */
  inside: z.string().optional(),
});
export type PlaceNames = z.infer<typeof PlaceNames>;

/** The same in one line, with the word for a complex; undefined when nothing is known. */
export function placeLine(
  { address, complex, inside }: PlaceNames,
  wordFor: (id: 'place.complex', values: { name: string }) => string,
): string | undefined {
  const parts = [address, complex && wordFor('place.complex', { name: complex }), inside];
  return parts.filter(Boolean).join(' · ') || undefined;
}

export interface Area {
  readonly name: string;
  readonly rings: Rings;
}

const At = z.tuple([z.number(), z.number()]);

/** A drawn piece of the town, in metres from its upper left corner. */
export const MapView = z.object({
  /** Where that corner lies, in RD New. */
  leftM: z.number(),
  topM: z.number(),
  widthM: z.number().positive(),
  heightM: z.number().positive(),
  areas: z.array(z.object({ name: z.string(), outline: z.string(), at: At.optional() })),
  homes: z.array(At),
  streets: z.array(z.object({ name: z.string(), at: At })),
});
export type MapView = z.infer<typeof MapView>;

/** Where a map looks: its middle and how much it shows from left to right. */
export const MapLook = z.object({ centre: PointRd, widthM: z.number().positive() });
export type MapLook = z.infer<typeof MapLook>;

/** A neighbourhood as somewhere to look at. */
export const LookAt = z.object({ id: z.string(), name: z.string(), middle: PointRd, look: MapLook });
export type LookAt = z.infer<typeof LookAt>;

const LOOK = /^(\d{1,7}),(\d{1,7}),(\d{1,6})$/;

/** A look as an address has it: `x,y,width` in metres. */
export function lookText({ centre, widthM }: MapLook): string {
  return [centre.xM, centre.yM, widthM].map(Math.round).join(',');
}

/** What such a text asks for; undefined when it is none. */
export function readLook(text: string): MapLook | undefined {
  const [, x, y, width] = LOOK.exec(text) ?? [];
  if (x === undefined || Number(width) === 0) return undefined;
  return { centre: { xM: Number(x), yM: Number(y) }, widthM: Number(width) };
}

/** The ways in which a map is moved. */
const MAP_MOVES = ['in', 'out', 'left', 'right', 'up', 'down'] as const;
export type MapMove = (typeof MAP_MOVES)[number];

/** By how much a move goes aside, as a share of what the map shows, and how much nearer one comes. */
const STRIDE = 0.4;
const NEARER = 2;

/** Each way in which a map can be moved from where it looks, with the look as an address has it; all of the town only comes nearer. */
export function movesOf({
  look,
  map,
  isWhole,
}: {
  readonly look: MapLook;
  readonly map: Pick<MapView, 'widthM' | 'heightM'>;
  readonly isWhole: boolean;
}): { move: MapMove; to: string }[] {
  return MAP_MOVES.filter((move) => !isWhole || move === 'in').map((move) => ({
    move,
    to: lookText(movedLook(look, move, map.heightM / map.widthM)),
  }));
}

/** The look after a move. */
export function movedLook({ centre, widthM }: MapLook, move: MapMove, ratio: number): MapLook {
  const by = (right: number, up: number): MapLook => ({
    centre: { xM: centre.xM + right * widthM * STRIDE, yM: centre.yM + up * widthM * ratio * STRIDE },
    widthM,
  });
  if (move === 'in') return { centre, widthM: widthM / NEARER };
  if (move === 'out') return { centre, widthM: widthM * NEARER };
  if (move === 'left') return by(-1, 0);
  if (move === 'right') return by(1, 0);
  return by(0, move === 'up' ? 1 : -1);
}

/** A piece of the town, in metres. */
export interface Bounds {
  readonly leftM: number;
  readonly topM: number;
  readonly rightM: number;
  readonly bottomM: number;
}
