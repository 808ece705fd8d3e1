import { createInterface } from "node:readline";

/** The other end of `startChild` in a Node process: answers each JSON line on stdin in order. */
export async function serve(answer: (request: never) => Promise<unknown>): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply: object;
    try {
      reply = { answer: (await answer(JSON.parse(line) as never)) ?? null };
    } catch (error) {
      reply = { error: String((error as Error).message) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
  process.exit(0);
}

/** What a block of work took. */
export interface Took {
  readonly cpuMs: number;
  readonly wallMs: number;
}

/** CPU time of the process (all its threads) and wall time of the work. */
export async function time(work: () => void | Promise<void>): Promise<Took> {
  const cpu = process.cpuUsage();
  const start = performance.now();
  await work();
  const wallMs = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1000, wallMs };
}
