import { z } from 'zod';

/** What the JSON at the edge has in common in all rooms: texts, moments, pages, links and problems. Names are Dutch there. */

/** The code whose word at the edge this is. A table of words is one to one. */
export function keyOf<Words extends Readonly<Record<string, string>>>(
  words: Words,
  word: Words[keyof Words],
): keyof Words {
  const found = Object.keys(words).find((key) => words[key] === word);
  if (found === undefined) throw new Error(`expected one of ${Object.values(words).join(', ')}, got ${word}`);
  return found;
}

/** A text that somebody writes: not empty, without spaces around it, and without NUL, which PostgreSQL stores nowhere. */
export function text(max: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\0]*$/);
}

/** A moment as it goes out: RFC 3339, always UTC. */
export const Moment = z.iso.datetime();

/** A moment as it comes in, with any offset; a year that a calendar of ours knows. */
export const MomentIn = z.iso.datetime({ offset: true }).refine((moment) => /^[12]\d{3}-/.test(moment));

const PAGE_MAX = 100;

/** Pages go by a cursor and never by a number, so that they stay right while reports come in. Nothing is counted. */
export const PageQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(PAGE_MAX)
    .default(50)
    .meta({ description: 'Hoeveel er hoogstens op een bladzijde staan.' }),
  cursor: z
    .string()
    .max(300)
    .regex(/^[\w-]+$/)
    .optional()
    .meta({ description: 'Waar de vorige bladzijde ophield; staat in de link naar de volgende.' }),
});

export const Link = z.object({ href: z.url() }).meta({ id: 'Link' });

/** A number of a report, in an address. */
export const ReportNumber = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

const Mistake = z.object({
  in: z.enum(['body', 'query', 'path', 'header']),
  location: z.object({
    pointer: z.string().optional().meta({ description: 'JSON Pointer (RFC 6901) in het bericht.' }),
    name: z.string().optional().meta({ description: 'Naam van de parameter.' }),
  }),
  code: z.string().meta({ description: 'Blijft gelijk en wordt nooit voor iets anders gebruikt.' }),
  detail: z.string(),
});
export type Mistake = z.infer<typeof Mistake>;

/** RFC 9457, with all mistakes at once. */
export const ProblemBody = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().optional(),
    errors: z.array(Mistake).optional(),
  })
  .meta({ id: 'Probleem', description: 'Wat er niet ging, volgens RFC 9457.' });
