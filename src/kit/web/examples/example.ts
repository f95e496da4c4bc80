import type { ReactNode } from 'react';

/** Of two languages the one in which the page is shown. Examples carry their own words: they are no texts of the program. */
export type Say = (nl: string, en: string) => string;

/** Components as they look in use. One file of these feeds the gallery page, its tests and `npm run gallery`. */
export interface Examples {
  /** What they show, as an id in the address of the page. */
  readonly id: string;
  readonly title: (say: Say) => string;
  /** What this is for, and what not. */
  readonly use: (say: Say) => string;
  readonly examples: readonly Example[];
}

export interface Example {
  readonly name: (say: Say) => string;
  readonly show: (say: Say) => ReactNode;
}
