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

// Four entries at a time: one pass over the output row for four rows of weights more than doubles the speed.
function bag(batch: SparseBatch, weights: Float32Array, width: number, out: Float32Array): void {
  const { start, indices, values } = batch;
  out.fill(0);
  for (let row = 0; row < batch.rows; row++) {
    const to = row * width;
    const end = start[row + 1];
    let entry = start[row];
    for (; entry + 3 < end; entry += 4) {
      const [w0, w1] = [indices[entry] * width, indices[entry + 1] * width];
      const [w2, w3] = [indices[entry + 2] * width, indices[entry + 3] * width];
      const [v0, v1, v2, v3] = [values[entry], values[entry + 1], values[entry + 2], values[entry + 3]];
      for (let k = 0; k < width; k++) {
        out[to + k] +=
          v0 * weights[w0 + k] + v1 * weights[w1 + k] + v2 * weights[w2 + k] + v3 * weights[w3 + k];
      }
    }
    for (; entry < end; entry++) {
      const [from, value] = [indices[entry] * width, values[entry]];
      for (let k = 0; k < width; k++) out[to + k] += value * weights[from + k];
    }
  }
}

function bagGradient(batch: SparseBatch, dy: Float32Array, width: number, out: Float32Array): void {
  const { start, indices, values } = batch;
  out.fill(0);
  for (let row = 0; row < batch.rows; row++) {
    const from = row * width;
    const end = start[row + 1];
    let entry = start[row];
    // The columns of a row differ, so the four targets never overlap.
    for (; entry + 3 < end; entry += 4) {
      const [o0, o1] = [indices[entry] * width, indices[entry + 1] * width];
      const [o2, o3] = [indices[entry + 2] * width, indices[entry + 3] * width];
      const [v0, v1, v2, v3] = [values[entry], values[entry + 1], values[entry + 2], values[entry + 3]];
      for (let k = 0; k < width; k++) {
        const d = dy[from + k];
        out[o0 + k] += v0 * d;
        out[o1 + k] += v1 * d;
        out[o2 + k] += v2 * d;
        out[o3 + k] += v3 * d;
      }
    }
    for (; entry < end; entry++) {
      const [to, value] = [indices[entry] * width, values[entry]];
      for (let k = 0; k < width; k++) out[to + k] += value * dy[from + k];
    }
  }
}

function allocate(memory: MemoryBackend, shape: number[]): { info: Info; values: Float32Array } {
  // Only wasm has a heap; the cpu backend has a `makeOutput` too, with other parameters.
  if (memory.typedArrayFromHeap !== undefined) {
    const info = (memory.makeOutput as NonNullable<MemoryBackend["makeOutput"]>)(shape, "float32");
    return { info, values: view(memory, info) };
  }
  const values = new Float32Array(shape[0] * shape[1]);
  return {
    info: (memory.makeTensorInfo as NonNullable<MemoryBackend["makeTensorInfo"]>)(shape, "float32", values),
    values,
  };
}

/** The tensor's memory; taken anew each time, since growing the wasm heap moves it. */
function view(memory: MemoryBackend, info: Info): Float32Array {
  if (memory.typedArrayFromHeap !== undefined) return memory.typedArrayFromHeap(info);
  return (memory.data as NonNullable<MemoryBackend["data"]>).get(info.dataId).values;
}
