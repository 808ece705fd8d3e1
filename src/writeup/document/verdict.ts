import type { Criterion } from "../../evaluation";
import { lossChart } from "../../charts";
import { sayOutlook } from "../say-gate";
import { counted, listed, plain } from "../words";
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
  const own = gate.openings.findIndex(({ plan }) => plan === gate.plan.id);
  const others = new Set(gate.openings.slice(0, Math.max(0, own)).map(({ plan }) => plan)).size;
  const opened =
    own < 0
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
      columns: ["", "criterion", "outcome", "candidate minus baseline"],
      rows: gate.verdict.criteria.map((one, i, all) =>
        criterionRow(ground, one, all[i - 1]?.group !== one.group),
      ),
    },
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
        { title: "Is convergence smoother?" },
      ),
      source: sources.note(judged(ground, "loss over the steps of both arms, every seed")),
    },
  ];
}

/** The quality by resampling, and whether it comes to the same. */
function checkWords({ tuning: { gate } }: WritingGround): string {
  const agree = gate.checks.every(({ name, low, high }) => {
    const passed = gate.verdict.criteria.find((one) => one.name === name)?.passed;
    return passed === (low > 0 ? true : high <= 0 ? false : null);
  });
  const each = gate.checks.map(({ name, low, high }) => `${name} ${points(low)} to ${points(high)}`);
  const [{ draws, confidence }] = gate.checks;
  return (
    `As a check by another way, seeds and messages were drawn anew ${draws} times and both scores computed anew in each: ` +
    `${listed(each)} points (${100 * confidence}%). ` +
    (agree
      ? "It comes to the same."
      : "**It does not come to the same**: the gain is close to what can be told; more seeds or messages would settle it.")
  );
}

const points = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;

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
