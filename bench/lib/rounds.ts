import type { Took } from "./serve";

/** Someone who is timed: one call is one repeat, and says what a unit of it took. */
export interface Contestant {
  readonly name: string;
  repeat(): Promise<Took>;
}

/** Median and minimum over the repeats, in milliseconds a unit. */
export interface Timing {
  readonly cpu: { readonly median: number; readonly min: number };
  readonly wall: { readonly median: number; readonly min: number };
  readonly repeats: number;
}

/**
 * Times contestants in turns, A B C, C B A, A B C, ..., so that a machine that slows down or speeds up does so for
 * all. One repeat each before that counts for nothing (compilers, caches, memory), unless `warm` is false.
 */
export async function interleave(
  contestants: readonly Contestant[],
  rounds: number,
  { warm = true } = {},
): Promise<Record<string, Timing>> {
  const taken = new Map<string, Took[]>(contestants.map(({ name }) => [name, []]));
  if (warm) for (const contestant of contestants) await contestant.repeat();
  for (let round = 0; round < rounds; round++) {
    const turn = round % 2 === 0 ? contestants : [...contestants].reverse();
    for (const contestant of turn) taken.get(contestant.name)?.push(await contestant.repeat());
  }
  return Object.fromEntries([...taken].map(([name, all]) => [name, timing(all)]));
}

function timing(all: readonly Took[]): Timing {
  const of = (values: number[]): Timing["cpu"] => ({ median: median(values), min: Math.min(...values) });
  return {
    cpu: of(all.map((one) => one.cpuMs)),
    wall: of(all.map((one) => one.wallMs)),
    repeats: all.length,
  };
}

/** The middle value; the mean of the two middle ones where there are two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
