import type { Kept } from "./kept";
import { targetTable } from "./markdown";
import { reached, type Section } from "./section";

/** A section with what it found. */
export interface Measured {
  readonly section: Section;
  readonly kept: Kept;
}

/** A section that begins later than this after the end of the one before was measured by another call. */
const PAUSE_MINUTES = 1;

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
  const spans = all
    .map(({ kept }) => ({ from: Date.parse(kept.at), minutes: kept.minutes }))
    .sort((a, b) => a.from - b.from);
  const oneRun = spans.every(
    ({ from }, i) => i === 0 || from - spans[i - 1].from <= (spans[i - 1].minutes + PAUSE_MINUTES) * 60_000,
  );
  if (oneRun) {
    const minutes = spans.reduce((sum, span) => sum + span.minutes, 0).toFixed(0);
    return `Measured on ${all[0].kept.at.slice(0, 10)} in one run of ${minutes} minutes.`;
  }
  const each = all.map(({ section, kept }) => `${section.name} ${kept.at.slice(0, 16).replace("T", " ")}`);
  return `**Measured at different times**, so that only figures within a section are comparable: ${each.join(", ")}.`;
}
