import type { RangeTest } from "../tuning";
import type { Chart } from "./chart";
import { frame } from "./frame";
import { count, readable } from "./numbers";
import { rangeAnswer } from "./range-answer";
import { ladderPanel } from "./range-ladder-panel";
import { walkPanel } from "./range-walk-panel";

/**
 * Where does the loss fall, and where does it break? Validation loss against the growing rate of the walks on a log
 * axis: a faint line a seed, their median, the suggested rate with its interval as a band, the rate at which half of
 * the walks break, and the loss that label frequencies alone give. Below it, where whole runs confirmed the
 * suggestion, their macro-F1 against their rates.
 *
 * @param options.title default "Which rate does the range test suggest?"
 * @example rangeChart(await rangeTest(features))
 */
export function rangeChart(test: RangeTest, options: { readonly title?: string } = {}): Chart {
  const answer = rangeAnswer(test);
  const whole =
    test.ladder.length > 0
      ? ` Below, macro-F1 of whole runs at ${count(test.ladder.length, "constant rate")}.`
      : "";
  const alt =
    `Validation loss against a learning rate that grows from ${readable(test.low)} to ${readable(test.high)} on a log ` +
    `axis, ${count(test.walks.length, "walk")} and their median.${whole} ${answer}`;
  const panels = [walkPanel(test), ...(test.ladder.length > 0 ? [ladderPanel(test)] : [])];
  return frame({ title: options.title ?? "Which rate does the range test suggest?", answer, alt }, panels);
}
