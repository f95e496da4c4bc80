import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentFile } from '../../kit/content.ts';
import { Reliability } from '../mirror-wire.ts';

const Bilingual = z.strictObject({ nl: z.string().min(1).max(300), en: z.string().min(1).max(300) });

const Check = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{1,39}$/),
  label: Bilingual,
  /** False while the municipality did not lay the wording down itself. */
  verified: z.boolean(),
});

const Step = z
  .strictObject({ text: Bilingual, source: z.string().min(1).optional(), reliability: Reliability })
  .refine(({ source, reliability }) => (source === undefined) === (reliability === 'proposal'), {
    error: 'a step has a source, or is a proposal',
  });

const Block = z.strictObject({
  number: z.number().int().min(1).max(9),
  name: Bilingual,
  checks: z.array(Check).min(1).max(12),
  steps: z.array(Step).max(5),
});
export type Block = z.infer<typeof Block>;

const Blocks = z.strictObject({ blocks: z.array(Block).length(9) });

const read = new Map<string, readonly Block[]>();

/** The nine blocks in their order: `blocks/<slug>.json` where a municipality has its own checks, else `blocks.json`. */
export function blocksFor(slug: string): readonly Block[] {
  const own = contentFile(`blocks/${slug}.json`);
  const path = existsSync(own) ? own : contentFile('blocks.json');
  const blocks = read.get(path) ?? readBlocks(readFileSync(path, 'utf8'));
  read.set(path, blocks);
  return blocks;
}

/** Throws on a file that cannot be used: not the nine in their order, or a check twice. */
export function readBlocks(json: string): readonly Block[] {
  const { blocks } = Blocks.parse(JSON.parse(json));
  const wrong = blocks.find(({ number }, at) => number !== at + 1);
  if (wrong) throw new Error(`expected the blocks 1 to 9 in their order, found ${wrong.number}`);
  const ids = blocks.flatMap(({ checks }) => checks.map(({ id }) => id));
  const twice = ids.find((id, at) => ids.indexOf(id) < at);
  if (twice !== undefined) throw new Error(`expected each check once, found ${twice} twice`);
  return blocks;
}
