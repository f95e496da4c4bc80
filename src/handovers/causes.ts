import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentFile } from '../kit/content.ts';
import { ok, refuse, type Outcome } from '../kit/outcome.ts';
import { isAboutPerson } from '../reports/index.ts';
import { Nature } from '../triage/model.ts';
import type { Handling } from './model.ts';

const Cause = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  label: z.strictObject({ nl: z.string().min(1).max(60), en: z.string().min(1).max(60) }),
  /** False while nobody with knowledge of it looked at the list. */
  verified: z.boolean(),
});
type Cause = z.infer<typeof Cause>;

/** By what a report is about. What is not named has no causes to choose from. */
const Causes = z.partialRecord(Nature, z.array(Cause).min(1).max(12));
type Causes = z.infer<typeof Causes>;

const read = new Map<string, Causes>();

/** `causes/<slug>.json` where a municipality has its own, else `causes.json`. Throws on a file that cannot be used. */
function causesFor(slug: string): Causes {
  const own = contentFile(`causes/${slug}.json`);
  const path = existsSync(own) ? own : contentFile('causes.json');
  const causes = read.get(path) ?? readCauses(readFileSync(path, 'utf8'));
  read.set(path, causes);
  return causes;
}

export function readCauses(json: string): Causes {
  const causes = Causes.parse(JSON.parse(json));
  for (const [nature, listed] of Object.entries(causes)) {
    const ids = listed.map(({ id }) => id);
    const twice = ids.find((id, at) => ids.indexOf(id) < at);
    if (twice !== undefined) throw new Error(`expected each cause once, found ${twice} twice in ${nature}`);
  }
  return causes;
}

type Closing = Pick<Handling, 'report' | 'advice' | 'otherwise'>;

/** What can have caused it. About a person nothing is offered: it would be a judgement of that person. Of a part the whole says it. */
function causesOf({ report, advice, otherwise }: Closing, slug: string): readonly Cause[] {
  return report.part || isAboutPerson(report) ? [] : (causesFor(slug)[(otherwise ?? advice).nature] ?? []);
}

/** The same in words, for the form. */
export function causeChoices(
  closing: Closing,
  { slug, language }: { slug: string; language: 'nl' | 'en' },
): { readonly id: string; readonly label: string }[] {
  return causesOf(closing, slug).map(({ id, label }) => ({ id, label: label[language] }));
}

/** Only what is on the list for what it is about. */
export function judgeCause(
  closing: Closing,
  { slug, cause }: { slug: string; cause: string | undefined },
): Outcome<true> {
  if (cause === undefined || causesOf(closing, slug).some(({ id }) => id === cause)) return ok(true);
  return refuse('cause-unknown', { pointer: 'cause' });
}

/** What a cause in the history is called; one that left the list keeps its code. */
export function causeName(id: string, { slug, language }: { slug: string; language: 'nl' | 'en' }): string {
  const known = Object.values(causesFor(slug)).flat();
  return known.find((cause) => cause.id === id)?.label[language] ?? id;
}
