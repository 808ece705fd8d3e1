import type { Flips, IntentFlips } from "../evaluation";
import type { Chart } from "./chart";
import { frame, LABEL, type Layer } from "./frame";
import { count, cut, listed, readable, round, signed } from "./numbers";
import { NEUTRAL, SIGN_COLOURS } from "./theme";

const ROW = 34;
/** Intents beyond these are drawn as one row: the chart is about those that break most. */
const SHOWN = 15;
const LONGEST_NAME = 24;

/**
 * Which messages did the new model break? For each intent, how many of its messages a run of the candidate gets wrong
 * that the baseline got right (left, vermillion), and how many the other way (right, blue); means over the paired
 * seeds. The intents with most broken messages come first; beyond 15 the others are one row of words.
 *
 * @example flipChart(findFlips({ dataset, truth, baseline, candidate }))
 */
export function flipChart(flips: Flips): Chart {
  const flipping = flips.byIntent.filter(({ negative, positive }) => negative + positive > 0);
  // Where nothing flips one row of zeros says so.
  const rows = drawn(flipping.length > 0 ? flipping : flips.byIntent.slice(0, 1)).map(
    ({ intent, messages, negative, positive }, i) => ({
      row: i * ROW + 22,
      label: `${cut(intent, LONGEST_NAME)}, of ${messages.toLocaleString("en-US")}`,
      words: `${signed(-negative)} / ${signed(positive)}`,
      negative: -round(negative),
      positive: round(positive),
      zero: 0,
    }),
  );
  // The others together have words and no bars: they would shrink those of single intents.
  const bars = rows.slice(0, SHOWN);
  const reach = 1.05 * Math.max(...bars.flatMap(({ negative, positive }) => [-negative, positive]));
  const height = rows.length * ROW + 4;
  const x = {
    type: "quantitative" as const,
    scale: { domain: [round(-reach || -1), round(reach || 1)], nice: false },
    axis: {
      title: "Messages a run: broken (left), mended (right)",
      tickCount: 5,
      labelExpr: "format(abs(datum.value), '~g')",
      grid: true,
    },
  };
  const y = {
    field: "row",
    type: "quantitative" as const,
    axis: null,
    scale: { domain: [height, 0], nice: false, zero: false },
  };
  const tooltip = [
    { field: "label", type: "nominal" as const, title: "intent, messages" },
    { field: "words", type: "nominal" as const, title: "broken / mended a run" },
  ];
  const bar = (field: "negative" | "positive", color: string): Layer => ({
    data: { values: bars },
    mark: { type: "rule", strokeWidth: 9, color },
    encoding: { x: { ...x, field: "zero" }, x2: { field }, y, tooltip },
  });
  const words = { ...LABEL, baseline: "bottom" as const, dy: -6 };
  const layer: Layer[] = [
    bar("negative", SIGN_COLOURS.worse),
    bar("positive", SIGN_COLOURS.better),
    {
      data: { values: [{ zero: 0 }] },
      mark: { type: "rule", color: NEUTRAL, strokeWidth: 1, tooltip: null },
      encoding: { x: { ...x, field: "zero" } },
    },
    {
      data: { values: rows },
      mark: { ...words, align: "left", fontWeight: 600 },
      encoding: { x: { value: 0 }, y, text: { field: "label", type: "nominal" } },
    },
    {
      data: { values: rows },
      mark: { ...words, align: "right" },
      encoding: { x: { value: "width" }, y, text: { field: "words", type: "nominal" } },
    },
  ];
  const answer = answerOf(flips);
  const each = rows.slice(0, 8).map(({ label, words }) => `${label}: ${words} a run`);
  const alt =
    "Messages that change from right to wrong and from wrong to right, by intent, the most broken first: " +
    `${each.join("; ")}. ${answer}`;
  return frame({ title: "Which messages did the new model break?", answer, alt }, [{ height, layer }]);
}

/** The intents with a row of their own, and the others as one. */
function drawn(flipping: readonly IntentFlips[]): readonly IntentFlips[] {
  if (flipping.length <= SHOWN) return flipping;
  const others = flipping.slice(SHOWN);
  const sum = (of: (one: IntentFlips) => number): number => others.reduce((total, one) => total + of(one), 0);
  return [
    ...flipping.slice(0, SHOWN),
    {
      intent: `${others.length} other intents`,
      messages: sum(({ messages }) => messages),
      negative: sum(({ negative }) => negative),
      positive: sum(({ positive }) => positive),
    },
  ];
}

function answerOf(flips: Flips): string {
  const { negative, positive, messages, seeds, broken, byIntent } = flips;
  if (negative.mean === 0 && positive.mean === 0) {
    return `No message flips: of ${count(messages, "message")} both models get the same right.`;
  }
  const share = (value: number): string => `${readable(100 * value)}%`;
  const runs = seeds === 1 ? "In one pair of runs" : `Over ${seeds} seeds`;
  const worst = byIntent.filter((one) => one.negative > 0).slice(0, 2);
  const where =
    worst.length === 0
      ? ""
      : `, above all of ${listed(worst.map(({ intent }) => cut(intent, LONGEST_NAME)))}`;
  const often =
    seeds === 1 ? "" : ` ${count(broken.length, "message")} break with more than half of the seeds.`;
  return (
    `${runs} the new model gets ${share(negative.mean)} of ${count(messages, "message")} wrong that were right` +
    `${where}, and ${share(positive.mean)} right that were wrong.${often}`
  );
}
