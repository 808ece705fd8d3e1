import { counted, listed, plain, rateText } from "../words";
import { declared, judged, searched } from "./ground";
import type { Block, WritingGround } from "./types";

/** What was not tested: where the verdict says nothing. */
export function limitBlocks(ground: WritingGround): Block[] {
  return [
    { kind: "heading", text: "What was not tested" },
    {
      kind: "words",
      markdown: limitsOf(ground)
        .map((limit) => `- ${limit}`)
        .join("\n"),
    },
  ];
}

function limitsOf(ground: WritingGround): string[] {
  const { tuning, sources } = ground;
  const { plan, baseline, searches, gate } = tuning;
  const tried = searches.flatMap(({ ladder }) => ladder.flatMap(({ runs }) => runs));
  const rates = searches.flatMap(({ ladder }) => ladder.map(({ rate }) => rate)).sort((a, b) => a - b);
  const { batchSize, epochs } = baseline.spec;
  const settings = declared(ground, "the settings that every run shares");
  const edges = searches.filter(({ edge }) => edge === "low" || edge === "high");
  const { notGated } = gate.verdict;
  const lost = plan.shapes.filter(({ name }) => !searches.some((search) => search.name === name));
  return [
    "**Other training sets.** It speaks of this one, and of messages and seeds like these: not of next month's messages, " +
      "another channel or another language.",
    sources.cite(
      `**Other settings.** Batch size ${batchSize}, ${counted(epochs, "epoch")}, the model, the optimizer and the ` +
        "n-grams were held: a best rate belongs to them, and must be looked for again where one of them changes.",
      settings,
    ),
    sources.cite(
      `**Other schedules** than the ${plan.shapes.length} that were tried (${listed(plan.shapes.map(({ name }) => plain(name)))}), ` +
        `and other lengths of their phases. Whole runs covered peaks from ${rateText(rates[0])} to ` +
        `${rateText(rates[rates.length - 1])}.`,
      searched(ground, "every run of the search, at its peak", tried),
    ),
    ...(edges.length > 0
      ? [
          `**Past the edge**: the best peak of ${listed(edges.map(({ name }) => plain(name)))} was the last that the budget ` +
            "allowed on its side; a better one may lie beyond.",
        ]
      : []),
    ...(lost.length > 0
      ? [`**${listed(lost.map(({ name }) => plain(name)))}**: a run diverged at every peak that was tried.`]
      : []),
    ...(notGated.length > 0
      ? [
          sources.cite(
            `**Small slices**, reported and not judged: ${listed(
              notGated.map(
                ({ slice, messages, visibleHarm }) =>
                  `${plain(slice)} (${counted(messages, "message")}` +
                  `${Number.isFinite(visibleHarm) ? `; only a harm of ${visibleHarm.toFixed(1)} points or more would have shown four times in five` : ""})`,
              ),
            )}.`,
            judged(ground, "slices too small to gate: messages, and the harm that they would have shown"),
          ),
        ]
      : []),
    "**Calibration** of the probabilities, and the time that a prediction takes.",
  ];
}
