import type { Estimate } from "../evaluation";

/** A share as points with a sign: 0.031 -> "+3.1". */
export function signedPoints(share: number, digits = 1): string {
  const text = Math.abs(100 * share).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${share < 0 ? "−" : "+"}${text}`;
}

/** Points with a sign, or that they are unknown: 3.1 -> "+3.1". */
export function pointsText(points: number): string {
  return Number.isFinite(points) ? signedPoints(points / 100) : "unknown";
}

/** A share as a percentage: 0.8612 -> "86.1%". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** A loss in nats, or what it became: 1.354 -> "1.35". */
export function nats(loss: number): string {
  if (Number.isNaN(loss)) return "not a number";
  return Number.isFinite(loss) ? loss.toFixed(2) : "infinite";
}

/** A learning rate without noise digits: 0.30000000000000004 -> "0.3". */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(3)));
}

/** A difference of shares with its interval, in points: "+1.2 points (95% interval −0.3 to +2.7)". */
export function differenceText(difference: Estimate): string {
  const mean = `${signedPoints(difference.mean)} points`;
  if (!Number.isFinite(difference.low)) return `${mean} (one seed: no interval)`;
  return `${mean} (95% interval ${signedPoints(difference.low)} to ${signedPoints(difference.high)})`;
}

/** "1 run", "3 runs". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** "a", "a and b", "a, b and c". */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

/** Text from data without what Markdown would read as markup. */
export function plain(text: string): string {
  return text
    .replace(/[`*_~[\]<>|\\$#!]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
