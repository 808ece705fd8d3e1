import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT } from "../../training/helpers";
import { PROGRAMS } from "./programs";
import { createSession } from "./session";

interface Executor {
  execute(source: string): Promise<boolean>;
  reset(): void;
  close(): void;
}

/** Stock tslab without its sockets: what it prints is the value of a cell. */
function stock(
  folder: string,
  console: { log(value: unknown): void; error(...said: unknown[]): void },
): Executor {
  const require_ = createRequire(join(dirname(require.resolve("tslab/package.json")), "package.json"));
  process.chdir(folder);
  const { createConverter } = require_("./dist/converter") as { createConverter(): object };
  const { createExecutor } = require_("./dist/executor") as {
    createExecutor(folder: string, converters: object, console: object): Executor;
  };
  const node = createConverter() as { close(): void };
  return createExecutor(folder, { node, close: () => node.close() }, console);
}

const folder = join(ROOT, "notebooks");
const home = process.cwd();
let printed: unknown[] = [];
let said: unknown[][] = [];
let theirs: Executor;

before(() => {
  theirs = stock(folder, { log: (value) => printed.push(value), error: (...what) => said.push(what) });
});
after(() => {
  theirs.close();
  process.chdir(home);
});

test("every program gives what stock tslab gives", async (t) => {
  const ours = createSession(folder);
  for (const [name, cells] of Object.entries(PROGRAMS)) {
    await t.test(name, async () => {
      theirs.reset();
      for (const cell of cells) {
        printed = [];
        said = [];
        const worked = await theirs.execute(cell);
        assert.ok(worked, `stock fails on ${cell}: ${said.flat().map(String).join(" ")}`);
        // Values are made plain: a class of stock's is another one than ours.
        const value = await ours.run(cell);
        assert.equal(JSON.stringify(value ?? null), JSON.stringify(printed[0] ?? null), cell);
      }
    });
  }
});
