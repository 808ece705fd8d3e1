import { javascript } from "./languages";
import { printRules } from "./print";
import { heading, type Rules } from "./rules-of";

/** `schedule.tfjs.js`: plain functions of the step, and a callback for `model.fit`. */
export function tfjsSnippet({ spec, rate, momentum }: Rules): string {
  const moving = momentum !== null;
  return `${heading(spec, "//")}
//
// A classic script, and a CommonJS module:
//   const { rateCallback } = require("./schedule.tfjs.js");
//   await model.fit(x, y, { epochs, batchSize, callbacks: rateCallback(model) });
// Steps count from 0, one for each batch.${
    moving
      ? `
// momentum(step) is what the schedule says of the momentum. No optimizer of TensorFlow.js 4 can change it on the
// way (setMomentum leaves the value that is used as it was), so rateCallback moves the rate alone.`
      : ""
  }

${printRules([...rate, ...(momentum ?? [])], javascript)}/** Sets the rate of an optimizer of TensorFlow.js. */
function setRate(optimizer, rate) {
  if (typeof optimizer.setLearningRate === "function") optimizer.setLearningRate(rate);
  else optimizer.learningRate = rate;
}

/** Sets the rate before every batch, from \`firstStep\` on. */
function rateCallback(model, firstStep = 0) {
  let step = firstStep;
  return { onBatchBegin: async () => setRate(model.optimizer, learningRate(step++)) };
}

if (typeof module !== "undefined") module.exports = { learningRate, ${moving ? "momentum, " : ""}setRate, rateCallback };
`;
}
