import type { Message } from "../data";
import type { FlipInput, FlippedMessage } from "./flips";

/**
 * The messages that more than half of the seeds flip one way, those that most seeds flip first; with what each arm
 * answers. `counts` says for each message how many seeds flip it.
 */
export function flippedMessages(
  messages: readonly Message[],
  { dataset, truth, baseline, candidate }: FlipInput,
  counts: readonly number[],
  negative: boolean,
): FlippedMessage[] {
  const [right, wrong] = negative ? [baseline, candidate] : [candidate, baseline];
  const answer = (arm: FlipInput["baseline"], row: number): string => {
    const flipping = arm.filter(
      (_, seed) => right[seed][row] === truth[row] && wrong[seed][row] !== truth[row],
    );
    return dataset.intents[commonest(flipping.map((labels) => labels[row]))];
  };
  return messages
    .flatMap(({ id, text }, row) =>
      2 * counts[row] > baseline.length
        ? [
            {
              row,
              id,
              text,
              intent: dataset.intents[truth[row]],
              before: answer(baseline, row),
              after: answer(candidate, row),
              seeds: counts[row],
            },
          ]
        : [],
    )
    .sort((a, b) => b.seeds - a.seeds || a.row - b.row);
}

/** The value that occurs most often; of equals the lowest. */
function commonest(values: readonly number[]): number {
  const times = (value: number): number => values.filter((other) => other === value).length;
  return [...values].sort((a, b) => times(b) - times(a) || a - b)[0];
}
