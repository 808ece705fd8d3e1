import { join } from "node:path";
import { MessageChannel, Worker, type WorkerOptions } from "node:worker_threads";
import { ownPackage } from "../own-package";
import type { CompilerThreadData, ServerThreadData } from "./thread-messages";
import { Shared } from "./thread-messages";

// The kernel's process: `node main.js CONNECTION_FILE`. TypeScript is loaded first, in its own thread, since
// everything waits for it; then the sockets, in theirs. The cells run here.
const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  process.stderr.write(
    "usage: node main.js CONNECTION_FILE (Jupyter starts this; see `lr-lab kernel install`)\n",
  );
  process.exit(2);
}
const exit = process.exit.bind(process); // cells get another one
const folder = process.cwd();
const kernelPackage = ownPackage();
const shared = new Int32Array(new SharedArrayBuffer(Shared.length * Int32Array.BYTES_PER_ELEMENT));
const toCompiler = new MessageChannel();
const toServer = new MessageChannel();
const answers = new MessageChannel();

const compilerData: CompilerThreadData = { folder, fallbackPackage: kernelPackage, port: toCompiler.port1 };
const serverData: ServerThreadData = {
  connectionFile,
  shared,
  main: toServer.port1,
  compiler: toCompiler.port2,
  answers: answers.port1,
};
startThread("compiler-thread.js", {
  workerData: compilerData,
  transferList: [toCompiler.port1],
});
startThread("server-thread.js", {
  workerData: serverData,
  transferList: [toServer.port1, toCompiler.port2, answers.port1],
});

function startThread(file: string, options: WorkerOptions): void {
  const thread = new Worker(join(__dirname, file), { execArgv: [], ...options });
  thread.on("error", (error) => {
    process.stderr.write(`${error.stack ?? error.message}\n`);
    exit(1);
  });
}

// What follows loads while the threads start.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { serveCells } = require("./cell/serve") as typeof import("./cell/serve");
serveCells({ port: toServer.port2, answers: answers.port2, shared, folder, kernelPackage });
