import { initialWeights, weightShapes, type ModelWeights } from "../weights";
import { coupledDecay, isDecoupled } from "../idle-decay";
import type { RunSpec } from "../run-spec";
import { Field, Num } from "./assembly/fields";
import type { SharedFeatures } from "./shared-features";

/** Initial weights that this thread used last: the runs of a sweep share their seeds. */
const remembered = new Map<string, ModelWeights>();
const REMEMBER = 4;

/** Initial weights, which the next call may overwrite: a thousand seeds need the memory of a few. */
function weightsFor({ model, seeds }: RunSpec, { columns, classes }: SharedFeatures): ModelWeights {
  const key = JSON.stringify([model, columns, classes, seeds.init]);
  const found = remembered.get(key) ?? initialWeights(model, columns, classes, seeds.init, forgetOldest());
  remembered.delete(key);
  remembered.set(key, found);
  return found;
}

/** Makes room for one more; gives what was given up. */
function forgetOldest(): ModelWeights | undefined {
  if (remembered.size < REMEMBER) return undefined;
  const [[key, oldest]] = remembered;
  remembered.delete(key);
  return oldest;
}

/** The arrays of a model and where each lies in an arena: rows of `stride` bytes. */
function places(spec: RunSpec, table: Uint32Array): { address: number; stride: number }[] {
  const [bag, dense] = [table[Field.Bag], table[Field.Dense]];
  const [bagStride, classStride] = [table[Field.BagStride], table[Field.ClassStride]];
  const first = [
    { address: bag, stride: table[Field.RowBytes] },
    { address: dense, stride: bagStride },
  ];
  if (spec.model.kind === "linear") return first;
  const output = dense + bagStride;
  return [
    ...first,
    { address: output, stride: classStride },
    { address: output + spec.model.hidden * classStride, stride: classStride },
  ];
}

/** Writes the state of a run that has taken no step; the memory must be cleared before. */
export function writeInitialState(
  spec: RunSpec,
  features: SharedFeatures,
  table: Uint32Array,
  arena: number,
): void {
  const { buffer } = features.memory;
  const { arrays } = weightsFor(spec, features);
  places(spec, table).forEach(({ address, stride }, i) => {
    const { shape, values } = arrays[i];
    const width = shape[shape.length - 1];
    const out = new Float32Array(buffer, arena + address, (values.length / width) * (stride / 4));
    if (width * 4 === stride) out.set(values);
    else {
      for (let from = 0, to = 0; from < values.length; from += width, to += stride / 4) {
        out.set(values.subarray(from, from + width), to);
      }
    }
  });
  const numbers = new Float64Array(buffer, arena + table[Field.Numbers], Num.Count);
  const { optimizer } = spec;
  numbers[Num.Clip] = spec.clipNorm ?? Infinity;
  numbers[Num.Smoothing] = spec.labelSmoothing;
  numbers[Num.CoupledDecay] = coupledDecay(optimizer);
  numbers[Num.DecoupledDecay] = isDecoupled(optimizer) ? optimizer.weightDecay : 0;
  if (optimizer.kind !== "sgd" && optimizer.kind !== "momentum") {
    numbers[Num.Beta1] = optimizer.beta1;
    numbers[Num.Beta2] = optimizer.beta2;
    numbers[Num.Epsilon] = optimizer.epsilon;
  }
  numbers[Num.D] = 1;
  if (optimizer.kind === "prodigy") {
    numbers[Num.D0] = numbers[Num.D] = optimizer.d0;
    numbers[Num.BiasCorrection] = optimizer.biasCorrection ? 1 : 0;
  }
  numbers[Num.Power1] = 1;
  numbers[Num.Power2] = 1;
}

/** The weights as they stand in an arena. */
export function readWeights(
  spec: RunSpec,
  features: SharedFeatures,
  table: Uint32Array,
  arena: number,
): ModelWeights {
  const { buffer } = features.memory;
  const placed = places(spec, table);
  const shapes = weightShapes(spec.model, features.columns, features.classes);
  return {
    kind: "model-weights",
    model: spec.model,
    arrays: shapes.map(({ name, shape }, i) => {
      const { address, stride } = placed[i];
      const width = shape[shape.length - 1];
      const rows = shape.length === 1 ? 1 : shape[0];
      const from = new Float32Array(buffer, arena + address, rows * (stride / 4));
      const values = new Float32Array(rows * width);
      for (let r = 0; r < rows; r++) {
        values.set(from.subarray((r * stride) / 4, (r * stride) / 4 + width), r * width);
      }
      return { name, shape, values };
    }),
  };
}
