// Four float32 at a time. No relaxed operations: the bits must not depend on the machine.

// @ts-ignore: decorator
@inline
export function axpy(sum: v128, x: v128, y: v128): v128 {
  return f32x4.add(sum, f32x4.mul(x, y));
}

/** The four lanes as two sums of 64 bits, so that long sums keep their digits. */
// @ts-ignore: decorator
@inline
export function widen(x: v128): v128 {
  return f64x2.add(
    f64x2.promote_low_f32x4(x),
    f64x2.promote_low_f32x4(v128.shuffle<i32>(x, x, 2, 3, 2, 3)),
  );
}

/** The two lanes' sum. */
// @ts-ignore: decorator
@inline
export function both(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

/** The four lanes' sum, in 64 bits. */
// @ts-ignore: decorator
@inline
export function total(x: v128): f64 {
  return both(widen(x));
}

/** Lane by lane sums of four vectors: [sum a, sum b, sum c, sum d]. */
// @ts-ignore: decorator
@inline
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<i32>(a, b, 0, 4, 1, 5), v128.shuffle<i32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<i32>(c, d, 0, 4, 1, 5), v128.shuffle<i32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<i64>(ab, cd, 0, 2), v128.shuffle<i64>(ab, cd, 1, 3));
}

/**
 * e^x of numbers up to 88, to 2 units in the last place; 0 below -60, whose products would else
 * be denormal, which some processors take a hundred times as long for. Source: Cephes, expf (S. Moshier).
 */
// @ts-ignore: decorator
@inline
export function exp(x: v128): v128 {
  const tiny = f32x4.lt(x, f32x4.splat(-60));
  const n = f32x4.nearest(f32x4.mul(x, f32x4.splat(1.44269504088896341)));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(-2.12194440e-4)));
  let p = axpy(f32x4.splat(1.3981999507e-3), f32x4.splat(1.9875691500e-4), r);
  p = axpy(f32x4.splat(8.3334519073e-3), p, r);
  p = axpy(f32x4.splat(4.1665795894e-2), p, r);
  p = axpy(f32x4.splat(1.6666665459e-1), p, r);
  p = axpy(f32x4.splat(5.0000001201e-1), p, r);
  p = f32x4.add(axpy(r, p, f32x4.mul(r, r)), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(n), i32x4.splat(127)), 23);
  return v128.andnot(f32x4.mul(p, power), tiny);
}

/**
 * Natural logarithm of a normal number above 0, to 1e-15: ln(m 2^e) = e ln 2 + 2 artanh((m - 1) / (m + 1)) with m
 * within [sqrt(1/2), sqrt(2)).
 */
export function log(x: f64): f64 {
  const bits = reinterpret<i64>(x);
  let e = <i32>((bits >> 52) & 0x7ff) - 1023;
  let m = reinterpret<f64>((bits & 0xfffffffffffff) | 0x3ff0000000000000);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    e++;
  }
  const s = (m - 1) / (m + 1);
  const q = s * s;
  let sum: f64 = 1.0 / 21.0;
  for (let k = 19; k >= 1; k -= 2) sum = sum * q + 1.0 / <f64>k;
  return <f64>e * 0.6931471805599453 + 2.0 * s * sum;
}
