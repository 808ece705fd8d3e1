/** A program of its own: so many tiny runs through the sweep into a store, then what memory it took at most. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runId, runSpec, type RunSpec } from "../../src/training";
import { openStore, runSweep, sweepExecutor } from "../../src/tuning";
import { syntheticFeatures } from "../lib/synthetic";

/** Weights and curves of a run are about 100 kB: keeping them would show. */
const SHAPE = { train: 256, validation: 64, test: 16, columns: 2048, classes: 8, nonZeros: 8 };

async function main(count: number): Promise<void> {
  const features = syntheticFeatures(SHAPE, 1);
  const folder = mkdtempSync(join(tmpdir(), "lr-lab-memory-"));
  try {
    const runs: { id: string; spec: RunSpec }[] = [];
    for (let seed = 1; seed <= count; seed++) {
      const spec = await runSpec(features, {
        schedule: 0.1,
        model: { kind: "mlp", hidden: 8 },
        batchSize: 8,
        epochs: 4,
        seed,
        engine: "fused",
      });
      runs.push({ id: runId(spec), spec });
    }
    await runSweep(runs, features, await openStore(folder), sweepExecutor(features, runs[0].spec.engine));
    const answer = {
      peakMiB: peakKiB() / 1024,
      endMiB: process.memoryUsage.rss() / 2 ** 20,
    };
    console.log(JSON.stringify(answer));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The most memory that was resident. `resourceUsage` begins, on Linux, at what the process had that started this one:
 * there /proc knows better.
 */
function peakKiB(): number {
  const status = "/proc/self/status";
  const found = existsSync(status) ? /^VmHWM:\s*(\d+) kB/m.exec(readFileSync(status, "utf8")) : null;
  return found === null ? process.resourceUsage().maxRSS : Number(found[1]);
}

void main(Number(process.argv[2])).then(() => process.exit(0));
