/** What is at both ends of an interval, as fractions. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/** The 97.5% point of the standard normal distribution: both tails together leave out 5%. */
const Z_95 = 1.959963984540054;

/**
 * Between which shares the true one lies, with 95% confidence, when `part` of `whole` independent cases were so: the
 * score interval of Wilson, without continuity correction.
 *
 * (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n), with p = part/whole, n = whole and z = 1.96.
 *
 * @param part whole number, 0 to `whole`
 * @param whole whole number, at least 1
 * @returns fractions, 0 ≤ low ≤ part/whole ≤ high ≤ 1
 * @throws RangeError when the numbers are no counts; there is no share of nothing, and none is made up
 *
 * Cost: constant. Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference,
 * Journal of the American Statistical Association 22 (1927), 209–212.
 */
export function wilsonInterval({
  part,
  whole,
}: {
  readonly part: number;
  readonly whole: number;
}): ShareInterval {
  if (!Number.isSafeInteger(whole) || whole < 1 || !Number.isSafeInteger(part) || part < 0 || part > whole)
    throw new RangeError(`expected part of a whole of at least 1, found ${part} of ${whole}`);
  const share = part / whole;
  const z2 = Z_95 * Z_95;
  const middle = share + z2 / (2 * whole);
  const reach = Z_95 * Math.sqrt((share * (1 - share)) / whole + z2 / (4 * whole * whole));
  const scale = 1 + z2 / whole;
  // at nought and at all, rounding would lie a hair beyond the share itself
  return {
    low: part === 0 ? 0 : (middle - reach) / scale,
    high: part === whole ? 1 : (middle + reach) / scale,
  };
}
