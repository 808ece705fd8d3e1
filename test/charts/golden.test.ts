import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { EXAMPLES } from "./examples";

// The tests run from the repository's root. UPDATE_GOLDEN=1 writes the files anew: look at the difference.
const FOLDER = join("test", "golden");

describe("golden specifications", () => {
  for (const [name, chart] of Object.entries(EXAMPLES)) {
    test(name, () => {
      const path = join(FOLDER, `${name}.json`);
      if (process.env.UPDATE_GOLDEN) {
        mkdirSync(FOLDER, { recursive: true });
        writeFileSync(path, `${JSON.stringify(chart, null, 1)}\n`);
      }
      assert.deepEqual(JSON.parse(JSON.stringify(chart)), JSON.parse(readFileSync(path, "utf8")));
    });
  }
});
