import { spawn } from "node:child_process";

/** Runs a program to its end: the wall time from start to exit, and the JSON on the last line of its stdout. */
export function runProcess<A>(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<{ wallMs: number; answer: A }> {
  const start = performance.now();
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      const wallMs = performance.now() - start;
      const line = output.trim().split("\n").pop() ?? "";
      if (code !== 0) return reject(new Error(`${args[0]} ended with code ${code}`));
      resolve({ wallMs, answer: JSON.parse(line) as A });
    });
  });
}
