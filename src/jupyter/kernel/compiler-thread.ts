import { workerData } from "node:worker_threads";
import { createCellCompiler } from "../cells";
import type { CellCompiler } from "../cells";
import type { CompilerAnswer, CompilerCall, CompilerThreadData } from "./thread-messages";

// TypeScript has a thread of its own: it warms up while the sockets are bound, and completion answers while a
// cell keeps the main thread busy.
const { folder, fallbackPackage, port } = workerData as CompilerThreadData;
let compiler: CellCompiler | undefined;

port.on("message", ({ id, method, args }: CompilerCall) => {
  let answer: CompilerAnswer;
  try {
    compiler ??= createCellCompiler({ folder, fallbackPackage });
    const call = compiler[method] as (...args: readonly unknown[]) => unknown;
    answer = { id, value: call.apply(compiler, args as unknown[]) };
  } catch (error) {
    answer = { id, failure: (error as Error).stack ?? String(error) };
  }
  port.postMessage(answer);
});

// Before anyone asks: the first program takes most of a kernel's start.
compiler = createCellCompiler({ folder, fallbackPackage });
