import { workerData } from "node:worker_threads";
import { createCellCompiler } from "../cells";
import type { CellCompiler } from "../cells";
import type { CompilerAnswer, CompilerCall, CompilerThreadData } from "./thread-messages";

// TypeScript has a thread of its own: it warms up while the sockets are bound, and completion answers while a
// cell keeps the main thread busy.
const { folder, fallbackPackage, port } = workerData as CompilerThreadData;
// Before anyone asks: the first program takes most of a kernel's start.
const compiler: CellCompiler = createCellCompiler({ folder, fallbackPackage });
let warmUp: NodeJS.Timeout | undefined;
/** How long nobody may have asked for anything before it warms up, in milliseconds. */
const IDLE_MS = 150;

function warmUpWhenIdle(): void {
  clearTimeout(warmUp);
  warmUp = setTimeout(() => {
    port.off("message", warmUpWhenIdle);
    compiler.warmUp();
  }, IDLE_MS);
}

port.on("message", ({ id, method, args }: CompilerCall) => {
  let answer: CompilerAnswer;
  try {
    const call = compiler[method] as (...args: readonly unknown[]) => unknown;
    answer = { id, value: call.apply(compiler, args as unknown[]) };
  } catch (error) {
    answer = { id, failure: (error as Error).stack ?? String(error) };
  }
  port.postMessage(answer);
});

warmUpWhenIdle();
port.on("message", warmUpWhenIdle);
