import type { Split } from "../../data";
import { InputError } from "../../errors";
import { accuracy, macroF1 } from "../../metrics";
import { fromSpec } from "../../schedules";
import type { Checkpoint, OpenRun, StepReport } from "../engine";
import { EpochOrder } from "../epoch-order";
import { isEvaluationStep } from "../evaluation-steps";
import { runId } from "../run-id";
import type { SplitScore } from "../run-record";
import type { RunSpec } from "../run-spec";
import type { ModelWeights } from "../weights";
import { Field, Num } from "./assembly/fields";
import { layoutOf, WINDOW, type Layout } from "./layout";
import { takeArena, type Arena } from "./memory";
import type { SharedFeatures } from "./shared-features";
import { readWeights, writeInitialState } from "./state";
import { fusedModule, type FusedModule } from "./wasm";

/** Opens a run on shared features, at step 0. The spec must have been checked. */
export async function openFused(spec: RunSpec, features: SharedFeatures): Promise<OpenRun> {
  const module = await fusedModule(features.memory);
  const layout = layoutOf(spec, features);
  return new FusedRun(spec, features, module, layout, takeArena(features.memory, layout.bytes));
}

class FusedRun implements OpenRun {
  readonly plannedSteps: number;
  step = 0;
  private readonly perEpoch: number;
  private readonly schedule;
  private readonly order: EpochOrder;
  private readonly table: Uint32Array;
  private readonly numbers: Float64Array;
  /** The order of the epoch that is in memory. */
  private readonly rows: Int32Array;
  private epoch = -1;
  private closed = false;

  constructor(
    readonly spec: RunSpec,
    private readonly features: SharedFeatures,
    private readonly module: FusedModule,
    private readonly layout: Layout,
    private readonly arena: Arena,
  ) {
    const { buffer } = features.memory;
    const { train } = features.splits;
    this.perEpoch = Math.ceil(train.rows / spec.batchSize);
    this.plannedSteps = this.perEpoch * spec.epochs;
    this.schedule = fromSpec(spec.schedule);
    this.order = new EpochOrder(train.rows, spec.seeds.order);
    this.table = layout.table;
    this.numbers = new Float64Array(buffer, arena.address + this.table[Field.Numbers], Num.Count);
    this.rows = new Int32Array(buffer, arena.address + layout.rows, train.rows);
    new Uint8Array(buffer, arena.address, layout.bytes).fill(0);
    const absolute = new Uint32Array(buffer, arena.address, Field.Count);
    absolute.set(this.table.map((value, field) => (SIZES.has(field) ? value : value + arena.address)));
    writeInitialState(spec, features, this.table, arena.address);
    this.bind();
    this.module.settle();
  }

  rateAt(step: number): number {
    return Math.fround(this.schedule(step));
  }

  get scale(): number {
    this.mustBeOpen();
    return this.numbers[Num.D];
  }

  advance(asked?: number): StepReport {
    this.bind();
    const { spec, step, features, scale } = this;
    if (step >= this.plannedSteps) {
      throw new InputError(
        `run: all ${this.plannedSteps} steps of its spec are taken; restore a checkpoint, or plan more`,
      );
    }
    const { indptr, indices, values, labels, rows } = features.splits.train;
    const within = step % this.perEpoch;
    const from = within * spec.batchSize;
    const n = Math.min(spec.batchSize, rows - from);
    const epoch = Math.floor(step / this.perEpoch);
    if (epoch !== this.epoch) this.rows.set(this.order.of((this.epoch = epoch)));
    const rate = asked === undefined ? this.rateAt(step) : Math.fround(asked);
    const fixed = spec.optimizer.kind === "momentum" ? spec.optimizer.momentum : 0;
    const momentum = spec.optimizer.kind === "momentum" ? (this.schedule.momentum?.(step) ?? fixed) : 0;
    const at = this.rows.byteOffset + 4 * from;
    const loss = this.module.step(indptr, indices, values, labels, at, n, rate, Math.fround(momentum));
    this.step++;
    if (this.isSettled()) this.module.settle();
    const { numbers } = this;
    return {
      loss: Math.fround(loss),
      rate: Math.fround(scale * rate),
      gradientNorm: Math.fround(numbers[Num.GradientNorm]),
      updateRatio: Math.fround(numbers[Num.UpdateRatio]),
      overshoot: Math.fround(numbers[Num.Overshoot]),
    };
  }

  evaluate(split: Split): { score: SplitScore; labels: Int32Array } {
    return this.settled(() => {
      const { indptr, indices, values, labels, rows } = this.features.splits[split];
      const { buffer } = this.features.memory;
      const out = this.arena.address + this.layout.predicted;
      const loss = this.module.evaluate(indptr, indices, values, labels, 0, rows, out) / rows;
      const predicted = new Int32Array(buffer, out, rows).slice();
      const truth = new Int32Array(buffer, labels, rows);
      const score = { loss, accuracy: accuracy(truth, predicted), macroF1: macroF1(truth, predicted) };
      return { score, labels: predicted };
    });
  }

  weights(): ModelWeights {
    return this.settled(() => readWeights(this.spec, this.features, this.table, this.arena.address));
  }

  checkpoint(): Checkpoint {
    return { kind: "checkpoint", run: runId(this.spec), step: this.step, state: this.state().slice() };
  }

  restore(checkpoint: Checkpoint): void {
    if (checkpoint.run !== runId(this.spec) || checkpoint.state.length !== this.layout.state.bytes) {
      throw new InputError("restore: the checkpoint was taken from another run");
    }
    this.state().set(checkpoint.state);
    this.step = checkpoint.step;
    this.bind(true);
  }

  close(): void {
    // Once: by a second time the arena may be another run's.
    if (this.closed) return;
    this.closed = true;
    this.arena.release();
    if (bound.get(this.module) === this) bound.delete(this.module);
  }

  /** Where every row is up to date by the spec alone: at an evaluation, at the end, and when a window is full. */
  private isSettled(): boolean {
    return (
      this.step % WINDOW === 0 ||
      this.step === this.plannedSteps ||
      isEvaluationStep(this.step, this.perEpoch, this.spec.evaluationsPerEpoch)
    );
  }

  /** Looks at the weights with every row up to date, and leaves the run as if nobody had looked. */
  private settled<T>(look: () => T): T {
    this.bind();
    if (this.table[Field.Optimizer] !== 1 || this.isSettled()) return look();
    const { state, step } = this.checkpoint();
    this.module.settle();
    const seen = look();
    this.state().set(state);
    this.step = step;
    return seen;
  }

  private mustBeOpen(): void {
    if (this.closed)
      throw new InputError("run: it was closed, and its memory may be another's; open it again");
  }

  private state(): Uint8Array {
    this.mustBeOpen();
    const { from, bytes } = this.layout.state;
    return new Uint8Array(this.features.memory.buffer, this.arena.address + from, bytes);
  }

  /** Points the module at this run, where it last worked on another. */
  private bind(anew = false): void {
    this.mustBeOpen();
    if (!anew && bound.get(this.module) === this) return;
    this.module.bind(this.arena.address);
    bound.set(this.module, this);
  }
}

/** The run that each instance of the module is pointed at. */
const bound = new WeakMap<FusedModule, FusedRun>();

/** Fields that are sizes or flags; the others are addresses. */
const SIZES = new Set<number>([
  Field.Columns,
  Field.BagStride,
  Field.RowBytes,
  Field.Hidden,
  Field.Classes,
  Field.ClassStride,
  Field.Optimizer,
  Field.Nesterov,
  Field.Direct,
  Field.DenseBytes,
  Field.Batch,
]);
