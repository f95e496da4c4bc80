import type { Examples } from './example.ts';
import { fields } from './fields.tsx';
import { letters } from './letters.tsx';
import { messages } from './messages.tsx';
import { things } from './things.tsx';
import { ways } from './ways.tsx';

export type { Example, Examples, Say } from './example.ts';

/** Every component of the kit, in use. */
export const EXAMPLES: readonly Examples[] = [letters, ways, messages, things, fields];
