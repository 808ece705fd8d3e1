import type { MessagePort } from "node:worker_threads";
import { Shared, type FromMain, type ToMain } from "../thread-messages";
import { CellModules } from "./modules";
import { CellOutput } from "./output";
import { installPrompt } from "./prompt";
import { CellRunner } from "./runner";
import { installTimers } from "./timers";
import { tslabModule } from "./tslab-module";
import { installTidy } from "./tidy";

export interface CellsOptions {
  /** To the server thread and back. */
  port: MessagePort;
  /** Where answers to prompts are laid. */
  answers: MessagePort;
  shared: Int32Array;
  folder: string;
  kernelPackage: string;
}

/** Runs the cells that the server thread sends, on the main thread, until it is told to close. */
export function serveCells({ port, answers, shared, folder, kernelPackage }: CellsOptions): void {
  const exit = process.exit.bind(process);
  const output = new CellOutput(port, shared);
  const modules = new CellModules(folder, kernelPackage, new Map([["tslab", tslabModule(output)]]));
  const runner = new CellRunner(port, shared, modules, output);
  const post = (message: FromMain) => port.postMessage(message);

  output.install();
  installPrompt(port, answers, shared);
  installTidy();
  installTimers();
  process.exit = (code) => {
    throw new Error(
      `process.exit(${code ?? ""}) would end the kernel and every variable with it: restart it instead`,
    );
  };
  // While the inspector ends a cell, what is thrown is its doing, and no value that may be looked at.
  const stray = (error: unknown) => {
    if (Atomics.load(shared, Shared.terminating) === 0) runner.stray(error);
  };
  process.on("unhandledRejection", stray);
  process.on("uncaughtException", stray);
  process.on("SIGINT", () => post({ type: "signal" }));

  port.on("message", (message: ToMain) => {
    switch (message.type) {
      case "run":
        return runner.run(message);
      case "interrupt":
        return post({
          type: "interrupting",
          cell: message.cell,
          cooperative: runner.interrupt(message.cell),
        });
      case "abandon":
        return runner.abandon(message.cell);
      case "ping":
        return post({ type: "pong", turn: message.turn, active: runner.activeCell });
      case "close":
        return exit(0);
    }
  });
}
