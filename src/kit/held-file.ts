import { refuse, type Outcome } from './outcome.ts';

const FIRST_BYTES = 1024 * 1024;

export interface HoldingRules {
  readonly fileBytes: number;
  /** All files that are coming in, of everybody together. What would go over it is let go of. */
  readonly allBytes: number;
  readonly tooLarge: string;
  readonly busy: string;
}

/** Holds files in memory while they come in, within a bound for each and one for all. */
export function createHolder({ fileBytes, allBytes, tooLarge, busy }: HoldingRules) {
  let heldBytes = 0;
  /** A file in one piece of memory that grows with it, so that little is left behind for the collector. */
  return function hold() {
    let room = Buffer.allocUnsafeSlow(FIRST_BYTES);
    let length = 0;
    const add = (piece: Buffer): Outcome<never> | undefined => {
      const needed = length + piece.length;
      heldBytes += piece.length;
      length = needed;
      if (needed > fileBytes) return refuse(tooLarge);
      if (heldBytes > allBytes) return refuse(busy);
      if (needed > room.length) {
        const larger = Buffer.allocUnsafeSlow(Math.min(fileBytes, Math.max(needed, room.length * 2)));
        room.copy(larger);
        room = larger;
      }
      piece.copy(room, needed - piece.length);
      return undefined;
    };
    const letGo = () => {
      heldBytes -= length;
    };
    return { add, letGo, bytes: () => room.subarray(0, length) };
  };
}
