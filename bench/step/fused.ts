import type { Features } from "../../src/features";
import { openRun, runSpec, type OpenRun } from "../../src/training";
import { OPTIMIZERS, type OptimizerName } from "./optimizers";

/** The fused engine's run, step by step. */
export async function openFused(
  features: Features,
  run: { optimizer: OptimizerName; rate: number; hidden: number; batch: number; epochs: number },
): Promise<OpenRun> {
  const spec = await runSpec(features, {
    schedule: run.rate,
    model: { kind: "mlp", hidden: run.hidden },
    optimizer: OPTIMIZERS[run.optimizer].spec,
    batchSize: run.batch,
    epochs: run.epochs,
    seed: 1,
    engine: "fused",
  });
  return openRun(spec, features);
}
