// Records for the tests of the store: made up, with every value that is hard to keep.
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { createRandom, type Random } from "../../src/data";
import { cosine } from "../../src/schedules";
import { runId, type Evaluation, type RunRecord, type RunSpec } from "../../src/training";
import { SPEC } from "../signals/records";

const HARD = [NaN, Infinity, -Infinity, 0, -0, 1e-45, 3.4028234663852886e38, 1];

/** The record of a seed: each has another spec, and so another id. */
export function recordOf(seed: number, size = 40, change: Partial<RunSpec> = {}): RunRecord {
  const random = createRandom(seed);
  const spec: RunSpec = {
    ...SPEC,
    schedule: cosine({ peak: 0.5, steps: 1000 }).spec,
    seeds: { init: seed, order: seed },
    ...change,
  };
  const length = Math.floor(random.next() * size);
  const measure = (): number[] => Array.from({ length }, () => hard(random, true));
  const score = () => ({ loss: hard(random), accuracy: random.next(), macroF1: random.next() });
  const label = seed % 2 === 0 ? 27 : 2 ** 32 - 1;
  const labels = (): number[] => Array.from({ length: size }, () => Math.floor(random.next() * label));
  return {
    kind: "run-record",
    id: runId(spec),
    spec,
    status: seed % 3 === 0 ? "diverged" : "done",
    steps: length,
    plannedSteps: size,
    curve: {
      loss: measure(),
      rate: measure(),
      gradientNorm: measure(),
      updateRatio: measure(),
      overshoot: measure(),
    },
    evaluations: Array.from(
      { length: 3 },
      (_, i): Evaluation => ({
        step: i,
        epoch: i / 3,
        rate: hard(random),
        train: score(),
        validation: score(),
      }),
    ),
    predictions: { train: labels(), validation: labels() },
  };
}

function hard(random: Random, float32 = false): number {
  const pick = Math.floor(random.next() * HARD.length * 2);
  const value = pick < HARD.length ? HARD[pick] : (random.next() - 0.5) * 10 ** (random.next() * 40 - 20);
  return float32 ? Math.fround(value) : value;
}

/** A folder that is removed after the test. */
export function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-store-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file under a folder, sorted, with `/` between names; none where there is no folder. */
export function filesUnder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replace(/\\/g, "/"),
    )
    .sort();
}
