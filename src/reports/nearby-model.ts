/** An open report that somebody may know of, for who takes in another from the same neighbourhood: codes, no words. */
export interface KnownReport {
  readonly number: number;
  readonly nature: string;
  readonly receivedAt: Date;
}

/** An open report of public space as everybody may know of it: no words, no house, nobody. */
export interface PublicReport {
  readonly id: string;
  readonly number: number;
  /** What kind of thing, in the language of the page; undefined when it was not told as one. */
  readonly kind: string | undefined;
  /** A street close to it, from the register of addresses; undefined where there is none. */
  readonly street: string | undefined;
  readonly receivedAt: Date;
  /** Whether somebody took it on. */
  readonly isInHand: boolean;
}
