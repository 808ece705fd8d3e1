import type { RangeTest } from "../tuning";
import type { Finding } from "./found";
import { counted, nats, percent, rateText } from "./words";

/** What the walks showed, which rate is suggested and how sure that is: Markdown, computed from the runs. */
export function sayRangeTest(test: RangeTest): string {
  const { answer, reason, ladder, edge } = test;
  if (answer === null) {
    return (
      `**No rate is suggested**: ${reason}.\n\n` +
      `The test cost ${counted(test.runs, "run")}.${ladder.length > 0 ? "" : " No whole run was spent on it."}`
    );
  }
  const suggestion =
    `The suggested constant rate is **${rateText(answer.rate)}**${intervalText(test)}: ` +
    (edge === null || edge === "stability" ? `${reason}.` : `but ${reason}.`);
  return `${sayWalks(test)}\n\n${suggestion} ${sayCost(test)}`;
}

/** What the range test found. */
export function findingOfRange(test: RangeTest): Finding {
  const { answer, ladder, edge } = test;
  const title = "Range test";
  if (answer === null)
    return { title, chosen: "no clear answer", evidence: test.reason.replace(/^no clear answer: /, "") };
  const best = ladder.reduce<number | null>(
    (score, { macroF1, diverged }) => (diverged === 0 ? Math.max(score ?? 0, macroF1.mean) : score),
    null,
  );
  const parts = [
    `${counted(test.walks.length, "walk")} of a growing rate`,
    ...(best === null ? [] : [`validation macro-F1 ${percent(best)} at the best rate tried`]),
    ...(edge === null
      ? []
      : [edge === "stability" ? "at the edge of stability" : `at the ${edge} edge of what was tried`]),
  ];
  return { title, chosen: `rate ${rateText(answer.rate)}${intervalText(test)}`, evidence: parts.join("; ") };
}

/** A row a rate that was tried with whole runs, for a table. */
export function ladderRows({ ladder }: RangeTest): Record<string, string | number>[] {
  return ladder.map(({ rate, loss, macroF1, diverged }) => ({
    rate,
    "validation loss": Number.isFinite(loss.mean) ? Number(loss.mean.toFixed(3)) : "not finite",
    "macro-F1 %": Number((100 * macroF1.mean).toFixed(1)),
    "diverged runs": diverged,
  }));
}

function sayWalks({ walks, low, high, priorLoss, breaksAt }: RangeTest): string {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1];
  const lowest = middle(walks.map((walk) => walk.lowest));
  const at = middle(walks.map(({ lowestAt }) => lowestAt));
  const broke =
    breaksAt === null
      ? `did not break up to ${rateText(high)}`
      : `broke at ${rateText(breaksAt)}, where the loss rose above its start`;
  return (
    `While the rate grew from ${rateText(low)} to ${rateText(high)}, validation loss fell to ${nats(lowest)} nats near ` +
    `${rateText(at)} (knowing only how frequent the labels are gives ${nats(priorLoss)}) and ` +
    `${walks.length > 1 ? `the middle one of ${walks.length} walks ` : "the walk "}${broke}.`
  );
}

function intervalText({ answer, walks }: RangeTest): string {
  if (answer === null) return "";
  return answer.low === null || answer.high === null
    ? " (one seed: no interval)"
    : ` (95% interval ${rateText(answer.low)} to ${rateText(answer.high)}, ${counted(walks.length, "seed")})`;
}

function sayCost({ ladder, walks, runs, guess }: RangeTest): string {
  if (ladder.length === 0) {
    return (
      `It rests on ${counted(runs, "walk")} alone, whose guess tends to be low, by up to a factor of 3.5: ` +
      "confirm it with whole runs before you rely on it."
    );
  }
  return (
    `It cost ${counted(runs, "run")}: ${counted(walks.length, "walk")}, whose guess was ${rateText(guess ?? NaN)}, and ` +
    `${runs - walks.length} whole runs at ${counted(ladder.length, "rate")}.`
  );
}
