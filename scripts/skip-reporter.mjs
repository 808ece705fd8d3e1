// Lists skipped tests by name and reason, and fails the run when one is not in test/allowed-skips.json, when a test
// is marked as to do, or when nothing ran at all.
import { readFileSync } from "node:fs";

const allowed = JSON.parse(readFileSync(new URL("../test/allowed-skips.json", import.meta.url), "utf8"));

export default async function* skipReporter(source) {
  const skipped = [];
  let ran = 0;
  for await (const { type, data } of source) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const reason = data.skip ?? (data.todo === undefined ? undefined : `to do: ${data.todo}`);
    if (reason !== undefined) skipped.push({ test: data.name, reason: String(reason) });
    else if (data.details?.type !== "suite") ran++;
  }
  for (const { test, reason } of skipped) {
    const known = allowed.some((entry) => test.includes(entry.test) && reason.includes(entry.reason));
    yield `${known ? "skipped" : "SKIPPED WITHOUT LEAVE"}: ${test}: ${reason}\n`;
    if (!known) process.exitCode = 1;
  }
  if (ran === 0) {
    yield "NO TEST RAN\n";
    process.exitCode = 1;
  }
}
