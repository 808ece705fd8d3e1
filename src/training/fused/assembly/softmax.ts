// Softmax cross-entropy of one row of class scores.
import { exp, log } from "./vectors";

// @ts-ignore: decorator
@inline
function largest(scores: usize, bytes: usize): f32 {
  let x = v128.load(scores);
  for (let c: usize = 16; c < bytes; c += 16) x = f32x4.max(x, v128.load(scores + c));
  const a = f32x4.max(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.max(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)), 0);
}

// @ts-ignore: decorator
@inline
function sum(x: v128): f32 {
  const a = f32x4.add(x, v128.shuffle<i32>(x, x, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.add(a, v128.shuffle<i32>(a, a, 1, 0, 3, 2)), 0);
}

// Scores that stand for no class take no part.
// @ts-ignore: decorator
@inline
function mask(scores: usize, classes: i32, bytes: usize): void {
  for (let c = <usize>classes << 2; c < bytes; c += 4) store<f32>(scores + c, -1e30);
}

/**
 * Turns scores z into the gradient of the row's share of the loss, (softmax(z) - target) / batch; returns the row's
 * loss, and adds the sum of z x gradient to `products`. target = (1 - smoothing) onehot + smoothing / classes.
 */
export function lossGradient(scores: usize, label: i32, classes: i32, bytes: usize, smoothing: f64, share: f32): f64 {
  const chosen = load<f32>(scores + (<usize>label << 2));
  let all: f64 = 0;
  if (smoothing > 0) for (let c: usize = 0; c < <usize>classes << 2; c += 4) all += load<f32>(scores + c);
  mask(scores, classes, bytes);
  const peak = largest(scores, bytes);
  const top = f32x4.splat(peak);
  let e = f32x4.splat(0);
  let d = f32x4.splat(0);
  for (let c: usize = 0; c < bytes; c += 16) {
    const z = v128.load(scores + c);
    const p = exp(f32x4.sub(z, top));
    v128.store(scores + c, p);
    e = f32x4.add(e, p);
    d = f32x4.add(d, f32x4.mul(p, z));
  }
  const mass = sum(e);
  const scale = f32x4.splat(share / mass);
  const less = f32x4.splat((<f32>smoothing / <f32>classes) * share);
  for (let c: usize = 0; c < bytes; c += 16) {
    const p = f32x4.mul(v128.load(scores + c), scale);
    v128.store(scores + c, smoothing > 0 ? f32x4.sub(p, less) : p);
  }
  if (smoothing > 0) for (let c = <usize>classes << 2; c < bytes; c += 4) store<f32>(scores + c, 0);
  const at = scores + (<usize>label << 2);
  store<f32>(at, load<f32>(at) - <f32>(1 - smoothing) * share);
  const mean = smoothing > 0 ? all / <f64>classes : 0;
  const target = (1 - smoothing) * <f64>chosen + smoothing * mean;
  products += (<f64>sum(d) / <f64>mass - target) * <f64>share;
  return <f64>peak + log(<f64>mass) - target;
}

/** Sum over rows of scores x their gradients: <w, g> over the layer that made the scores. */
export let products: f64 = 0;
export function clearProducts(): void {
  products = 0;
}

/** Index of the largest score; the first of equals. */
export function best(scores: usize, classes: i32): i32 {
  let at = 0;
  let value = load<f32>(scores);
  for (let c = 1; c < classes; c++) {
    const z = load<f32>(scores + (<usize>c << 2));
    if (z > value) {
      value = z;
      at = c;
    }
  }
  return at;
}

/** -ln softmax(z)[label]. */
export function negativeLogLikelihood(scores: usize, label: i32, classes: i32, bytes: usize): f64 {
  const chosen = load<f32>(scores + (<usize>label << 2));
  mask(scores, classes, bytes);
  const peak = largest(scores, bytes);
  const top = f32x4.splat(peak);
  let e = f32x4.splat(0);
  for (let c: usize = 0; c < bytes; c += 16) e = f32x4.add(e, exp(f32x4.sub(v128.load(scores + c), top)));
  return <f64>peak + log(<f64>sum(e)) - <f64>chosen;
}
