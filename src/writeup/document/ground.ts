import type { RecordedRun } from "../../training";
import type { TunedSetting } from "../../tuning";
import { plain, rateText } from "../words";
import type { Source } from "./citations";
import type { WritingGround } from "./types";

/** A setting in words: "the fixed rate 0.35", "cosine from 0.8". */
export function settingWords({ name, peak }: Pick<TunedSetting, "name" | "peak">): string {
  return name === "fixed" ? `the fixed rate ${rateText(peak)}` : `${plain(name)} from ${rateText(peak)}`;
}

/** The source of what was declared before any run. */
export function declared({ tuning }: WritingGround, what: string): Omit<Source, "id"> {
  return { what, study: tuning.plan.id, runs: [] };
}

/** The source of what the search's runs show. */
export function searched(
  { tuning }: WritingGround,
  what: string,
  runs: readonly RecordedRun[],
): Omit<Source, "id"> {
  return { what, study: tuning.plan.id, runs: runs.map(({ record }) => record.id) };
}

/** The source of what the gate's runs show; by default of the two arms that it compares. */
export function judged(
  { tuning: { gate } }: WritingGround,
  what: string,
  arms: readonly (keyof typeof gate.runs)[] = ["baseline", "candidate"],
): Omit<Source, "id"> {
  return { what, study: gate.plan.id, runs: arms.flatMap((arm) => gate.runs[arm]) };
}

/** The source of what the gate could be expected to do. */
export function outlookSource(ground: WritingGround): Omit<Source, "id"> {
  return judged(ground, "the gate's outlook, from validation messages while the test split was sealed", [
    "baseline",
    "candidate",
    "again",
  ]);
}

/** The arm that ships. */
export function shippedArm({ tuning: { gate } }: WritingGround): "baseline" | "candidate" {
  return gate.verdict.outcome === "approve" ? "candidate" : "baseline";
}
