import { parseSpec } from "../schedules";
import { FieldReader } from "./field-reader";
import type { EngineSpec, ModelSpec, OptimizerSpec, RunSpec } from "./run-spec";

/**
 * What should be a run spec, from a file or from plain JavaScript, checked field by field. A field that is
 * missing, unknown, of the wrong type or out of range is refused with its path.
 *
 * @param value what `JSON.parse` returned
 * @returns a copy; the schedule's defaults are filled in, since two ways of writing a run must have one id
 * @throws InputError naming the first field that cannot be used, and what was found
 * @example checkRunSpec({ ...spec, epochs: 0 });
 * // InputError: run spec: epochs must be a whole number of at least 1, found 0
 */
export function checkRunSpec(value: unknown): RunSpec {
  const spec = new FieldReader(value);
  const checked: RunSpec = {
    kind: spec.oneOf("kind", ["run-spec"]),
    version: spec.oneOf("version", [2]),
    data: spec.hash("data"),
    features: spec.hash("features"),
    model: modelOf(spec.object("model")),
    optimizer: optimizerOf(spec.object("optimizer")),
    schedule: parseSpec(spec.take("schedule"), "run spec: schedule"),
    batchSize: spec.whole("batchSize", 1),
    epochs: spec.whole("epochs", 1),
    labelSmoothing: spec.share("labelSmoothing"),
    clipNorm: spec.positiveOrNull("clipNorm"),
    stop: stopOf(spec.object("stop")),
    evaluationsPerEpoch: spec.whole("evaluationsPerEpoch", 1),
    seeds: seedsOf(spec.object("seeds")),
    engine: engineOf(spec.object("engine")),
  };
  spec.end();
  return checked;
}

/**
 * Checks a spec before it is run: the rules of `checkRunSpec`.
 *
 * @throws InputError naming the first field that cannot be used, and what was found
 */
export function checkNumbers(spec: RunSpec): void {
  checkRunSpec(spec);
}

function modelOf(model: FieldReader): ModelSpec {
  const kind = model.oneOf("kind", ["linear", "mlp"]);
  return ended(model, kind === "linear" ? { kind } : { kind, hidden: model.whole("hidden", 1) });
}

function optimizerOf(optimizer: FieldReader): OptimizerSpec {
  const kind = optimizer.oneOf("kind", ["sgd", "momentum", "adam", "adamw", "prodigy"]);
  const decay: { weightDecay?: number } =
    kind === "adamw" || kind === "prodigy" || optimizer.take("weightDecay") !== undefined
      ? { weightDecay: optimizer.nonNegative("weightDecay") }
      : {};
  switch (kind) {
    case "sgd":
      return ended(optimizer, { kind, ...decay });
    case "momentum": {
      const momentum = optimizer.share("momentum");
      return ended(optimizer, { kind, momentum, nesterov: optimizer.flag("nesterov"), ...decay });
    }
    case "prodigy": {
      const [beta1, beta2] = [optimizer.share("beta1"), optimizer.share("beta2")];
      // Their product stands beside gradients of nothing: it must not be 0 in float32.
      const [epsilon, d0] = [optimizer.atLeast("epsilon", 1e-20), optimizer.atLeast("d0", 1e-12)];
      const biasCorrection = optimizer.flag("biasCorrection");
      const { weightDecay = 0 } = decay;
      return ended(optimizer, { kind, beta1, beta2, epsilon, weightDecay, d0, biasCorrection });
    }
    default: {
      const beta1 = optimizer.share("beta1");
      const beta2 = optimizer.share("beta2");
      // A smaller one is 0 in float32 at the first steps: a weight without gradient would become 0 / 0.
      const epsilon = optimizer.atLeast("epsilon", 1e-30);
      return ended(optimizer, { kind, beta1, beta2, epsilon, ...decay } as OptimizerSpec);
    }
  }
}

function stopOf(stop: FieldReader): RunSpec["stop"] {
  return ended(stop, { divergenceFactor: stop.positiveOrNull("divergenceFactor") });
}

function seedsOf(seeds: FieldReader): RunSpec["seeds"] {
  return ended(seeds, { init: seeds.whole("init", 0), order: seeds.whole("order", 0) });
}

function engineOf(engine: FieldReader): EngineSpec {
  const name = engine.oneOf("name", ["fused", "tfjs"]);
  const build = engine.text("build");
  if (name === "fused") return ended(engine, { name, build });
  return ended(engine, { name, backend: engine.oneOf("backend", ["tensorflow", "wasm", "cpu"]), build });
}

/** The value, once no field is left that nobody asked for. */
function ended<T>(reader: FieldReader, value: T): T {
  reader.end();
  return value;
}
