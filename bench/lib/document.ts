import type { Kept } from "./kept";
import { targetTable } from "./markdown";
import { reached, type Section } from "./section";

/** A section with what it found. */
export interface Measured {
  readonly section: Section;
  readonly kept: Kept;
}

/** Two sections begun further apart than this were not one run. */
const ONE_RUN_HOURS = 6;

/** The whole of RESULTS.md: what was asked and found, then section by section. */
export function document(all: readonly Measured[], machine: readonly string[], quick: boolean): string {
  const targets = all.flatMap(({ section, kept }) => section.targets(kept.result));
  const count = (verdict: boolean | null): number => targets.filter((one) => reached(one) === verdict).length;
  const parts = [
    "# Benchmark results",
    "Written by `npm run bench`; how each figure is measured is said beside it.",
    ...(quick ? ["**Made with `--quick`: a check that everything works. The figures mean nothing.**"] : []),
    machine.map((line) => `- ${line}`).join("\n"),
    whenMeasured(all),
    "## Targets",
    `${count(true)} reached, ${count(false)} missed, ${count(null)} not measured. "x" is times as fast as what is named.`,
    targetTable(targets),
    ...all.flatMap(({ section, kept }) => [`## ${section.title}`, section.report(kept.result)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function whenMeasured(all: readonly Measured[]): string {
  const times = all.map(({ kept }) => Date.parse(kept.at));
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const minutes = all.reduce((sum, { kept }) => sum + kept.minutes, 0).toFixed(0);
  if (last - first <= ONE_RUN_HOURS * 3_600_000)
    return `Measured on ${day(first)} in one run of ${minutes} minutes.`;
  const each = all.map(({ section, kept }) => `${section.name} ${kept.at.slice(0, 16).replace("T", " ")}`);
  return `**Measured at different times**, so that only figures within a section are comparable: ${each.join(", ")}.`;
}
