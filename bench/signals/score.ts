import type { Judge, Numbers, Trial } from "./judges";

/** What a signal did on the trials. */
export interface Score {
  readonly cases: number;
  /** True cases of which it spoke: of a severe one, before the run's last step. */
  readonly caught: number;
  readonly others: number;
  /** Others of which it spoke. */
  readonly alarms: number;
  /** Others of which it would have spoken at any time during the run. */
  readonly liveAlarms: number;
  /**
   * Median over the caught of the step of the warning, as a share of the steps that the run took; or of the steps
   * between what was done to a run and the warning.
   */
  readonly median: number;
}

/** Steps after an injected one in which a warning is of it. */
const SOON = 8;

/**
 * What a signal says of each trial. A severe one is an early warning: any prefix counts, and of a true case only
 * one that is shorter than the run. A mild one is judged by what it says of the whole record.
 */
export function score(trials: readonly Trial[], judge: Judge, limits: Numbers): Score {
  let [cases, caught, others, alarms, liveAlarms] = [0, 0, 0, 0, 0];
  const shares: number[] = [];
  for (const { record, truth, injected, took = record.steps } of trials) {
    let warned = judge.warns(record, limits);
    if (injected !== undefined && warned !== null && (warned <= injected || warned > injected + SOON)) {
      // It spoke of something else: not of this case.
      if (truth) warned = null;
    }
    const said =
      judge.severity === "severe"
        ? warned !== null && (!truth || warned < record.steps)
        : warned !== null && judge.says(record, limits) !== null;
    if (truth) {
      cases++;
      if (!said) continue;
      caught++;
      shares.push(
        judge.timing === "delay" ? (warned as number) - Number(injected) : (warned as number) / took,
      );
    } else {
      others++;
      if (said) alarms++;
      if (warned !== null) liveAlarms++;
    }
  }
  shares.sort((a, b) => a - b);
  return { cases, caught, others, alarms, liveAlarms, median: shares[shares.length >> 1] ?? NaN };
}

export const precision = ({ caught, alarms }: Score): number => caught / (caught + alarms);
export const recall = ({ caught, cases }: Score): number => caught / cases;

/** Wilson's 95% interval of a share (Wilson, 1927): it holds for shares near 0 and 1 too. */
export function wilson(hits: number, of: number): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.959963984540054;
  const share = hits / of;
  const centre = share + z ** 2 / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2));
  return [Math.max(0, (centre - half) / (1 + z ** 2 / of)), Math.min(1, (centre + half) / (1 + z ** 2 / of))];
}
