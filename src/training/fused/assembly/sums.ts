// Sums of squares and products over weights w and momenta m, kept from step to step: what a step does to them follows
// from three sums over its gradient, so that no pass over all weights is needed to tell how far they moved.
import { Field, Num } from "./fields";
import { field, num, setNum } from "./run";

/** Sum of squares of the weights before the step, and of how far they went. */
export let weightsBefore: f64 = 0;
export let moved: f64 = 0;

/**
 * Takes the sums over a step of p = clip g + decay w; m' = mu m + p; w' = w - rate d, with direction d = m', or with
 * Nesterov p + mu m'. `gg`, `gw` and `gm` are the sums of g^2, g w and g m.
 */
export function takeSums(rate: f64, mu: f64, clip: f64, decay: f64, gg: f64, gw: f64, gm: f64): void {
  const ww = num(Num.WW);
  const wm = num(Num.WM);
  const mm = num(Num.MM);
  const pp = clip * clip * gg + 2 * clip * decay * gw + decay * decay * ww;
  const pm = clip * gm + decay * wm;
  const pw = clip * gw + decay * ww;
  const m2 = mu * mu * mm + 2 * mu * pm + pp;
  const wm2 = mu * wm + pw;
  // d = k p + mu^2 m with Nesterov
  const nesterov = field(Field.Nesterov) != 0;
  const k = 1 + mu;
  const dd = nesterov ? k * k * pp + 2 * k * mu * mu * pm + mu * mu * mu * mu * mm : m2;
  const dw = nesterov ? k * pw + mu * mu * wm : wm2;
  const dm = nesterov ? mu * mu * mu * mm + (mu * k + mu * mu) * pm + k * pp : m2;
  weightsBefore = ww;
  moved = Math.max(0, rate * rate * dd);
  setNum(Num.WW, Math.max(0, ww - 2 * rate * dw + rate * rate * dd));
  setNum(Num.WM, wm2 - rate * dm);
  setNum(Num.MM, m2);
}
