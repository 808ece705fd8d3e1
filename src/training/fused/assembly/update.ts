// Updates of what is small or already gathered: the dense block, and the kept rows of touched columns.
import { Field } from "./fields";
import { address, field } from "./run";
import { axpy, both, widen } from "./vectors";

/** What the last pass over the dense block found. */
export let squares: f64 = 0;
export let lastProducts: f64 = 0;

/** Sum of squares of the gradient from `from` to `to`, and of its products with the last step's; then it is the last. */
export function measure(from: usize, to: usize): void {
  const gradient = address(Field.Gradient);
  const last = address(Field.LastGradient);
  let a = f64x2.splat(0);
  let b = f64x2.splat(0);
  while (from < to) {
    let s = f32x4.splat(0);
    let p = f32x4.splat(0);
    const stop = min(to, from + 256);
    for (; from < stop; from += 16) {
      const g = v128.load(gradient + from);
      s = axpy(s, g, g);
      p = axpy(p, g, v128.load(last + from));
      v128.store(last + from, g);
    }
    a = f64x2.add(a, widen(s));
    b = f64x2.add(b, widen(p));
  }
  squares = both(a);
  lastProducts = both(b);
}

/** Sums of squares of the weights before their update and of how far they went. */
export let weightSquares: f64 = 0;
export let moveSquares: f64 = 0;
export function addMoves(weights: f64, moves: f64): void {
  weightSquares += weights;
  moveSquares += moves;
}
export function clearMoves(): void {
  weightSquares = 0;
  moveSquares = 0;
  denseTimesMomentum = 0;
}

/**
 * One sgd or momentum step on the dense block from `from` to `to`: g' = clip g + decay w; m' = mu m + g';
 * w' = w - rate m', with Nesterov w - rate (g' + mu m').
 */
export function descend(from: usize, to: usize, rate: f32, mu: f32, clip: f32, decay: f32): void {
  const weights = address(Field.Dense);
  const momenta = address(Field.DenseMomentum);
  const gradient = address(Field.Gradient);
  const heavy = field(Field.Optimizer) == 1;
  const nesterov = field(Field.Nesterov) != 0;
  const a = f32x4.splat(rate);
  const v = f32x4.splat(mu);
  const k = f32x4.splat(clip);
  const l = f32x4.splat(decay);
  let ww = f64x2.splat(0);
  let dd = f64x2.splat(0);
  while (from < to) {
    let s = f32x4.splat(0);
    let t = f32x4.splat(0);
    const stop = min(to, from + 256);
    for (; from < stop; from += 16) {
      const w = v128.load(weights + from);
      let g = f32x4.mul(k, v128.load(gradient + from));
      g = axpy(g, l, w);
      let direction = g;
      if (heavy) {
        const m = axpy(g, v, v128.load(momenta + from));
        v128.store(momenta + from, m);
        direction = nesterov ? axpy(g, v, m) : m;
      }
      const move = f32x4.mul(a, direction);
      v128.store(weights + from, f32x4.sub(w, move));
      s = axpy(s, w, w);
      t = axpy(t, move, move);
    }
    ww = f64x2.add(ww, widen(s));
    dd = f64x2.add(dd, widen(t));
  }
  addMoves(both(ww), both(dd));
}

/** Sum of gradient x momentum over the dense block, before the update. */
export let denseTimesMomentum: f64 = 0;

/**
 * `measure` and then the plain step on the dense block from `from` to `to`, without clipping and decay, in one pass:
 * the sums that `descend` takes besides follow from others (sums.ts).
 */
export function measureAndDescend(from: usize, to: usize, rate: f32, mu: f32): void {
  const weights = address(Field.Dense);
  const momenta = address(Field.DenseMomentum);
  const gradient = address(Field.Gradient);
  const last = address(Field.LastGradient);
  const heavy = field(Field.Optimizer) == 1;
  const nesterov = field(Field.Nesterov) != 0;
  const a = f32x4.splat(rate);
  const v = f32x4.splat(mu);
  let gg = f64x2.splat(0);
  let gl = f64x2.splat(0);
  let gm = f64x2.splat(0);
  while (from < to) {
    let s = f32x4.splat(0);
    let p = f32x4.splat(0);
    let q = f32x4.splat(0);
    const stop = min(to, from + 256);
    if (!heavy) {
      for (; from < stop; from += 16) {
        const g = v128.load(gradient + from);
        s = axpy(s, g, g);
        p = axpy(p, g, v128.load(last + from));
        v128.store(last + from, g);
        v128.store(weights + from, f32x4.sub(v128.load(weights + from), f32x4.mul(a, g)));
      }
    } else {
      for (; from < stop; from += 16) {
        const g = v128.load(gradient + from);
        s = axpy(s, g, g);
        p = axpy(p, g, v128.load(last + from));
        v128.store(last + from, g);
        const before = v128.load(momenta + from);
        q = axpy(q, g, before);
        const m = axpy(g, v, before);
        v128.store(momenta + from, m);
        const direction = nesterov ? axpy(g, v, m) : m;
        v128.store(weights + from, f32x4.sub(v128.load(weights + from), f32x4.mul(a, direction)));
      }
    }
    gg = f64x2.add(gg, widen(s));
    gl = f64x2.add(gl, widen(p));
    gm = f64x2.add(gm, widen(q));
  }
  squares = both(gg);
  lastProducts = both(gl);
  denseTimesMomentum += both(gm);
}

/** Sum over the touched rows of kept gradient x momentum, before the update. */
export let keptTimesMomentum: f64 = 0;

/** The step of `descend` on the touched rows of the bag, whose gradients are kept. */
export function descendKept(count: i32, rate: f32, mu: f32, clip: f32, decay: f32): void {
  const bytes = <usize>field(Field.BagStride);
  const pitch = <usize>field(Field.RowBytes);
  const touched = address(Field.Touched);
  const heavy = field(Field.Optimizer) == 1;
  const nesterov = field(Field.Nesterov) != 0;
  const a = f32x4.splat(rate);
  const v = f32x4.splat(mu);
  const k = f32x4.splat(clip);
  const l = f32x4.splat(decay);
  let products = f64x2.splat(0);
  for (let u = 0; u < count; u++) {
    const offset = <usize>load<u32>(touched + (<usize>u << 3)) * pitch;
    const weights = address(Field.Bag) + offset;
    const momenta = address(Field.BagMomentum) + offset;
    const kept = address(Field.RowGradients) + <usize>u * bytes;
    let p = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const w = v128.load(weights + at);
      const raw = v128.load(kept + at);
      const g = axpy(f32x4.mul(k, raw), l, w);
      let direction = g;
      if (heavy) {
        const before = v128.load(momenta + at);
        const m = axpy(g, v, before);
        v128.store(momenta + at, m);
        p = axpy(p, raw, before);
        direction = nesterov ? axpy(g, v, m) : m;
      }
      v128.store(weights + at, f32x4.sub(w, f32x4.mul(a, direction)));
    }
    products = f64x2.add(products, widen(p));
  }
  keptTimesMomentum = both(products);
}
