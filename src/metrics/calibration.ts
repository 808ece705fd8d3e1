import { InputError } from "../errors";
import { checkScores, type Labels } from "./labels";

/**
 * Expected calibration error: messages are put into bins of equal width by the probability of their predicted
 * class, and ECE = sum over bins of (n_bin / n) |accuracy(bin) - mean confidence(bin)|; 0 to 1, 0 is calibrated.
 * A bin holds its upper edge, as in (0.8, 0.9]. Of equal probabilities the first class is the predicted one.
 * ECE depends on the bins: compare values only at the same number of them.
 *
 * Source: Naeini et al., "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015;
 * Guo et al., "On calibration of modern neural networks", ICML 2017 (15 bins).
 *
 * @param probabilities row-major, one row a message, one probability a class
 * @param truth the true class of each row
 * @param options.classes probabilities in a row
 * @param options.bins bins on 0 to 1; 15 unless told otherwise
 * @throws InputError for no rows, a wrong number of probabilities, values outside 0 to 1, labels out of range
 */
export function expectedCalibrationError(
  probabilities: Float32Array,
  truth: Labels,
  options: { classes: number; bins?: number },
): number {
  const { classes, bins = 15 } = options;
  checkScores("probabilities", probabilities, truth, classes);
  if (!Number.isInteger(bins) || bins < 1) {
    throw new InputError(`bins must be an integer of 1 or more, found ${bins}`);
  }
  const right = new Float64Array(bins);
  const confidence = new Float64Array(bins);
  for (let row = 0; row < truth.length; row++) {
    let best = 0;
    for (let c = 0; c < classes; c++) {
      const p = probabilities[row * classes + c];
      // Softmax in 32 bits may end a little above 1.
      if (!(p >= 0 && p <= 1 + 1e-5)) {
        throw new InputError(`probabilities[${row * classes + c}] must be from 0 to 1, found ${p}`);
      }
      if (p > probabilities[row * classes + best]) best = c;
    }
    const p = probabilities[row * classes + best];
    const bin = Math.min(Math.max(Math.ceil(p * bins) - 1, 0), bins - 1);
    confidence[bin] += p;
    if (best === truth[row]) right[bin]++;
  }
  let error = 0;
  for (let bin = 0; bin < bins; bin++) error += Math.abs(right[bin] - confidence[bin]);
  return error / truth.length;
}
