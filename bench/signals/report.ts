import { table, targetTable } from "../lib/markdown";
import type { Target } from "../lib/section";
import type { Choice } from "./calibrate";
import type { Judge, Numbers } from "./judges";
import { LOOKS, PLAN, SCHEDULES } from "./plan";
import { precision, recall, wilson, type Score } from "./score";

/** A line of the table: a signal, or several as one. */
export interface Line {
  readonly name: string;
  readonly label: string;
  readonly severity: Judge["severity"];
  readonly timing: NonNullable<Judge["timing"]>;
  readonly score: Score;
}

/** All that the page says. */
export interface Results {
  readonly machine: readonly string[];
  readonly minutes: number;
  readonly calibrated: readonly {
    readonly judge: Judge;
    readonly shipped: Numbers;
    readonly choice: Choice;
  }[];
  readonly problems: { readonly calibrated: readonly string[]; readonly heldOut: readonly string[] };
  readonly lines: readonly Line[];
  /** The held-out table once more, by problem and by optimizer. */
  readonly parts: readonly { readonly part: string; readonly lines: readonly Line[] }[];
  /** Held-out runs that did not diverge but that a lower rate betters, and of how many a severe signal spoke. */
  readonly between: { readonly runs: number; readonly severe: number };
  /** Held-out runs with an optimizer of which overshoot is silent, and how many of them the label calls true. */
  readonly silent: { readonly runs: number; readonly overshot: number };
  /** Runs that were judged. */
  readonly runs: { readonly calibrated: number; readonly heldOut: number };
}

const share = (hits: number, of: number): string => {
  const [low, high] = wilson(hits, of);
  return of === 0 ? "-" : `${(hits / of).toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
};

const HEAD = [
  "signal",
  "true cases",
  "caught: recall",
  "precision",
  "other runs",
  "alarms",
  "alarms at any time",
  "median warning",
];

function when(median: number, timing: Line["timing"]): string {
  if (Number.isNaN(median)) return "-";
  return timing === "share" ? `${(100 * median).toFixed(0)}%` : `${median} steps after`;
}

function lineRow({ name, timing, score }: Line): string[] {
  return [
    name,
    String(score.cases),
    `${score.caught}: ${share(score.caught, score.cases)}`,
    share(score.caught, score.caught + score.alarms),
    String(score.others),
    String(score.alarms),
    String(score.liveAlarms),
    when(score.median, timing),
  ];
}

/** What was asked of the signals, held against the held-out lines. */
export function targets(lines: readonly Line[]): Target[] {
  return lines.flatMap(({ name, severity, timing, score }, i): Target[] => {
    const early: Target[] =
      timing === "delay"
        ? []
        : [
            {
              what: `${name}: median warning, share of the run`,
              wanted: { atMost: 50 },
              found: 100 * score.median,
              unit: "%",
            },
          ];
    if (severity === "severe") {
      if (i > 0) return [];
      return [
        {
          what: `${name}: true cases caught, of 60`,
          wanted: { atLeast: 58 },
          found: 60 * recall(score),
          unit: "",
        },
        {
          what: `${name}: alarms, of 200 healthy runs`,
          wanted: { atMost: 2 },
          found: (200 * score.alarms) / score.others,
          unit: "",
        },
        ...early,
      ];
    }
    return [
      { what: `${name}: precision`, wanted: { atLeast: 0.85 }, found: precision(score), unit: "" },
      { what: `${name}: recall`, wanted: { atLeast: 0.85 }, found: recall(score), unit: "" },
      ...early,
    ];
  });
}

/** bench/SIGNALS.md from the results alone. */
export function document(found: Results): string {
  const names = (optimizers: readonly { readonly name: string }[]): string =>
    optimizers.map(({ name }) => name).join("; ");
  const numbers = (limits: Numbers): string =>
    Object.entries(limits)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ");
  const differ = found.calibrated.filter(
    ({ shipped, choice }) => numbers(shipped) !== numbers(choice.limits),
  );
  const parts = [
    "# Signals: what they catch",
    "Written by `npm run bench:signals`, which also chose the thresholds in `src/signals/thresholds.ts`.",
    found.machine.map((line) => `- ${line}`).join("\n"),
    `Made in ${found.minutes.toFixed(1)} minutes.`,
    "## On problems and optimizers that were held out",
    table(HEAD, found.lines.map(lineRow)),
    "Intervals are Wilson's, 95%. A severe signal has caught a case when it spoke before the run's last step, and every run of which it spoke at any time counts as an alarm. " +
      "A mild one is judged by what it says of the finished run; the runs of which it would have spoken at some time are counted beside it. " +
      "The median warning is the step of the first warning as a share of the steps that the run took.",
    "### Targets",
    targetTable(targets(found.lines)),
    "### Labels",
    found.lines.map(({ name, label }) => `- **${name}**: ${label}.`).join("\n"),
    `"Lower" is a mean difference over ${PLAN.seeds} seeds (paired) of more than 3 standard errors. Healthy: validation loss does not end above its start, and no lower rate of the ladder lowers it. ` +
      `Of the ${found.between.runs} held-out runs that are neither diverged nor healthy (a lower rate is better), a severe signal spoke of ${found.between.severe}.`,
    `Overshoot is silent of the ${found.silent.runs} held-out runs with AdamW or with a momentum whose updates are mostly older gradients; ${found.silent.overshot} of them are true by its label. They are in none of its figures here.`,
    "### By problem and optimizer",
    ...found.parts.flatMap(({ part, lines }) => [`**${part}**`, table(HEAD, lines.map(lineRow))]),
    "## How it was done",
    [
      `- Problems calibrated on: ${found.problems.calibrated.join("; ")}. Held out: ${found.problems.heldOut.join("; ")}.`,
      `- Optimizers calibrated on: ${names(PLAN.calibrated)}. Held out: ${names(PLAN.heldOut)}. Held-out figures are of held-out optimizers on held-out problems only.`,
      `- Models: ${PLAN.models.map((model) => ("hidden" in model ? `${model.hidden} ReLU units` : "linear")).join("; ")}. Schedules: ${Object.keys(SCHEDULES).join("; ")}. Rates: ${2 * PLAN.octaves + 1}, a factor of 2 apart, from too slow to broken. ${PLAN.epochs} epochs of 13 batches of ${PLAN.batchSize}, one evaluation an epoch.`,
      `- ${found.runs.calibrated} runs judged to calibrate on, ${PLAN.judged.calibrated} of each setting, and ${found.runs.heldOut} held out, ${PLAN.judged.heldOut} of each setting; ${PLAN.seeds} seeds for the labels that compare settings.`,
      `- Seeds of held-out data and runs follow from the content hash of the data and the round (${PLAN.round}). What is held out is new in its draws only: the kinds of problem and the optimizers are the same in every round, so a rule changed after a look may fit them.`,
      ...(LOOKS.length === 0
        ? ["- Nothing was changed after the held-out figures were first seen."]
        : LOOKS.map((look) => `- ${look}`)),
    ].join("\n"),
    "## Calibration",
    "Severe signals: the most cases caught with alarms on at most half a percent of healthy runs, each; spikes, of which every step is a chance: on at most one percent. The others: the largest smaller one of precision and recall.",
    table(
      ["signal", "chosen", "shipped", "true cases", "recall", "precision", "alarms", "other runs"],
      found.calibrated.map(({ judge, shipped, choice: { limits, score } }) => [
        judge.name,
        numbers(limits),
        numbers(limits) === numbers(shipped) ? "the same" : numbers(shipped),
        String(score.cases),
        recall(score).toFixed(2),
        precision(score).toFixed(2),
        String(score.alarms),
        String(score.others),
      ]),
    ),
    differ.length === 0
      ? "The thresholds shipped are the ones chosen."
      : `**Shipped thresholds differ from those chosen** for ${differ.map(({ judge }) => judge.name).join(", ")}.`,
  ];
  return `${parts.join("\n\n")}\n`;
}
