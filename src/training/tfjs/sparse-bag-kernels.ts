import type { Backend } from "../run-spec";
import type { Tf } from "./backend";

/**
 * A batch of sparse rows: row r is entries `start[r] .. start[r+1])` of `indices` and `values`. `rowOf` names
 * the row of each entry, for backends that sum by segment.
 */
export interface SparseBatch {
  readonly rows: number;
  readonly columns: number;
  readonly start: Int32Array;
  readonly indices: Int32Array;
  readonly values: Float32Array;
}

/** Names under which the two kernels are registered with TensorFlow.js. */
export const SPARSE_BAG = "LrLabSparseBag";
export const SPARSE_BAG_GRADIENT = "LrLabSparseBagGradient";

interface Info {
  dataId: object;
  shape: number[];
  dtype: "float32";
}
interface MemoryBackend {
  makeOutput?(shape: number[], dtype: "float32"): Info;
  typedArrayFromHeap?(info: Info): Float32Array;
  makeTensorInfo?(shape: number[], dtype: "float32", values: Float32Array): Info;
  data?: { get(id: object): { values: Float32Array } };
}

const registered = new Set<Backend>();

/**
 * Registers `SPARSE_BAG` (out = X W) and `SPARSE_BAG_GRADIENT` (dW = X^T dy) for a backend whose tensors lie in
 * this thread's memory. TensorFlow.js has no sparse product with a gradient there: wasm lacks
 * `UnsortedSegmentSum`, and on cpu the gradient of `gather` is dense one-hot. The native backend uses its own ops
 * (sparse-bag.ts), so nothing is registered for it.
 */
export function registerSparseBagKernels(tf: Tf, backend: Backend): void {
  if (backend === "tensorflow" || registered.has(backend)) return;
  registered.add(backend);
  tf.registerKernel({
    kernelName: SPARSE_BAG,
    backendName: backend,
    kernelFunc: ({ inputs, attrs, backend: memory }) => {
      const weights = inputs.weights as Info;
      const batch = (attrs as unknown as { batch: SparseBatch }).batch;
      const width = weights.shape[1];
      const out = allocate(memory as MemoryBackend, [batch.rows, width]);
      bag(batch, view(memory as MemoryBackend, weights), width, out.values);
      return out.info;
    },
  });
  tf.registerKernel({
    kernelName: SPARSE_BAG_GRADIENT,
    backendName: backend,
    kernelFunc: ({ inputs, attrs, backend: memory }) => {
      const dy = inputs.dy as Info;
      const batch = (attrs as unknown as { batch: SparseBatch }).batch;
      const width = dy.shape[1];
      const out = allocate(memory as MemoryBackend, [batch.columns, width]);
      bagGradient(batch, view(memory as MemoryBackend, dy), width, out.values);
      return out.info;
    },
  });
}

function bag(batch: SparseBatch, weights: Float32Array, width: number, out: Float32Array): void {
  const { start, indices, values } = batch;
  out.fill(0);
  for (let row = 0; row < batch.rows; row++) {
    const to = row * width;
    for (let entry = start[row]; entry < start[row + 1]; entry++) {
      const from = indices[entry] * width;
      const value = values[entry];
      for (let k = 0; k < width; k++) out[to + k] += value * weights[from + k];
    }
  }
}

function bagGradient(batch: SparseBatch, dy: Float32Array, width: number, out: Float32Array): void {
  const { start, indices, values } = batch;
  out.fill(0);
  for (let row = 0; row < batch.rows; row++) {
    const from = row * width;
    for (let entry = start[row]; entry < start[row + 1]; entry++) {
      const to = indices[entry] * width;
      const value = values[entry];
      for (let k = 0; k < width; k++) out[to + k] += value * dy[from + k];
    }
  }
}

function allocate(memory: MemoryBackend, shape: number[]): { info: Info; values: Float32Array } {
  if (memory.makeOutput !== undefined) {
    const info = memory.makeOutput(shape, "float32");
    return { info, values: view(memory, info) };
  }
  const values = new Float32Array(shape[0] * shape[1]);
  return { info: (memory.makeTensorInfo as NonNullable<MemoryBackend["makeTensorInfo"]>)(shape, "float32", values), values };
}

/** The tensor's memory; taken anew each time, since growing the wasm heap moves it. */
function view(memory: MemoryBackend, info: Info): Float32Array {
  if (memory.typedArrayFromHeap !== undefined) return memory.typedArrayFromHeap(info);
  return (memory.data as NonNullable<MemoryBackend["data"]>).get(info.dataId).values;
}
