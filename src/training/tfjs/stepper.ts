import type { Variable } from "@tensorflow/tfjs";
import type { StepReport } from "../engine";
import type { RunSpec } from "../run-spec";
import type { ChosenBackend } from "./backend";
import { createMeasures } from "./measures";
import { crossEntropyLoss, logitsOf } from "./network";
import { clipByGlobalNorm, createUpdater } from "./optimizers";
import type { SparseBatch } from "./sparse-bag-kernels";

/** Takes a run's steps one after the other; it holds the optimizer's state. */
export interface Stepper {
  /** Forward, loss, backward, clipping, decay and update; `momentum` where the schedule moves it. */
  take(batch: SparseBatch, labels: Int32Array, rate: number, momentum?: number): StepReport;
  /** What the optimizer multiplies the next step's rate by. */
  scale(): number;
  dispose(): void;
}

export function createStepper(chosen: ChosenBackend, spec: RunSpec, variables: Variable[]): Stepper {
  const { tf } = chosen;
  const updater = createUpdater(tf, spec.optimizer, variables);
  const measures = createMeasures(variables);
  const scale = (): number => updater.scale?.() ?? 1;
  return {
    scale,
    take: (batch, labels, rate, momentum) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(
          () => crossEntropyLoss(tf, logitsOf(chosen, variables, batch), labels, spec.labelSmoothing),
          variables,
        );
        const loss = value.dataSync()[0];
        const gradients = variables.map((variable) => grads[variable.name]);
        const measured = measures.ofGradients(gradients);
        const applied = Math.fround(scale() * rate);
        // The update of a loss that is not finite would only spread it.
        if (Number.isFinite(loss)) {
          const clipped = spec.clipNorm === null ? gradients : clipByGlobalNorm(tf, gradients, spec.clipNorm);
          updater.apply(clipped, rate, momentum);
        }
        return { loss, rate: applied, ...measured, updateRatio: measures.ofUpdate() };
      }),
    dispose: () => updater.dispose(),
  };
}
