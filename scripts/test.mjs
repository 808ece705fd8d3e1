// The test command: build, type-check, tests, then the style and structure checks. Exits non-zero on the first
// kind that fails. A skipped test must be listed in test/allowed-skips.json with its reason.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

const node = process.execPath;
const tool = (name, ...path) => [join("node_modules", name, ...path)];
const step = (title, args) => {
  console.log(`\n== ${title}`);
  const { status } = spawnSync(node, args, { stdio: "inherit" });
  if (status !== 0) {
    console.error(`${title}: failed`);
    process.exit(status ?? 1);
  }
};
const files = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(dir, entry.name))
      : entry.name.endsWith(".test.js")
        ? [join(dir, entry.name)]
        : [],
  );

const tsc = tool("typescript", "bin", "tsc");
step("build", [...tsc, "-p", "tsconfig.build.json"]);
step("type-check", [...tsc, "-p", "tsconfig.json"]);
step("lint", [...tool("eslint", "bin", "eslint.js"), "."]);
step("format", [...tool("prettier", "bin", "prettier.cjs"), "--check", "--log-level=warn", "."]);
step("import directions", [
  ...tool("dependency-cruiser", "bin", "dependency-cruise.mjs"),
  "--config",
  ".dependency-cruiser.cjs",
  "src",
]);
const only = process.argv.slice(2);
const tests = files(join("build", "test"))
  .sort()
  .filter((file) => only.length === 0 || only.some((part) => file.includes(part)));
step("tests", [
  "--test",
  "--test-concurrency=2",
  "--test-reporter=spec",
  "--test-reporter-destination=stdout",
  "--test-reporter=./scripts/skip-reporter.mjs",
  "--test-reporter-destination=stdout",
  ...tests,
]);
