/**
 * On which side of a directed line a point lies, with a sign that is never wrong.
 *
 * A plain double-precision determinant has the wrong sign for points very near the line; two areas that share that
 * line can then both claim the point, or neither. So the determinant is computed in doubles first, and only when
 * its rounding error could reach zero is it computed again in whole numbers of any length.
 */

const UNIT_ROUNDOFF = 2 ** -53;

/**
 * Bound on |computed - true| of the determinant, as a share of the sum of its two products' sizes: three roundings
 * to first order, the rest covers second order. Shewchuk (1997), section 4.3, calls it ccwerrboundA.
 */
const ERROR_SHARE = (3 + 16 * UNIT_ROUNDOFF) * UNIT_ROUNDOFF;

/** Above anything that two products can lose by underflow; far below any area that is measured in metres. */
const UNDERFLOW_MARGIN = 1e-300;

/**
 * Meaning: the turn made when walking a → b → c.
 * Formula: sign((ax - cx)(by - cy) - (ay - cy)(bx - cx)), twice the signed area of the triangle.
 * Shape and unit: six finite numbers in one planar unit (metres).
 * Range: 1 (c lies left of a → b, a turn against the clock), -1 (right), 0 (exactly on the line through a and b).
 * Undefined: for NaN and infinity; callers check their input. Holds for every finite double, subnormal ones too.
 * Cost: about ten operations; near zero the exact path, some microseconds.
 * Source: J. R. Shewchuk (1997), Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates,
 * Discrete & Computational Geometry 18, 305-363, for the filter; the exact path is integer arithmetic.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy);
  const right = (ay - cy) * (bx - cx);
  const determinant = left - right;
  const error = ERROR_SHARE * (Math.abs(left) + Math.abs(right)) + UNDERFLOW_MARGIN;
  // An overflow leaves NaN or infinity on both sides here, fails the comparison and goes to the exact path.
  if (Math.abs(determinant) > error) return determinant > 0 ? 1 : -1;
  return exactOrientation([ax, ay, bx, by, cx, cy]);
}

type Six<T> = [T, T, T, T, T, T];

function exactOrientation(coordinates: Six<number>): number {
  const [ax, ay, bx, by, cx, cy] = asWholeNumbers(coordinates);
  const determinant = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx);
  if (determinant === 0n) return 0;
  return determinant > 0n ? 1 : -1;
}

/** All six over one power of two: a double is a whole number times a power of two, so nothing is lost. */
function asWholeNumbers(coordinates: Six<number>): Six<bigint> {
  const parts = coordinates.map(decompose);
  const lowest = Math.min(...parts.map((part) => part.exponent));
  return parts.map((part) => part.mantissa << BigInt(part.exponent - lowest)) as Six<bigint>;
}

const scratch = new DataView(new ArrayBuffer(8));

/** value = mantissa · 2^exponent, exactly (IEEE 754 binary64; subnormal numbers have no hidden bit). */
function decompose(value: number): { mantissa: bigint; exponent: number } {
  if (value === 0) return { mantissa: 0n, exponent: 0 };
  scratch.setFloat64(0, value);
  const bits = scratch.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  const size = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -size : size, exponent: Math.max(biased, 1) - 1075 };
}
