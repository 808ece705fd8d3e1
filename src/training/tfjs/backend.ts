import type * as tfjs from "@tensorflow/tfjs";
import { InputError } from "../../errors";
import type { Backend } from "../run-spec";
import { registerSparseBagKernels } from "./sparse-bag-kernels";

export type Tf = typeof tfjs;

/** The TensorFlow.js that runs train on, and why it is this one. */
export interface ChosenBackend {
  readonly tf: Tf;
  readonly backend: Backend;
  /** One sentence for `lr-lab doctor`: why this backend, and what was tried before it. */
  readonly reason: string;
  /** Version of TensorFlow.js; with the backend, part of a run's id. */
  readonly build: string;
}

const BACKENDS: readonly Backend[] = ["tensorflow", "wasm", "cpu"];
let chosen: Promise<ChosenBackend> | undefined;

/**
 * Chooses the backend once a process: the native binding where it is installed and loads, WebAssembly otherwise.
 * `LR_LAB_BACKEND` (tensorflow, wasm or cpu) forces one; a forced backend that does not work is an error, not a
 * silent fall-back.
 *
 * @throws InputError when `LR_LAB_BACKEND` names no backend, or one that cannot be loaded
 * @example const { tf, backend, reason } = await chooseBackend();
 */
export function chooseBackend(): Promise<ChosenBackend> {
  chosen ??= choose(environment("LR_LAB_BACKEND"));
  return chosen;
}

async function choose(forced: string | undefined): Promise<ChosenBackend> {
  if (forced !== undefined && forced !== "" && !BACKENDS.includes(forced as Backend)) {
    throw new InputError(`LR_LAB_BACKEND must be one of ${BACKENDS.join(", ")}; found "${forced}"`);
  }
  const wanted = forced ? (forced as Backend) : undefined;
  const tf = await import("@tensorflow/tfjs");
  tf.enableProdMode();
  let missing = "";
  if (wanted === undefined || wanted === "tensorflow") {
    const problem = await tryNative(tf);
    if (problem === null) {
      registerSparseBagKernels(tf, "tensorflow");
      const reason = wanted ? "LR_LAB_BACKEND asks for it" : "the native binding is installed and loads";
      return { tf, backend: "tensorflow", reason, build: tf.version.tfjs };
    }
    if (wanted === "tensorflow") {
      throw new InputError(
        `LR_LAB_BACKEND=tensorflow, but the native binding does not load (${problem}). ` +
          "Build it with `npm run native`, or unset LR_LAB_BACKEND.",
      );
    }
    missing = `no native binding (${problem}), so `;
  }
  const backend: Backend = wanted === "cpu" ? "cpu" : "wasm";
  if (backend === "wasm") await import("@tensorflow/tfjs-backend-wasm");
  if (!(await tf.setBackend(backend))) {
    throw new InputError(`TensorFlow.js could not start its ${backend} backend`);
  }
  await tf.ready();
  registerSparseBagKernels(tf, backend);
  const reason = wanted ? "LR_LAB_BACKEND asks for it" : `${missing}WebAssembly, which runs everywhere`;
  return { tf, backend, reason, build: tf.version.tfjs };
}

/** Loads the native binding; null when it works, else what went wrong in one line. */
async function tryNative(tf: Tf): Promise<string | null> {
  prepareNode();
  let problem = "not installed";
  for (const name of ["tfjs-node-native", "@tensorflow/tfjs-node"]) {
    try {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      require(name);
      if (tf.findBackend("tensorflow") !== null) {
        await tf.setBackend("tensorflow");
        return null;
      }
    } catch (error) {
      const line = String((error as Error).message).split("\n")[0];
      if (!line.startsWith("Cannot find module")) problem = line;
    }
  }
  return problem;
}

/**
 * tfjs-node 4.22.0 calls `util.isNullOrUndefined` and `util.isArray`, which Node 22 warns of and Node 23 removed;
 * and its library greets on stderr with the processor's instructions unless told not to.
 */
function prepareNode(): void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const util = require("util") as Record<string, unknown>;
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined;
  util.isArray = Array.isArray;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "1";
}

function environment(name: string): string | undefined {
  return typeof process === "undefined" ? undefined : process.env[name];
}
