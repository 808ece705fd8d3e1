import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A process that answers one JSON line with one JSON line, so that its measurements can be interleaved. */
export interface Child {
  ask<A>(request: object): Promise<A>;
  close(): Promise<void>;
}

interface Pending {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** One thread for whatever numeric library the process loads. */
export const ONE_THREAD: NodeJS.ProcessEnv = {
  OMP_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  TF_NUM_INTRAOP_THREADS: "1",
  TF_NUM_INTEROP_THREADS: "1",
};

/** Starts the process. Lines of its stdout that are no answer, and its stderr, are passed on to stderr. */
export function startChild(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Child {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "inherit"] });
  const waiting: Pending[] = [];
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const fail = (error: Error): void => {
    for (const one of waiting.splice(0)) one.reject(error);
  };
  child.once("error", fail);
  child.once("close", (code) => fail(new Error(`${args[0]} ended with code ${code}`)));
  // A write to a process that has just ended: its end is reported by "close".
  child.stdin.on("error", () => undefined);
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = parse(line);
    if (answer === null) {
      process.stderr.write(`${line}\n`);
      return;
    }
    const next = waiting.shift();
    if (typeof answer.error === "string") next?.reject(new Error(answer.error));
    else next?.resolve(answer.answer as never);
  });
  return {
    ask: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        if (child.exitCode !== null) fail(new Error(`${args[0]} has ended`));
        else child.stdin.write(`${JSON.stringify(request)}\n`);
      }),
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function parse(line: string): { answer?: unknown; error?: string } | null {
  if (!line.startsWith('{"')) return null;
  try {
    return JSON.parse(line) as { answer?: unknown; error?: string };
  } catch {
    return null;
  }
}
