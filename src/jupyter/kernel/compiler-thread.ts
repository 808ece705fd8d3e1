import { parentPort, workerData } from "node:worker_threads";
import type { CellCompilerOptions } from "../cells";
import { serveCompiler } from "./compiler-service";
import { startToMakeSnapshot } from "./snapshot/start";

// Where no snapshot lies ready, TypeScript has a thread of its own; the next kernel's start will find one.
const port = parentPort!;
serveCompiler(
  { onCall: (take) => port.on("message", take), post: (answer) => port.postMessage(answer) },
  workerData as CellCompilerOptions,
  startToMakeSnapshot,
);
