// Lists skipped tests by name and reason, and fails the run when one is not in test/allowed-skips.json, when a test
// is marked as to do, or when nothing ran at all. Ends with the counts on a line of their own.
import { readFileSync } from "node:fs";

const allowed = JSON.parse(readFileSync(new URL("../test/allowed-skips.json", import.meta.url), "utf8"));

export default async function* skipReporter(source) {
  const skipped = [];
  const ran = { passed: 0, failed: 0 };
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const reason = data.skip ?? (data.todo === undefined ? undefined : `to do: ${data.todo}`);
    if (reason !== undefined) skipped.push({ test: data.name, reason: String(reason) });
    else if (data.details?.type !== "suite") ran[type === "test:pass" ? "passed" : "failed"]++;
  }
  for (const { test, reason } of skipped) {
    const known = allowed.some((entry) => test.includes(entry.test) && reason.includes(entry.reason));
    yield `${known ? "skipped" : "SKIPPED WITHOUT LEAVE"}: ${test}: ${reason}\n`;
    if (!known) process.exitCode = 1;
  }
  if (ran.passed + ran.failed === 0) {
    yield "NO TEST RAN\n";
    process.exitCode = 1;
  }
  yield `${ran.passed} passed, ${ran.failed} failed, ${skipped.length} skipped\n`;
}
