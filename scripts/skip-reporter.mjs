// Lists skipped tests by name and reason, and fails the run when one is not in test/allowed-skips.json.
import { readFileSync } from "node:fs";

const allowed = JSON.parse(readFileSync(new URL("../test/allowed-skips.json", import.meta.url), "utf8"));

export default async function* skipReporter(source) {
  const skipped = [];
  for await (const { type, data } of source) {
    if (type === "test:pass" && data.skip !== undefined) {
      skipped.push({ test: data.name, reason: String(data.skip) });
    }
  }
  for (const { test, reason } of skipped) {
    const known = allowed.some((entry) => test.includes(entry.test) && reason.includes(entry.reason));
    yield `${known ? "skipped" : "SKIPPED WITHOUT LEAVE"}: ${test}: ${reason}\n`;
    if (!known) process.exitCode = 1;
  }
}
