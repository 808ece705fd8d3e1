import type { Estimate, Flips } from "../evaluation";
import { counted, listed, percent, plain } from "./words";

/**
 * What a change of models does to single messages: how many it breaks and mends, beside what retraining alone would
 * do, and where. Markdown, computed from the flips.
 *
 * @example showMarkdown(sayFlips(flips, "cosine", "the fixed rate"))
 */
export function sayFlips(flips: Flips, candidate: string, baseline: string): string {
  const { negative, positive, betweenSeeds, seeds, messages, broken, mended, byIntent } = flips;
  if (negative.mean === 0 && positive.mean === 0) {
    return `${plain(candidate)} and ${plain(baseline)} are right on the same messages, all ${messages} of them looked at with ${counted(seeds, "seed")}: **no message flips**.`;
  }
  const alone =
    betweenSeeds === null
      ? ""
      : ` Two runs of ${plain(baseline)} with other seeds break ${percent(betweenSeeds)} (the pairs share theirs): ` +
        (negative.low > betweenSeeds
          ? "the change breaks more than retraining with another seed does."
          : "the change is not shown to break more than retraining with another seed does.");
  const often =
    seeds === 1
      ? " One seed cannot tell which messages break again."
      : ` **${counted(broken.length, "message")}** ${broken.length === 1 ? "breaks" : "break"} with more than half of ` +
        `the ${seeds} seeds, ${mended.length} ${mended.length === 1 ? "is" : "are"} mended.`;
  const worst = byIntent.filter((one) => one.negative > 0).slice(0, 3);
  const where =
    worst.length === 0
      ? ""
      : ` Most broken a run: ${listed(
          worst.map((one) => `${plain(one.intent)} (${one.negative.toFixed(1)} of ${one.messages})`),
        )}.`;
  const all = messages.toLocaleString("en-US");
  return (
    `Of ${all} ${messages === 1 ? "message" : "messages"} ${plain(candidate)} gets **${share(negative)} wrong that ${plain(baseline)} ` +
    `got right**, and ${share(positive)} right that it got wrong.${alone}${often}${where}`
  );
}

/**
 * The messages that more than half of the seeds break, for `table`: the most often broken first.
 *
 * @param most how many rows; default 20
 * @example show(table(flipRows(flips), { caption: "Messages that the new model breaks" }))
 */
export function flipRows(flips: Flips, most = 20): Record<string, string>[] {
  return flips.broken.slice(0, most).map(({ seeds, intent, after, text, id }) => ({
    message: id,
    text,
    "before (right)": intent,
    "now (wrong)": after,
    seeds: `${seeds} of ${flips.seeds}`,
  }));
}

function share({ mean, low, high }: Estimate): string {
  if (!Number.isFinite(low)) return `${percent(mean)} (one seed: no interval)`;
  return `${percent(mean)} (95% interval ${percent(Math.max(0, low))} to ${percent(high)})`;
}
