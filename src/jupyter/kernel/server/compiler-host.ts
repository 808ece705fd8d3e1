import { fork } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { CellCompilerOptions } from "../../cells";
import { plainEnvironment } from "../snapshot/environment";
import { snapshotFile, snapshotSize } from "../snapshot/file";
import type { CompilerAnswer, CompilerCall } from "../thread-messages";

/** Whoever sends these ends a process on purpose; a snapshot that Node cannot use may end in another one. */
const STOPPED: ReadonlySet<NodeJS.Signals> = new Set(["SIGINT", "SIGTERM", "SIGKILL", "SIGHUP"]);

/** The other end of the compiler's line. */
export interface CompilerHost {
  post(call: CompilerCall): void;
  onAnswer: (answer: CompilerAnswer) => void;
  close(): void;
}

/** Starts the compiler: from its snapshot, or in a thread where there is none that works. */
export function startCompiler(options: CellCompilerOptions, snapshot = snapshotFile()): CompilerHost {
  if (snapshot === undefined || !snapshotSize(snapshot)) return startThread(options);
  return startProcess(snapshot, options);
}

function startThread(options: CellCompilerOptions): CompilerHost {
  const thread = new Worker(join(__dirname, "../compiler-thread.js"), { execArgv: [], workerData: options });
  const host: CompilerHost = {
    post: (call) => thread.postMessage(call),
    onAnswer: () => undefined,
    close: () => void thread.terminate(),
  };
  thread.on("message", (answer: CompilerAnswer) => host.onAnswer(answer));
  thread.on("error", (error) => {
    throw error;
  });
  return host;
}

/** A snapshot that does not start is not tried again; what was asked meanwhile goes to a thread. */
function startProcess(snapshot: string, options: CellCompilerOptions): CompilerHost {
  const { folder, fallbackPackage } = options;
  let asked: CompilerCall[] | undefined = [];
  let hasEnded = false;
  const child = fork(
    join(__dirname, "../compiler-process.js"),
    fallbackPackage === undefined ? [folder] : [folder, fallbackPackage],
    {
      execArgv: ["--snapshot-blob", snapshot],
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: plainEnvironment(),
    },
  );
  const host: CompilerHost = {
    post(call) {
      asked?.push(call);
      child.send(call, () => undefined); // that it has ended is heard below
    },
    onAnswer: () => undefined,
    close() {
      hasEnded = true;
      child.kill();
    },
  };
  child.on("message", (answer) => {
    asked = undefined;
    host.onAnswer(answer as CompilerAnswer);
  });
  const ended = (how: string, isBroken: boolean): void => {
    if (hasEnded) return;
    hasEnded = true;
    if (!asked) throw new Error(`the compiler's process ended: ${how}`);
    if (isBroken) markBroken(snapshot);
    const thread = startThread(options);
    thread.onAnswer = (answer) => host.onAnswer(answer);
    host.post = (call) => thread.post(call);
    host.close = () => thread.close();
    asked.forEach(host.post);
  };
  child.on("error", ({ message }) => ended(message, false));
  child.on("exit", (code, signal) =>
    ended(signal ?? `exit code ${code}`, signal === null || !STOPPED.has(signal)),
  );
  return host;
}

function markBroken(snapshot: string): void {
  try {
    writeFileSync(snapshot, "");
  } catch {
    // Read-only: every start tries.
  }
}
