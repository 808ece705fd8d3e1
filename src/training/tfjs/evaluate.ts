import type { Variable } from "@tensorflow/tfjs";
import type { FeatureSplit } from "../../features";
import { accuracy, macroF1 } from "../../metrics";
import { argMax } from "../predict";
import type { SplitScore } from "../run-record";
import type { ChosenBackend } from "./backend";
import { logitsOf } from "./network";
import { takeRows } from "./sparse-bag";

/** Rows scored at a time: bounds the memory of wide logits. */
const CHUNK = 2048;

/** Scores a split with the current variables, and says which label each row got. */
export function scoreSplit(
  chosen: ChosenBackend,
  variables: readonly Variable[],
  split: FeatureSplit,
): { score: SplitScore; labels: number[] } {
  const labels: number[] = [];
  let loss = 0;
  for (let from = 0; from < split.x.rows; from += CHUNK) {
    const rows = Int32Array.from({ length: Math.min(CHUNK, split.x.rows - from) }, (_, i) => from + i);
    const batch = takeRows(split.x, rows);
    let logits: ArrayLike<number> & { subarray(from: number, to: number): ArrayLike<number> } =
      new Float32Array(0);
    // Not returned: tidy would look for tensors in every element of what it returns.
    chosen.tf.tidy(() => void (logits = logitsOf(chosen, variables, batch).dataSync()));
    const classes = logits.length / rows.length;
    for (let r = 0; r < rows.length; r++) {
      const row = logits.subarray(r * classes, (r + 1) * classes);
      labels.push(argMax(row));
      loss += negativeLogLikelihood(row, split.y[from + r]);
    }
  }
  const truth = [...split.y];
  return {
    score: {
      loss: loss / split.x.rows,
      accuracy: accuracy(truth, labels),
      macroF1: macroF1(truth, labels),
    },
    labels,
  };
}

function negativeLogLikelihood(logits: ArrayLike<number>, label: number): number {
  let peak = -Infinity;
  for (let c = 0; c < logits.length; c++) peak = Math.max(peak, logits[c]);
  let sum = 0;
  for (let c = 0; c < logits.length; c++) sum += Math.exp(logits[c] - peak);
  return peak + Math.log(sum) - logits[label];
}
