import type { KernelSpec } from "../../src/jupyter/kernel-spec";
import { median } from "../lib/rounds";
import { Session } from "./session";

/** A long life of one kernel: how many cells it ran, which of them went wrong, and how it aged. */
export interface Life {
  readonly cells: number;
  /** What did not come out as it had to. */
  readonly wrong: readonly string[];
  /** Median latencies in the first and the last window after warm-up, ms. */
  readonly first: number;
  readonly last: number;
  readonly window: number;
  /** MiB after so many cells; empty where the system does not tell. */
  readonly memory: readonly { readonly cells: number; readonly mib: number }[];
}

/** Cells that count for nothing: compilers and caches. */
const WARM = 20;
const IMPORTS = 'import { createRandom, showMarkdown } from "lr-lab";';

interface Step {
  readonly code: string;
  /** What it must print or show, or, for one that fails, say. */
  readonly says: string | RegExp;
  readonly fails?: boolean;
}

/** The n-th cell of a session as people have them: ten kinds in turns, so that every window has the same mixture. */
function step(n: number): Step {
  switch (n % 10) {
    case 0:
      return {
        code: `const v${n} = ${n};\nfunction f${n}(x: number): number { return x + v${n}; }\nf${n}(0)`,
        says: `${n}`,
      };
    case 1:
      return { code: `f${n - 1}(${n}) + v${n - 1}`, says: `${3 * n - 2}` };
    case 2:
      return { code: `const shared = ${n};\nshared`, says: `${n}` };
    case 3:
      return { code: `shared + 0.5`, says: `${n - 1}.5` };
    case 4:
      return { code: `import { join as join${n} } from "node:path";\njoin${n}("a", "b${n}")`, says: `b${n}` };
    case 5:
      return {
        code: `showMarkdown("cell **${n}**: " + createRandom(${n}).int(1))`,
        says: `cell **${n}**: 0`,
      };
    case 6:
      return {
        code: `class Rate { constructor(readonly at: number) {} half(): Rate { return new Rate(this.at / 2); } }\nnew Rate(${2 * n}).half().at`,
        says: `${n}`,
      };
    case 7:
      return { code: `const waited = await Promise.resolve(${n});\nwaited`, says: `${n}` };
    case 8:
      return (n / 10) % 2 < 1
        ? { code: `throw new RangeError("rate ${n}");`, says: `rate ${n}`, fails: true }
        : { code: `const rate: number = "${n}";`, says: /not assignable to type 'number'/, fails: true };
    default:
      return { code: `for (let i = 0; i < 20; i++) console.log("line", i, ${n});`, says: `line 19 ${n}` };
  }
}

/**
 * Runs `cells` cells in one kernel: declarations, redeclarations, uses, imports, displays, awaits, errors, prints.
 *
 * @param window how many cells each of the two compared windows has
 * @param marks after how many cells the memory is read, besides at the start
 */
export async function live(
  spec: KernelSpec,
  folder: string,
  { cells, window, marks }: { cells: number; window: number; marks: readonly number[] },
): Promise<Life> {
  const session = await Session.start(spec, folder);
  const wrong: string[] = [];
  const times: number[] = [];
  const memory: { cells: number; mib: number }[] = [];
  const weigh = (n: number): void => {
    const mib = session.memory();
    if (mib !== null) memory.push({ cells: n, mib });
  };
  try {
    weigh(0);
    await session.good(IMPORTS);
    for (let n = 0; n < cells; n++) {
      const { code, says, fails } = step(n);
      const { ms, status, text } = await session.cell(code);
      times.push(ms);
      const said = typeof says === "string" ? text.includes(says) : says.test(text);
      if (!said || (status !== "ok") !== (fails === true)) {
        wrong.push(
          `cell ${n + 1}: ${status}, ${JSON.stringify(text.slice(0, 300))} for ${JSON.stringify(code)}`,
        );
      }
      if (marks.includes(n + 1)) weigh(n + 1);
    }
  } finally {
    await session.end();
  }
  const counted = times.slice(WARM);
  return {
    cells,
    wrong,
    first: median(counted.slice(0, window)),
    last: median(counted.slice(-window)),
    window,
    memory,
  };
}
