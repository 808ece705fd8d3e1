// The test command: build, type-check, style, structure, then the tests. Exits non-zero at the first kind that
// fails. A skipped test must be listed in test/allowed-skips.json with its reason.
// `npm test -- schedules cli/run` runs only the tests whose file name contains one of the words, and no checks.
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const node = process.execPath;
const tool = (name, ...path) => [join("node_modules", name, ...path)];
const step = (title, args) => {
  const started = process.hrtime.bigint();
  console.log(`\n== ${title}`);
  const { status, signal, error } = spawnSync(node, args, { stdio: "inherit" });
  const seconds = (Number(process.hrtime.bigint() - started) / 1e9).toFixed(1);
  if (status === 0) return console.log(`   ${seconds} s`);
  console.error(
    `${title}: failed after ${seconds} s${signal ? ` (${signal})` : ""}${error ? `: ${error.message}` : ""}`,
  );
  process.exit(status || 1);
};
/** The compiled file of every test there is a source for; what is left over of a deleted one does not run. */
const tests = readdirSync("test", { recursive: true })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => join("build", "test", file.replace(/\.ts$/, ".js")))
  .sort();

const words = process.argv.slice(2);
const chosen = words.length === 0 ? tests : tests.filter((file) => words.some((word) => file.includes(word)));
if (chosen.length === 0) {
  console.error(`no test file has one of these in its name: ${words.join(", ")}`);
  process.exit(2);
}

const tsc = tool("typescript", "bin", "tsc");
step("fused engine", [join("scripts", "build-fused.mjs")]);
step("build", [...tsc, "-p", "tsconfig.build.json"]);
step("type-check", [...tsc, "-p", "tsconfig.json"]);
if (chosen.length === tests.length) {
  step("lint", [...tool("eslint", "bin", "eslint.js"), "--max-warnings=0", "."]);
  step("format", [...tool("prettier", "bin", "prettier.cjs"), "--check", "--log-level=warn", "."]);
  const cruise = tool("dependency-cruiser", "bin", "dependency-cruise.mjs");
  step("import directions", [...cruise, "--config", ".dependency-cruiser.cjs", "src"]);
}
step("tests", [
  "--test",
  "--test-concurrency=2",
  "--test-reporter=spec",
  "--test-reporter-destination=stdout",
  "--test-reporter=./scripts/skip-reporter.mjs",
  "--test-reporter-destination=stdout",
  ...chosen,
]);
