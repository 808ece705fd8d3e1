import type { Code } from "./peers";

/** The first cell of a kernel. */
export const FIRST: Code = { typescript: "1 + 1", python: "1 + 1" };

/** What is measured over and over, with another number for `%n` each time: tslab remembers what it has translated last. */
export const SUM: Code = { typescript: "1 + %n", python: "1 + %n" };
export const DECLARE: Code = { typescript: "const x = %n; x + 1", python: "x = %n; x + 1" };

/** Refused where types are checked before a cell runs. */
export const WRONG_TYPE: Code = {
  typescript: 'const wrong: number = "text";',
  python: "wrong: int = 'text'",
};

// The last line makes sure that the module is loaded, and not only its types.
export const TFJS: Code = {
  typescript: 'import * as tf from "@tensorflow/tfjs-node";\ntypeof tf.tensor',
  python: null,
};
export const LIBRARY: Code = {
  typescript: 'import { cosine, createRandom, runSpec, show, train, warmup } from "lr-lab";\ntypeof train',
  python: null,
};

/** Asked for the names that go on from it; `n` keeps an answer from being a remembered one. */
export function completionOf(language: keyof Code, n: number): { code: string; match: string } {
  return language === "python"
    ? { code: `q${n} = str.capi`, match: "capitalize" }
    : { code: `const q${n} = Math.flo`, match: "floor" };
}

export function loopOf(language: keyof Code, turns: number): string {
  return language === "python"
    ? `total = 0\nfor i in range(${turns}):\n    total += i\ntotal`
    : `let total = 0;\nfor (let i = 0; i < ${turns}; i++) total += i;\ntotal`;
}

/** Cells that never end by themselves. */
export const ENDLESS: readonly { readonly name: string; readonly code: Required<Code> }[] = [
  {
    name: "a pending await",
    code: {
      typescript: "await new Promise(() => { setInterval(() => {}, 1000); });",
      python: "import asyncio\nawait asyncio.Event().wait()",
    },
  },
  { name: "a synchronous loop", code: { typescript: "for (;;) {}", python: "while True: pass" } },
  {
    name: "a synchronous loop after an await",
    code: {
      typescript: "await Promise.resolve();\nfor (;;) {}",
      python: "import asyncio\nawait asyncio.sleep(0)\nwhile True: pass",
    },
  },
];
