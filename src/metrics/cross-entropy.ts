import { InputError } from "../errors";
import { checkScores, type Labels } from "./labels";

/**
 * Cross-entropy: the mean of -ln p(true class), in nats; 0 is perfect, ln(classes) is knowing nothing.
 *
 * From logits it is computed as ln(sum exp(z - max)) - (z_true - max), which neither overflows nor rounds a
 * confident mistake to infinity. From probabilities nothing is clipped: a true class of probability 0 gives
 * `Infinity`. Scores that are not finite give NaN or Infinity, as a run that broke should show.
 *
 * @param scores row-major, one row a message, one number a class
 * @param truth the true class of each row
 * @param options.classes numbers in a row
 * @param options.from what the scores are: "logits" (before the softmax) or "probabilities"
 * @throws InputError for no rows, a wrong number of scores, or labels out of range
 * @example crossEntropy(Float32Array.of(0, 0), [1], { classes: 2, from: "logits" }) // ln 2
 */
export function crossEntropy(
  scores: Float32Array,
  truth: Labels,
  options: { classes: number; from: "logits" | "probabilities" },
): number {
  const { classes, from } = options;
  checkScores(from, scores, truth, classes);
  if (from !== "logits" && from !== "probabilities") {
    throw new InputError(`from must be "logits" or "probabilities", found ${JSON.stringify(from)}`);
  }
  let sum = 0;
  for (let row = 0; row < truth.length; row++) {
    const start = row * classes;
    const own = scores[start + truth[row]];
    sum += from === "probabilities" ? -Math.log(own) : logSumExp(scores, start, classes) - own;
  }
  // -ln 1 is -0, which would show as such.
  return sum / truth.length + 0;
}

function logSumExp(scores: Float32Array, start: number, classes: number): number {
  let max = -Infinity;
  for (let c = 0; c < classes; c++) max = Math.max(max, scores[start + c]);
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += Math.exp(scores[start + c] - max);
  return max + Math.log(sum);
}
