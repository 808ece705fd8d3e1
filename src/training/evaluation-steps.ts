/**
 * Whether training and validation are scored after `step` updates: at the end of each of `perEpoch` equal parts of
 * an epoch of `stepsPerEpoch` steps.
 */
export function isEvaluationStep(step: number, stepsPerEpoch: number, perEpoch: number): boolean {
  const done = ((step - 1) % stepsPerEpoch) + 1;
  return Math.floor((done * perEpoch) / stepsPerEpoch) > Math.floor(((done - 1) * perEpoch) / stepsPerEpoch);
}
