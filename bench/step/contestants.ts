import { join } from "node:path";
import { ONE_THREAD, startChild, type Child } from "../lib/child";
import type { Context } from "../lib/context";
import { COMPILED, SOURCES } from "../lib/paths";
import type { Contestant } from "../lib/rounds";
import type { Took } from "../lib/serve";
import { OPTIMIZERS, type OptimizerName, type StepRequest } from "./optimizers";
import type { Workload } from "./workloads";

/** The processes that take steps; null where this machine lacks one. */
export interface Steppers {
  readonly fused: Child | null;
  readonly wasm: Child | null;
  readonly native: Child | null;
  readonly torch: Child | null;
}

/** A way to take a step: who, in which variant, how many steps a repeat. */
export interface Way {
  readonly by: keyof Steppers;
  readonly variant?: string;
  readonly steps: number;
}

/** Every way to take a step with an optimizer. A sparse gradient means the same for plain SGD alone. */
export function ways(optimizer: OptimizerName, quick: boolean): Way[] {
  const short = quick ? 16 : 256;
  const torch = ["bag-fused", "bag-foreach", "csr-fused", "dense-fused"];
  if (optimizer === "sgd") torch.push("sparse-foreach", "hand");
  return [
    { by: "fused", steps: quick ? 64 : 1024 },
    { by: "wasm", steps: quick ? 4 : 64 },
    { by: "native", steps: quick ? 4 : 64 },
    ...torch.map((variant): Way => ({ by: "torch", variant, steps: short })),
    ...["vmap-gather", "vmap-dense"].map((variant): Way => ({ by: "torch", variant, steps: quick ? 2 : 16 })),
  ];
}

/** The name of a way in results. */
export function wayName({ by, variant }: Way): string {
  return variant === undefined ? by : `${by} ${variant}`;
}

/** Starts a process for each way that this machine has, and tries a step with it. */
export async function startSteppers(context: Context, workload: Workload): Promise<Steppers> {
  const node = (script: string, backend?: string): Child =>
    startChild(process.execPath, [join(COMPILED, "step", script)], {
      ...ONE_THREAD,
      ...(backend === undefined ? {} : { LR_LAB_BACKEND: backend }),
    });
  const working = async (name: string, child: Child): Promise<Child | null> => {
    try {
      await child.ask({ ...request(workload, "sgd", { by: "fused", steps: 1 }), variant: "bag-fused" });
      return child;
    } catch (error) {
      context.say(`${name}: not measured (${(error as Error).message})`);
      await child.close();
      return null;
    }
  };
  const python = context.python;
  const script = join(SOURCES, "step", "torch_steps.py");
  return {
    fused: await working("fused engine", node("fused-child.js")),
    wasm: await working("TensorFlow.js wasm", node("tfjs-child.js", "wasm")),
    native: await working("TensorFlow.js native", node("tfjs-child.js", "tensorflow")),
    torch: python === null ? null : await working("PyTorch", startChild(python, [script], ONE_THREAD)),
  };
}

/** What a stepper is asked. */
export function request(workload: Workload, optimizer: OptimizerName, way: Way): StepRequest {
  const { rate } = OPTIMIZERS[optimizer];
  const { variant, steps } = way;
  return { folder: workload.folder, optimizer, rate, variant, steps };
}

/** The ways that work here, as contestants that say what one step of one run took. */
export async function contestantsOf(
  workload: Workload,
  optimizer: OptimizerName,
  steppers: Steppers,
  context: Context,
): Promise<Contestant[]> {
  const found: Contestant[] = [];
  for (const way of ways(optimizer, context.quick)) {
    const child = steppers[way.by];
    if (child === null) continue;
    // vmap trains eight runs at once.
    const units = way.steps * (way.variant?.startsWith("vmap") ? 8 : 1);
    const asked = request(workload, optimizer, way);
    const repeat = async (): Promise<Took> => {
      const took = await child.ask<Took>(asked);
      return { cpuMs: took.cpuMs / units, wallMs: took.wallMs / units };
    };
    try {
      await repeat();
      found.push({ name: wayName(way), repeat });
    } catch (error) {
      context.say(`${workload.name} ${optimizer} ${wayName(way)}: left out (${(error as Error).message})`);
    }
  }
  return found;
}
