/** A number as `describe` writes it: at most four significant digits. */
export function num(x: number): string {
  return String(Number(x.toPrecision(4)));
}

/** "0.5 -> 0", or "0 -> 0.5" when rising. */
export function between(peak: number, floor: number, rising = false): string {
  const [from, to] = rising ? [peak * floor, peak] : [peak, peak * floor];
  return `${num(from)} -> ${num(to)}`;
}

/** ", not below 0.01", or nothing for a floor of 0. */
export function notBelow(peak: number, floor: number): string {
  return floor > 0 ? `, not below ${num(peak * floor)}` : "";
}

/** "1 step", "3 steps". */
export function count(n: number, noun = "step"): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** "a step", "every 3 steps". */
export function per(n: number): string {
  return n === 1 ? "a step" : `every ${n} steps`;
}
