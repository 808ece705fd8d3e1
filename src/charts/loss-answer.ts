import type { RunRecord } from "../training";
import { bestPoint, type LossCurve, type RunGroup } from "./loss-curves";
import { count, readable } from "./numbers";

/** Whether runs were stopped, the lowest validation loss, where it was, how the curve went on, and how many diverged. */
export function lossAnswer(groups: readonly RunGroup[], curves: readonly LossCurve[]): string {
  const runs = groups.flatMap(({ records }) => records);
  const broke = runs.filter(({ status }) => status === "diverged").length;
  const tail = broke === 0 ? "" : ` ${broke} of ${count(runs.length, "run")} diverged.`;
  const validation = curves.filter(({ split, points }) => split === "validation" && points.length > 0);
  const stopped = stoppedWords(runs);
  if (validation.length === 0) return `${stopped}No run kept a finite loss.${tail}`;
  const ranked = validation
    .map((curve) => ({ curve, best: bestPoint(curve)! }))
    .sort((a, b) => a.best.median - b.best.median);
  const { curve, best } = ranked[0];
  const last = curve.points[curve.points.length - 1];
  const seeds = curve.seeds > 1 ? `, median of ${curve.seeds} seeds` : "";
  const where = `${readable(best.median)} at epoch ${readable(best.epoch)}${seeds}`;
  const rise = last.median - best.median;
  const course =
    best.step === last.step
      ? curve.points.length === 1
        ? "no step is scored yet"
        : `it is still falling ${stopped === "" ? "at the end" : "there"}`
      : rise < 0.02 * best.median
        ? "it is flat from there on"
        : `it is ${readable(rise)} higher at the end`;
  return validation.length === 1
    ? `${stopped}Validation loss is lowest at ${where}; ${course}.${tail}`
    : `${stopped}Lowest validation loss: ${curve.label}, ${where}; ${course}.${tail}`;
}

/** Where runs were stopped before their end; empty where none was. */
function stoppedWords(runs: readonly RunRecord[]): string {
  const stopped = runs.filter(({ status }) => status === "interrupted");
  if (stopped.length === 0) return "";
  if (runs.length > 1) return `${stopped.length} of ${count(runs.length, "run")} were stopped early. `;
  const [{ steps, plannedSteps }] = stopped;
  return `Stopped at step ${steps.toLocaleString("en-US")} of ${plannedSteps.toLocaleString("en-US")}. `;
}
