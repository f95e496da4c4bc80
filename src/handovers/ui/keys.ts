import type { CommandName } from '../wire.ts';

/** The key that opens the form of a command: the first letter of its Dutch word where that is free. */
export const COMMAND_KEYS = {
  accept: 'a',
  decline: 'w',
  spoken: ';',
  contacted: 'c',
  ask: 'v',
  note: 'n',
  call: 'b',
  'danger-checked': 'g',
  'hand-on': 'd',
  'decide-otherwise': 'x',
  'take-over': 'o',
  give: 'e',
  close: 'r',
  join: 'm',
  part: 't',
  split: '+',
  'take-part-back': '-',
  'drop-part': ',',
  'finish-part': '.',
  'ask-outside': '=',
  'renew-outside': '[',
  'withdraw-outside': ']',
  reopen: 'h',
} as const satisfies Record<CommandName, string>;

/** What a key does that works on more than one page. */
export const PAGE_KEYS = {
  next: 'j',
  previous: 'k',
  number: '/',
  back: 'l',
  news: 's',
  choose: 'u',
  all: 'p',
  together: 'q',
  filters: 'y',
  notices: 'z',
  photos: 'f',
  inform: 'i',
  sheet: '?',
} as const;

export type PageKey = keyof typeof PAGE_KEYS;
