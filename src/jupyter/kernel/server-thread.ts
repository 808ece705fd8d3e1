import { workerData } from "node:worker_threads";
import { endWithParent } from "../parent-watch";
import { tslabVersion } from "../tslab-package";
import { CompilerClient } from "./server/compiler-client";
import { startCompiler } from "./server/compiler-host";
import { ExecutionQueue } from "./server/execution-queue";
import { History } from "./server/history";
import { Input } from "./server/input";
import { MainThread, type CellMessage } from "./server/main-thread";
import { CellPublisher } from "./server/publisher";
import { Shell } from "./server/shell";
import { Sockets } from "./server/sockets";
import type { ServerThreadData, ToMain } from "./thread-messages";

// The sockets have a thread of their own: what a cell prints in a loop is seen at once, and an interrupt arrives
// while the loop runs.
const {
  connectionFile,
  shared,
  main: mainPort,
  compiler: compilerOptions,
  answers,
} = workerData as ServerThreadData;
const SHUTDOWN_MS = 50;
// First, since everything waits for it.
const compilerHost = startCompiler(compilerOptions);

async function serve(): Promise<void> {
  const sockets = await Sockets.bind(connectionFile);
  const publisher = new CellPublisher(sockets);
  const compiler = new CompilerClient(compilerHost);
  const main = new MainThread(mainPort, shared);
  const history = new History();
  const queue = new ExecutionQueue({ sockets, publisher, compiler, main, history });
  const input = new Input(sockets, answers, shared);
  const shutDown = () => {
    publisher.flush();
    setTimeout(() => {
      sockets.close();
      compilerHost.close();
      mainPort.postMessage({ type: "close" } satisfies ToMain);
      // A cell that keeps the main thread busy must not keep the process alive.
      setTimeout(() => process.kill(process.pid, "SIGKILL"), 20 * SHUTDOWN_MS);
    }, SHUTDOWN_MS);
  };
  const typescript = tslabVersion("@tslab/typescript-for-tslab");
  const shell = new Shell({ sockets, publisher, compiler, queue, history, typescript, shutDown });

  main.onMessage = (message) => publish(message, queue, publisher, input);
  main.onSignal = () => void queue.interrupt();
  void sockets.receive("shell", (request) => shell.take(request));
  void sockets.receive("control", (request) => shell.take(request));
  publisher.publish(undefined, "status", { execution_state: "starting" });
  if (process.env.JPY_PARENT_PID !== undefined) endWithParent();
}

/** Whoever shows something late shows it under its own cell. */
function publish(message: CellMessage, queue: ExecutionQueue, publisher: CellPublisher, input: Input): void {
  const request = queue.requestOf(message.cell);
  if (request === undefined) return;
  switch (message.type) {
    case "stream":
      return publisher.stream(request, message.name, message.text);
    case "display":
      return publisher.display(request, message.content, message.update);
    case "clear":
      return publisher.publish(request, "clear_output", { wait: message.wait });
    case "late-error":
      return publisher.publish(request, "error", { ...message.error });
    case "prompt":
      return input.ask(request, message.text);
  }
}

serve().catch((error: Error) => {
  // The starter reads "address already in use" from standard error and tries other ports.
  console.error(error.stack ?? error);
  process.exitCode = 1;
  setTimeout(() => process.kill(process.pid, "SIGKILL"), SHUTDOWN_MS);
});
