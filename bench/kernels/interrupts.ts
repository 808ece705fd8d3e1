import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "../../src/data/random";
import type { KernelSpec } from "../../src/jupyter/kernel-spec";
import { Session } from "./session";

/** What came of many interrupts. */
export interface Interrupts {
  readonly interrupts: number;
  /** How often each kind of cell was interrupted, and how often the kernel answered the next cell rightly. */
  readonly kinds: Record<string, { interrupts: number; answered: number }>;
  /** What went wrong, one line each. */
  readonly wrong: readonly string[];
  /** Interrupted cells that printed or showed something after their reply. */
  readonly late: number;
}

interface Kind {
  readonly name: string;
  readonly code: (n: number) => string;
  /** The longest time before the interrupt, ms: when it comes is random. */
  readonly within: number;
}

const PAUSE = "await new Promise((resolve) => setTimeout(resolve, 2));";

/** What may be running when somebody presses the button. All but the last two never end by themselves. */
export const KINDS: readonly Kind[] = [
  { name: "a synchronous loop", code: () => "for (;;) {}", within: 300 },
  {
    name: "a pending await",
    code: () => "await new Promise(() => { setInterval(() => {}, 1000).unref(); });",
    within: 300,
  },
  {
    name: "a synchronous loop after an await",
    code: () => "await Promise.resolve();\nfor (;;) {}",
    within: 300,
  },
  { name: "a loop that catches", code: () => "for (;;) { try { for (;;) {} } catch {} }", within: 300 },
  {
    name: "a loop that prints",
    code: (n) => `for (let i = 0; ; i++) console.log("loud", ${n}, i);`,
    within: 200,
  },
  {
    name: "a loop that prints and awaits",
    code: (n) => `for (let i = 0; ; i++) {\n  console.log("tick", ${n}, i);\n  ${PAUSE}\n}`,
    within: 200,
  },
  {
    name: "a loop of awaits without a pause",
    code: () => "for (;;) await null;",
    within: 200,
  },
  {
    name: "a loop in a timer",
    code: () => "setTimeout(() => { for (;;) {} }, 5);\nawait new Promise(() => {});",
    within: 300,
  },
  {
    name: "the type check",
    code: (n) =>
      `import { runSpec, cosine, warmup } from "lr-lab";\nconst plan${n} = { runSpec, cosine, warmup };\nplan${n}.cosine.name`,
    within: 60,
  },
  { name: "nothing", code: () => "", within: 20 },
];

/** The next cell must be answered within this time. */
const ANSWER_MS = 10_000;
/** Some kernels don't say that they are busy before they are done. */
const BUSY_MS = 1000;

/**
 * Interrupts cells of all kinds in turns at random moments, `interrupts` times, and asks the same kernel for the next
 * cell each time. A kernel that doesn't answer is replaced.
 *
 * @param seed of the moments
 */
export async function interruptOften(
  spec: KernelSpec,
  folder: string,
  { interrupts, seed, kinds = KINDS }: { interrupts: number; seed: number; kinds?: readonly Kind[] },
  say: (what: string) => void = () => {},
): Promise<Interrupts> {
  const random = createRandom(seed);
  const counts: Interrupts["kinds"] = {};
  const wrong: string[] = [];
  let late = 0;
  let session = await startWarm(spec, folder);
  try {
    for (let n = 0; n < interrupts; n++) {
      const kind = kinds[n % kinds.length];
      const count = (counts[kind.name] ??= { interrupts: 0, answered: 0 });
      count.interrupts += 1;
      const after = random.next() * kind.within;
      const problem = await Promise.race([
        interruptOnce(session, kind, n, after),
        sleep(ANSWER_MS, `no answer within ${ANSWER_MS / 1000} s`, { ref: false }),
      ]);
      if (problem === undefined) {
        count.answered += 1;
        if (session.late > 0) {
          late += 1;
          wrong.push(
            `interrupt ${n + 1}, ${kind.name} after ${after.toFixed(0)} ms: ${session.late} outputs after its reply`,
          );
          session.late = 0;
        }
        continue;
      }
      wrong.push(`interrupt ${n + 1}, ${kind.name} after ${after.toFixed(0)} ms: ${problem}`);
      say(wrong[wrong.length - 1]);
      await session.end();
      session = await startWarm(spec, folder);
    }
  } finally {
    await session.end();
  }
  return { interrupts, kinds: counts, wrong, late };
}

/** A kernel that has loaded its compiler: how long that takes is not asked here. */
async function startWarm(spec: KernelSpec, folder: string): Promise<Session> {
  const session = await Session.start(spec, folder);
  await session.good("1");
  return session;
}

/** One interrupt `after` milliseconds of work; what is wrong with the answer to the next cell, if anything. */
async function interruptOnce(
  session: Session,
  kind: Kind,
  n: number,
  after: number,
): Promise<string | undefined> {
  try {
    const code = kind.code(n);
    let ended: Promise<unknown> = Promise.resolve();
    if (code !== "") {
      await new Promise<void>((resolve) => {
        ended = session.cell(code, resolve);
        ended.catch(() => resolve());
        // An interrupt that overtakes its cell is none; so it waits until the kernel is at work.
        setTimeout(resolve, BUSY_MS).unref();
      });
    }
    await sleep(after);
    session.kernel.interrupt();
    await ended;
    const { status, text } = await session.cell(`${n} + 0.25`);
    // What an interrupted cell still prints would come now.
    await session.kernel.client.request("kernel_info_request", {});
    return status === "ok" && text.includes(`${n}.25`)
      ? undefined
      : `${status}, ${JSON.stringify(text.slice(0, 200))}`;
  } catch (error) {
    return (error as Error).message;
  }
}
