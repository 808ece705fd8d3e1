import type { Features } from "../features";
import { constant, fromSpec, type Schedule, type ScheduleSpec } from "../schedules";
import { checkNumbers } from "./check-run-spec";
import { InputError } from "../errors";
import { BUILD } from "./fused/module";
import { fusedRuns } from "./fused/wasm";
import { withoutIdleDecay } from "./idle-decay";
import type { EngineSpec, ModelSpec, OptimizerSpec, RunSpec, StopRule } from "./run-spec";
import { chooseBackend } from "./tfjs/backend";

/** What a person chooses of a run; everything has a default but the schedule. */
export interface RunChoices {
  /** A schedule, its spec, or a number for a constant rate. */
  readonly schedule: Schedule | ScheduleSpec | number;
  /** Default: an mlp with 64 hidden units. */
  readonly model?: ModelSpec;
  /** Default: momentum .9. */
  readonly optimizer?: OptimizerSpec;
  /** Messages a step; default 64. */
  readonly batchSize?: number;
  /** Default 5. */
  readonly epochs?: number;
  /** Default 0. */
  readonly labelSmoothing?: number;
  /** Default: never clip. */
  readonly clipNorm?: number | null;
  /** Default: only a loss that is not finite ends a run. */
  readonly stop?: StopRule;
  /** Default 1. */
  readonly evaluationsPerEpoch?: number;
  /**
   * `fused` or `tfjs`; default `auto`: fused wherever WebAssembly has what it needs, else TensorFlow.js. Both train
   * the same run, to rounding.
   */
  readonly engine?: "auto" | "fused" | "tfjs";
  /** One seed for initial weights and order of messages, or one each; default 1. */
  readonly seed?: number | { readonly init: number; readonly order: number };
}

/** The number of optimizer steps that a run takes: epochs x ceil(messages / batch size). */
export function plannedSteps(
  features: Features,
  choices: Pick<RunChoices, "batchSize" | "epochs"> = {},
): number {
  const { batchSize = DEFAULTS.batchSize, epochs = DEFAULTS.epochs } = choices;
  return Math.ceil(features.splits.train.x.rows / batchSize) * epochs;
}

const DEFAULTS = { batchSize: 64, epochs: 5 } as const;

/**
 * The whole spec of a run: the choices, every default filled in, and the data, features, backend and build that it
 * is bound to.
 *
 * @throws InputError for a rate, a schedule or a number that cannot be used
 * @example const spec = await runSpec(features, { schedule: 0.1, seed: 1 });
 */
export async function runSpec(features: Features, choices: RunChoices): Promise<RunSpec> {
  const seed = choices.seed ?? 1;
  const spec: RunSpec = {
    kind: "run-spec",
    version: 2,
    data: features.data,
    features: features.hash,
    model: choices.model ?? { kind: "mlp", hidden: 64 },
    optimizer: withoutIdleDecay(choices.optimizer ?? { kind: "momentum", momentum: 0.9, nesterov: false }),
    schedule: scheduleSpec(choices.schedule),
    batchSize: choices.batchSize ?? DEFAULTS.batchSize,
    epochs: choices.epochs ?? DEFAULTS.epochs,
    labelSmoothing: choices.labelSmoothing ?? 0,
    clipNorm: choices.clipNorm ?? null,
    stop: choices.stop ?? { divergenceFactor: null },
    evaluationsPerEpoch: choices.evaluationsPerEpoch ?? 1,
    seeds: typeof seed === "number" ? { init: seed, order: seed } : seed,
    engine: await engineSpec(choices.engine ?? "auto"),
  };
  checkNumbers(spec);
  return spec;
}

function scheduleSpec(schedule: RunChoices["schedule"]): ScheduleSpec {
  if (typeof schedule === "number") return constant({ peak: schedule }).spec;
  return typeof schedule === "function" ? schedule.spec : fromSpec(schedule).spec;
}

async function engineSpec(choice: NonNullable<RunChoices["engine"]>): Promise<EngineSpec> {
  if (choice === "fused" || (choice === "auto" && fusedRuns())) return { name: "fused", build: BUILD };
  if (choice !== "auto" && choice !== "tfjs") {
    throw new InputError(`run: engine must be auto, fused or tfjs, found ${String(choice)}`);
  }
  const { backend, build } = await chooseBackend();
  return { name: "tfjs", backend, build };
}
