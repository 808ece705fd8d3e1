import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { ownPackage } from "../own-package";
import type { ServerThreadData } from "./thread-messages";
import { Shared } from "./thread-messages";

// The kernel's process: `node main.js CONNECTION_FILE`. The sockets have a thread of their own, which starts the
// compiler. The cells run here.
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
const toServer = new MessageChannel();
const answers = new MessageChannel();

const serverData: ServerThreadData = {
  connectionFile,
  shared,
  main: toServer.port1,
  answers: answers.port1,
  compiler: { folder, fallbackPackage: kernelPackage },
};
const server = new Worker(join(__dirname, "server-thread.js"), {
  execArgv: [],
  workerData: serverData,
  transferList: [toServer.port1, answers.port1],
});
server.on("error", (error) => {
  process.stderr.write(`${error.stack ?? error.message}\n`);
  exit(1);
});

// What follows loads while the thread starts.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { serveCells } = require("./cell/serve") as typeof import("./cell/serve");
serveCells({ port: toServer.port2, answers: answers.port2, shared, folder, kernelPackage });
