/** A program of its own that trains a plan with lr-lab: node lr-lab-sweep.js PLAN.json [--one-by-one] */
import { readFileSync } from "node:fs";
import { loadDataset } from "../../src/data";
import { buildFeatures } from "../../src/features";
import { accuracy } from "../../src/metrics";
import { finalOf, predict, runSpec, train, type TrainedRun } from "../../src/training";
import { runAll } from "../../src/tuning";
import { readProblem } from "../lib/problem";
import { choicesOf, type Plan, type PlanAnswer } from "./plan";

async function main(file: string, oneByOne: boolean): Promise<void> {
  const plan = JSON.parse(readFileSync(file, "utf8")) as Plan;
  const features =
    plan.csv === null
      ? readProblem(plan.folder).features
      : buildFeatures(await loadDataset(plan.csv), plan.features);
  const specs = await Promise.all(plan.runs.map((run) => runSpec(features, choicesOf(plan, run))));
  const start = performance.now();
  const trained: TrainedRun[] = [];
  if (oneByOne) for (const spec of specs) trained.push(await train(spec, features));
  else trained.push(...(await runAll(specs, features)));
  const trainingSeconds = (performance.now() - start) / 1000;
  const { x, y } = features.splits.test;
  const runs = trained.map(({ record, weights }, i) => ({
    ...plan.runs[i],
    test: 100 * accuracy(y, predict(weights, x).labels),
    validation: 100 * finalOf(record).validation.accuracy,
  }));
  const answer: PlanAnswer = { trainingSeconds, runs };
  process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
}

void main(process.argv[2], process.argv[3] === "--one-by-one");
