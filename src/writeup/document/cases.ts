import { sliceChart, sliceRows } from "../../charts";
import type { FlippedMessage } from "../../evaluation";
import { sayFlips } from "../say-flips";
import { sayInvariance } from "../say-invariance";
import { counted, plain } from "../words";
import { judged, settingWords } from "./ground";
import { mask } from "./mask";
import type { Block, WritingGround } from "./types";

/** Rows of the table of broken messages: the most often broken first. */
const SHOWN = 12;
/** Longer messages are cut: the row is to be read, the file has the whole. */
const LONGEST = 160;

/** Who pays: slices, and the messages that the change breaks. */
export function caseBlocks(ground: WritingGround): Block[] {
  const { tuning, sources } = ground;
  const { gate, candidate, baseline } = tuning;
  const { verdict, flips } = gate;
  const all = sliceRows(verdict);
  const rows = all.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high));
  const margin = verdict.rules.sliceMargin;
  const source = judged(ground, "messages that flip between the arms, seed by seed, on test");
  const words = sources.cite(sayFlips(flips, settingWords(candidate), settingWords(baseline)), source);
  const broken = flips.broken.slice(0, SHOWN);
  const more = flips.broken.length - broken.length;
  return [
    { kind: "heading", text: "Edge cases" },
    ...(rows.length > 0
      ? [
          {
            kind: "chart" as const,
            name: "slices",
            chart: sliceChart(rows, { margin }),
            source: sources.note(judged(ground, "accuracy by slice: answers of both arms to test messages")),
          },
        ]
      : [
          {
            kind: "words" as const,
            markdown:
              all.length > 0 ? "No slice has messages enough for an interval." : "These data name no slice.",
          },
        ]),
    { kind: "words", markdown: words },
    ...(broken.length > 0 ? [brokenTable(ground, broken)] : []),
    ...(more > 0
      ? [{ kind: "words" as const, markdown: sources.cite(`And ${counted(more, "more message")}.`, source) }]
      : []),
    {
      kind: "words",
      markdown: sources.cite(
        `Small changes that should change no answer: ${sayInvariance(
          gate.invariance,
          settingWords(candidate),
          settingWords(baseline),
        )}`,
        judged(ground, "answers to test messages that were changed on purpose, seed by seed"),
      ),
    },
  ];
}

function brokenTable(ground: WritingGround, broken: readonly FlippedMessage[]): Block {
  const { sources, options, tuning } = ground;
  const { flips } = tuning.gate;
  const source = judged(ground, "messages that flip between the arms, seed by seed, on test");
  return {
    kind: "table",
    columns: ["broken message", "right, as before", "wrong now", "seeds"],
    rows: broken.map(({ text, intent, after, seeds }) => [
      sources.cite(plain(cut(options.masked === false ? text : mask(text))), source),
      plain(intent),
      plain(after),
      sources.cite(`${seeds} of ${flips.seeds}`, source),
    ]),
  };
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text);
