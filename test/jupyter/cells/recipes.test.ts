import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readNotebook } from "../../../src/jupyter";
import { ROOT } from "../../training/helpers";
import { createSession } from "./session";

test("all cells of the recipes type-check in order, with nothing run", () => {
  const folder = join(ROOT, "notebooks");
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  assert.ok(names.length > 4);
  for (const name of names) {
    const { check } = createSession(folder);
    for (const cell of readNotebook(join(folder, name)).cells) {
      if (cell.cell_type === "code") assert.deepEqual(check(cell.source), [], `${name}, ${cell.id}`);
    }
  }
});
