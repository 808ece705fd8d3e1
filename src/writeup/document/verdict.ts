import { lossChart } from "../../charts";
import type { Split } from "../../data";
import { stabilityOf, type Criterion } from "../../evaluation";
import { plansBefore, sayOutlook } from "../say-gate";
import { counted, listed, percent, plain, pointsText } from "../words";
import { judged, outlookSource, settingWords } from "./ground";
import type { Block, WritingGround } from "./types";

const MARKS = { true: "passed", false: "**failed**", null: "cannot be told" } as const;
const GROUPS = {
  stability: "is it steadier?",
  quality: "is it better?",
  slice: "does anyone pay for it?",
} as const;

/** The verdict criterion by criterion, after what the gate could be expected to do. */
export function verdictBlocks(ground: WritingGround): Block[] {
  const { tuning, sources } = ground;
  const { gate } = tuning;
  const outlook = sources.cite(sayOutlook(gate.outlook), outlookSource(ground));
  const others = plansBefore(gate);
  const opened =
    others === null
      ? "No ledger was kept of the test split's openings."
      : sources.cite(
          others === 0
            ? "By the store's ledger this was the first plan that opened the test split."
            : `By the store's ledger the test split had been opened for ${counted(others, "other plan")} before: what ` +
                "was found flatters, and the error that was stated no longer holds. Confirm it on new messages.",
          { what: "the ledger of openings of this test split", study: gate.plan.id, runs: [] },
        );
  return [
    { kind: "heading", text: "The verdict, criterion by criterion" },
    { kind: "words", markdown: outlook },
    { kind: "words", markdown: opened },
    {
      kind: "table",
      columns: ["", "criterion", "outcome", "difference to the baseline; of the spread, the ratio"],
      rows: gate.verdict.criteria.map((one, i, all) =>
        criterionRow(ground, one, all[i - 1]?.group !== one.group),
      ),
    },
    { kind: "words", markdown: readingWords(ground) },
    {
      kind: "words",
      markdown: sources.cite(checkWords(ground), judged(ground, "a bootstrap over seeds and test messages")),
    },
    {
      kind: "chart",
      name: "curves",
      chart: lossChart(
        (["baseline", "candidate"] as const).map((arm) => ({
          label: settingWords(tuning[arm]),
          records: gate.records[arm],
        })),
        { title: "Does the candidate come down lower, and as steadily?", subtitle: steadyWords(ground) },
      ),
      source: sources.note(judged(ground, "loss over the steps of both arms, every seed")),
    },
  ];
}

/** How the rows are to be read, and why scores on validation may lie far from those on test. */
function readingWords(ground: WritingGround): string {
  const { tuning, dataset, sources } = ground;
  const { verdict, validation, records } = tuning.gate;
  const { severe } = stabilityOf(records.candidate);
  const wrong = (split: Split): string => {
    const known = dataset.messages.filter((one) => one.split === split && one.cleanIntent !== undefined);
    return percent(known.filter((one) => one.intent !== one.cleanIntent).length / known.length);
  };
  const labels = dataset.messages.every(({ cleanIntent }) => cleanIntent !== undefined)
    ? ` By the data's own record ${wrong("validation")} of the validation labels are wrong, and ${wrong("test")} of those on test.`
    : "";
  const scores = sources.cite(
    `On validation the same runs get macro-F1 ${percent(validation.candidate.macroF1)} and ` +
      `${percent(validation.baseline.macroF1)}, on test ${percent(verdict.scores.candidate.macroF1)} and ` +
      `${percent(verdict.scores.baseline.macroF1)} (candidate, baseline).${labels}`,
    judged(ground, "macro-F1 of both arms on validation and on test, and the labels of both splits"),
  );
  return [
    severe !== null ? "" : "No run of the candidate shows a severe signal (divergence or oscillation).",
    "Slices overlap, and each is held against its own interval: all must pass, so that more of them make approval harder " +
      "and not easier.",
    scores,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}

/** What the curves show, in numbers. */
function steadyWords({ tuning: { gate } }: WritingGround): string {
  const of = (name: string) => gate.verdict.criteria.find((one) => one.name === name)?.difference.mean ?? NaN;
  const [late, spread] = [of("late validation loss"), of("spread over seeds")];
  const number = (value: number, digits: number): string =>
    Number.isFinite(value) ? value.toFixed(digits) : "unknown";
  return (
    `Worst validation loss of the last quarter: ${number(late, 3).replace("-", "−")} nats against the baseline; ` +
    `spread over seeds ${number(spread, 2)} times its own.`
  );
}

/** The quality by resampling, and whether it comes to the same. */
function checkWords({ tuning: { gate } }: WritingGround): string {
  const agree = gate.checks.every(({ name, low, high }) => {
    const passed = gate.verdict.criteria.find((one) => one.name === name)?.passed;
    return passed === (low > 0 ? true : high <= 0 ? false : null);
  });
  const each = gate.checks.map(({ name, low, high }) => `${name} ${pointsText(low)} to ${pointsText(high)}`);
  const [{ draws, confidence }] = gate.checks;
  return (
    `As a check by another way, seeds and messages were drawn anew ${draws} times and both scores computed anew in each: ` +
    `${listed(each)} points (${100 * confidence}%). ` +
    (agree
      ? "It comes to the same."
      : "**It does not come to the same**: the gain is close to what can be told; more seeds or messages would settle it.")
  );
}

function criterionRow(
  ground: WritingGround,
  { name, group, passed, sentence }: Criterion,
  first: boolean,
): string[] {
  const split =
    group === "stability" ? "validation loss of both arms" : "answers of both arms to test messages";
  const said = plain(sentence);
  const numbers = said.startsWith(`${plain(name)}: `) ? said.slice(plain(name).length + 2) : said;
  return [
    first ? GROUPS[group] : "",
    plain(name),
    MARKS[String(passed) as keyof typeof MARKS],
    ground.sources.cite(numbers, judged(ground, `${plain(name)}: ${split}, paired by seed`)),
  ];
}
