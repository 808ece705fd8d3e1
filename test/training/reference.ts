// The built-in classifiers trained in float64 by plain loops over dense arrays, as the formulas stand in books. It
// shares with the engines the seeded initial weights and the generator that shuffles, and nothing else.
import { createRandom, type Random } from "../../src/data";
import type { Features } from "../../src/features";
import { fromSpec } from "../../src/schedules";
import { initialWeights, type ProdigySpec, type RunSpec, type StepReport } from "../../src/training";
import { featuresOf, type PlainRows } from "./helpers";

/** A plain array of parameters and what the optimizer keeps of it. */
interface Parameter {
  readonly name: string;
  readonly width: number;
  readonly decays: boolean;
  readonly w: Float64Array;
  readonly g: Float64Array;
  readonly m: Float64Array;
  readonly v: Float64Array;
  /** For Prodigy: s, and the weights at the start. */
  readonly s: Float64Array;
  readonly w0: Float64Array;
}

/** A run by the book; the methods are those of `OpenRun` that have a meaning here. */
export class ReferenceRun {
  readonly parameters: readonly Parameter[];
  step = 0;
  private readonly random: Random;
  private readonly schedule;
  private order: number[] = [];
  private last: Float64Array | undefined;
  /** What the schedule's rate is multiplied by; Prodigy's estimate and its numerator. */
  private d = 1;
  private numerator = 0;

  constructor(
    readonly spec: RunSpec,
    private readonly features: Features,
  ) {
    const { columns } = features.splits.train.x;
    const classes = features.labels.length;
    this.parameters = initialWeights(spec.model, columns, classes, spec.seeds.init).arrays.map((array) => ({
      name: array.name,
      width: array.shape[array.shape.length - 1],
      decays: array.shape.length === 2,
      w: Float64Array.from(array.values),
      g: new Float64Array(array.values.length),
      m: new Float64Array(array.values.length),
      v: new Float64Array(array.values.length),
      s: new Float64Array(array.values.length),
      w0: Float64Array.from(array.values),
    }));
    this.random = createRandom(spec.seeds.order);
    this.schedule = fromSpec(spec.schedule);
    if (spec.optimizer.kind === "prodigy") this.d = spec.optimizer.d0;
  }

  advance(rate = this.schedule(this.step)): StepReport {
    const { spec, features, parameters } = this;
    const { rows } = features.splits.train.x;
    const from = (this.step % Math.ceil(rows / spec.batchSize)) * spec.batchSize;
    if (from === 0) this.order = this.random.shuffle(Array.from({ length: rows }, (_, i) => i));
    const batch = this.order.slice(from, from + spec.batchSize);
    for (const { g } of parameters) g.fill(0);
    let loss = 0;
    for (const row of batch) loss += this.backward(row, 1 / batch.length) / batch.length;

    const norm = Math.sqrt(parameters.reduce((sum, { g }) => sum + dot(g, g), 0));
    const output = Float64Array.from(parameters.slice(-2).flatMap(({ g }) => [...g]));
    const last = this.last ?? output;
    const cosine = dot(output, last) / Math.sqrt(dot(output, output) * dot(last, last));
    const overshoot = this.last === undefined ? 0 : -cosine;
    this.last = output;
    if (spec.clipNorm !== null) {
      const scale = Math.min(1, spec.clipNorm / (norm + 1e-6));
      for (const { g } of parameters) g.forEach((value, i) => (g[i] = value * scale));
    }
    const before = parameters.map(({ w }) => w.slice());
    const { d } = this;
    if (spec.optimizer.kind === "prodigy") this.prodigy(spec.optimizer, Math.fround(rate));
    else for (const parameter of parameters) this.update(parameter, Math.fround(rate));
    const moves = parameters.map(({ w }, i) => w.map((value, k) => value - before[i][k]));
    const square = (arrays: readonly Float64Array[]): number => arrays.reduce((sum, a) => sum + dot(a, a), 0);
    this.step++;
    return {
      loss,
      rate: Math.fround(d * Math.fround(rate)),
      gradientNorm: norm,
      updateRatio: Math.sqrt(square(moves) / square(before)),
      overshoot,
    };
  }

  /** Mean loss on a split, without smoothing, and the labels. */
  evaluate(split: "train" | "validation"): { loss: number; labels: number[] } {
    const { x, y } = this.features.splits[split];
    let loss = 0;
    const labels: number[] = [];
    for (let row = 0; row < x.rows; row++) {
      const { logs } = this.forward(split, row);
      loss -= logs[y[row]] / x.rows;
      labels.push(logs.indexOf(Math.max(...logs)));
    }
    return { loss, labels };
  }

  /** Logarithms of the class probabilities of a message, and its hidden values. */
  private forward(split: "train" | "validation", row: number): { logs: number[]; hidden: number[] } {
    const { x } = this.features.splits[split];
    const bag = [...this.parameters[1].w];
    for (let e = x.indptr[row]; e < x.indptr[row + 1]; e++) {
      const at = x.indices[e] * bag.length;
      for (let k = 0; k < bag.length; k++) bag[k] += x.values[e] * this.parameters[0].w[at + k];
    }
    let scores = bag;
    const hidden = bag.map((z) => Math.max(0, z));
    if (this.spec.model.kind === "mlp") {
      const [, , { w, width }, bias] = this.parameters;
      scores = [...bias.w];
      hidden.forEach((h, k) => scores.forEach((_, c) => (scores[c] += h * w[k * width + c])));
    }
    const peak = Math.max(...scores);
    const mass = peak + Math.log(scores.reduce((sum, z) => sum + Math.exp(z - peak), 0));
    return { logs: scores.map((z) => z - mass), hidden };
  }

  /** Adds the gradient of a message's loss x `share`; returns the loss. */
  private backward(row: number, share: number): number {
    const { x, y } = this.features.splits.train;
    const { logs, hidden } = this.forward("train", row);
    const e = this.spec.labelSmoothing;
    const target = logs.map((_, c) => e / logs.length + (c === y[row] ? 1 - e : 0));
    const dScores = logs.map((log, c) => (Math.exp(log) - target[c]) * share);
    let dBag = dScores;
    if (this.spec.model.kind === "mlp") {
      const [, , { w, g, width }, bias] = this.parameters;
      dBag = hidden.map((h, k) => {
        if (h === 0) return 0;
        dScores.forEach((d, c) => (g[k * width + c] += h * d));
        return dScores.reduce((sum, d, c) => sum + d * w[k * width + c], 0);
      });
      dScores.forEach((d, c) => (bias.g[c] += d));
    }
    const [bag, bias] = this.parameters;
    dBag.forEach((d, k) => (bias.g[k] += d));
    for (let i = x.indptr[row]; i < x.indptr[row + 1]; i++) {
      dBag.forEach((d, k) => (bag.g[x.indices[i] * dBag.length + k] += x.values[i] * d));
    }
    return -logs.reduce((sum, log, c) => sum + target[c] * log, 0);
  }

  private update({ w, g, m, v, decays }: Parameter, rate: number): void {
    const { optimizer } = this.spec;
    const decay = decays ? (optimizer.weightDecay ?? 0) : 0;
    const t = this.step + 1;
    for (let i = 0; i < w.length; i++) {
      if (optimizer.kind === "adamw") w[i] -= rate * decay * w[i];
      else g[i] += decay * w[i];
      if (optimizer.kind === "sgd") w[i] -= rate * g[i];
      else if (optimizer.kind === "momentum") {
        const mu = Math.fround(this.schedule.momentum?.(this.step) ?? optimizer.momentum);
        m[i] = mu * m[i] + g[i];
        w[i] -= rate * (optimizer.nesterov ? g[i] + mu * m[i] : m[i]);
      } else {
        const { beta1, beta2, epsilon } = optimizer;
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
        w[i] -= (rate * (m[i] / (1 - beta1 ** t))) / (Math.sqrt(v[i] / (1 - beta2 ** t)) + epsilon);
      }
    }
  }

  private prodigy(
    { beta1, beta2, epsilon, weightDecay, d0, biasCorrection }: ProdigySpec,
    rate: number,
  ): void {
    const { d, parameters } = this;
    const t = this.step + 1;
    const r = d * rate * (biasCorrection ? Math.sqrt(1 - beta2 ** t) / (1 - beta1 ** t) : 1);
    let norm = 0;
    this.numerator *= Math.sqrt(beta2);
    for (const { w, w0, g, m, v, s } of parameters) {
      for (let i = 0; i < w.length; i++) {
        this.numerator += (d / d0) * r * g[i] * (w0[i] - w[i]);
        m[i] = beta1 * m[i] + (1 - beta1) * d * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * d * d * g[i] * g[i];
        s[i] = Math.sqrt(beta2) * s[i] + (d / d0) * r * g[i];
        norm += Math.abs(s[i]);
      }
    }
    this.d = Math.max(d, this.numerator / norm);
    for (const { w, m, v, decays } of parameters) {
      for (let i = 0; i < w.length; i++) {
        if (decays) w[i] -= r * weightDecay * w[i];
        w[i] -= (r * m[i]) / (Math.sqrt(v[i]) + this.d * epsilon);
      }
    }
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** What random features look like. */
export interface Shape {
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
  readonly seed?: number;
  /** So many of the last columns are each in one message only. */
  readonly rare?: number;
}

/**
 * Sparse features by chance, a column from its class so that there is something to learn: of train the third and the
 * last message are empty, and column 0 is in all the others.
 */
export function randomFeatures({ rows, columns, classes, seed = 1, rare = 0 }: Shape): Features {
  const random = createRandom(seed);
  const split = (count: number): PlainRows => {
    const made = { indptr: [0], indices: [] as number[], values: [] as number[], y: [] as number[] };
    for (let row = 0; row < count; row++) {
      const label = row < classes ? row : random.int(classes);
      const common = columns - rare;
      const chosen = new Set([0, 1 + (label % (common - 1))]);
      const more = random.int(8);
      for (let k = 0; k < more; k++) chosen.add(random.int(common));
      if (row >= 3 && row < 3 + rare) chosen.add(common + row - 3);
      if (row === 2 || row === count - 1) chosen.clear();
      for (const column of [...chosen].sort((a, b) => a - b)) {
        made.indices.push(column);
        made.values.push(Math.fround(0.2 + random.next()));
      }
      made.indptr.push(made.indices.length);
      made.y.push(label);
    }
    return made;
  };
  return featuresOf(columns, classes, split(rows), split(Math.ceil(rows / 3)));
}
