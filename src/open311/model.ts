import { z } from 'zod';
import { Sight } from '../reports/model.ts';

const InTwoLanguages = z.object({ nl: z.string().min(1), en: z.string().min(1) });

/**
 * One kind of thing in public space, as an Open311 client chooses it. It is always about a place and never about a person:
 * it says what is seen there, and nothing else.
 */
export const Category = z.object({
  code: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: InTwoLanguages,
  description: InTwoLanguages,
  group: InTwoLanguages,
  sights: z.array(Sight).min(1),
  /** What a report gets that came in without a choice, by our own form. */
  general: z.boolean().default(false),
  /** The picture of it on a map: a name of `kit/web/icon-paths.ts`. */
  icon: z
    .string()
    .regex(/^[a-z-]{2,20}$/)
    .default('place'),
  /** False: it can be reported, and nobody sees from outside that it was. */
  shown: z.boolean().default(true),
  /** True for a general one that has a name of its own: residents read that, and not only that it is in the street. */
  named: z.boolean().default(false),
});
export type Category = z.infer<typeof Category>;

export const Categories = z
  .array(Category)
  .refine((all) => new Set(all.map(({ code }) => code)).size === all.length)
  .refine((all) => all.filter(({ general }) => general).length === 1);
export type Categories = z.infer<typeof Categories>;

/** The longest name: it stands on a map on a telephone. */
export const CATEGORY_NAME_MAX = 60;

/**
 * What a municipality changed of the categories, by code: the name that everybody reads, and whether others may see what
 * is reported of it. What a category names as seen is not among it: on that hangs what may be public at all.
 */
export const CategoryWords = z.record(
  z.string(),
  z.object({ name: InTwoLanguages.optional(), shown: z.boolean().optional() }),
);
export type CategoryWords = z.infer<typeof CategoryWords>;

/** A request as everybody may see it. */
export interface PublicRequest {
  readonly number: number;
  readonly isOpen: boolean;
  readonly category: Category;
  readonly requestedAt: Date;
  readonly updatedAt: Date;
  readonly neighbourhood: string | undefined;
  /** In RD New: the middle of a square or of the neighbourhood, never a house. */
  readonly near: { readonly xM: number; readonly yM: number } | undefined;
}

/** A report as it stands on the public map. */
export interface PublicPlace {
  readonly category: Category;
  readonly isOpen: boolean;
  /** Somebody took it on. */
  readonly isInHand: boolean;
  readonly receivedAt: Date;
  readonly closedAt: Date | undefined;
  /** In RD New: the middle of its square of a hundred metres. */
  readonly near: { readonly xM: number; readonly yM: number };
  /** In which that middle lies. */
  readonly neighbourhoodId: string | undefined;
}

/** How far back the public map looks, in days; what is done stays on it for the middle one of these. */
export const MAP_DAYS = [7, 30, 90] as const;

/** What somebody wants to see on the public map. */
export interface PublicMapQuestion {
  readonly kind: string | undefined;
  readonly neighbourhoodId: string | undefined;
  readonly days: number;
  readonly state: 'open' | 'closed' | undefined;
}

/** A report of something in public space, as a client sends it. */
export interface NewRequest {
  readonly category: Category;
  readonly description: string | undefined;
  readonly latDeg: number | undefined;
  readonly lonDeg: number | undefined;
  readonly addressId: string | undefined;
  readonly addressText: string | undefined;
  readonly contact: {
    readonly name: string | undefined;
    readonly email: string | undefined;
    readonly phone: string | undefined;
  };
}
