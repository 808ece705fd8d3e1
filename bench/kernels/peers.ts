import { join } from "node:path";
import type { KernelSpec } from "../../src/jupyter/kernel-spec";
import { ROOT } from "../lib/paths";

/** A cell's code in each language, or null where there is nothing to compare. */
export interface Code {
  readonly typescript: string;
  readonly python: string | null;
}

/** One of the kernels that are measured side by side. */
export interface Peer {
  readonly name: string;
  readonly language: keyof Code;
  readonly spec: KernelSpec;
  /** Turns of the loop at a cell's top level; where it is very slow, fewer are run and the time is scaled up. */
  readonly turns: number;
  /** Has the packages of this project's node_modules. */
  readonly npm: boolean;
}

/** Turns of the loop that the table tells of. */
export const TURNS = 3e7;

/** The project's kernel, as the kernelspec starts it. */
export const LR_LAB: KernelSpec = {
  name: "lr-lab",
  argv: [process.execPath, join(ROOT, "dist", "jupyter", "kernel", "main.js"), "{connection_file}"],
  env: {},
  interruptMode: "message",
  resourceDir: "",
};

/** tslab's own kernel, as `tslab install` starts it. */
export const TSLAB: KernelSpec = {
  name: "tslab",
  argv: [process.execPath, require.resolve("tslab/bin/tslab"), "kernel", "--config-path={connection_file}"],
  env: {},
  interruptMode: "signal",
  resourceDir: "",
};

/** The kernels to measure: the project's, tslab's, and those whose programs were named. */
export function peersOf(python: string | undefined, deno: string | undefined): Peer[] {
  const peers: Peer[] = [
    { name: "lr-lab", language: "typescript", spec: LR_LAB, turns: TURNS, npm: true },
    { name: "tslab", language: "typescript", spec: TSLAB, turns: TURNS / 10, npm: true },
  ];
  if (python !== undefined) {
    const argv = [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"];
    const spec: KernelSpec = { name: "ipykernel", argv, env: {}, interruptMode: "signal", resourceDir: "" };
    peers.push({ name: "ipykernel", language: "python", spec, turns: TURNS, npm: false });
  }
  if (deno !== undefined) {
    const argv = [deno, "jupyter", "--kernel", "--conn", "{connection_file}"];
    const spec: KernelSpec = { name: "Deno", argv, env: {}, interruptMode: "signal", resourceDir: "" };
    peers.push({ name: "Deno", language: "typescript", spec, turns: TURNS, npm: false });
  }
  return peers;
}
