import { dearest, factorWords, type JointStudy } from "../tuning";
import type { Chart } from "./chart";
import { frame } from "./frame";
import { jointAnswer } from "./joint-answer";
import { carryPanel } from "./joint-carry-panel";
import { mapPanel } from "./joint-map-panel";
import { count, listed, readable } from "./numbers";

/**
 * Does the best rate move with the other hyperparameter? A map: a row a level, a column a rate on a log axis, coloured
 * by mean validation macro-F1 (cividis, with whole percents as numbers; all that is 20 points or more below the best
 * cell has one colour). Cells in which a run diverged have no colour, a cross and how many did. The ridge is a line
 * through the best rates with their intervals; it breaks at a level whose best lies at an edge, which is a triangle.
 * Below it what carrying a best rate to another level costs, the dearest first.
 *
 * @param options.title default: the study's question
 * @example jointChart(await jointStudy(features, choices))
 */
export function jointChart(study: JointStudy, options: { readonly title?: string } = {}): Chart {
  const { plan, rows, carries } = study;
  const { rates } = plan;
  const answer = jointAnswer(study);
  const lost = rows.flatMap(({ cells }) => cells.filter(({ diverged }) => diverged > 0)).length;
  const steps = (some: number): string => `${count(some, "step")} a run`;
  const alike = rows.every((row) => row.steps === rows[0].steps);
  const levels = rows.map((row) => readable(row.level) + (alike ? "" : ` (${steps(row.steps)})`));
  const alt =
    `A map of validation macro-F1: ${factorWords(plan.factor)} ${listed(levels)}${alike ? ` (${steps(rows[0].steps)})` : ""} against ` +
    `${count(rates.length, "rate")} from ${readable(rates[0])} to ${readable(rates[rates.length - 1])} on a log axis, ` +
    `with a line through the best rates; in ${lost} of ${count(rows.length * rates.length, "cell")} a run diverged. ${answer}`;
  const moved = dearest(carries);
  const panels = [mapPanel(study), ...(moved.length > 0 ? [carryPanel(moved)] : [])];
  return frame({ title: options.title ?? plan.study.question, answer, alt }, panels);
}
