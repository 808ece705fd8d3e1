import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";

interface Locked {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}
interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

const ROOT = join(__dirname, "..", "..", "..");
const json = (file: string): unknown => JSON.parse(readFileSync(join(ROOT, file), "utf8"));
const lock = json("package-lock.json") as { packages: Record<string, Locked> };
const manifest = json("package.json") as Manifest;
const locked = Object.entries(lock.packages)
  .filter(([path]) => path.includes("node_modules/"))
  .map(([path, entry]) => ({ path, slot: path.split("node_modules/").pop() as string, ...entry }));

/** At least this version, by major version where several are maintained. */
const FLOORS: Record<string, readonly string[]> = {
  tar: ["7.5.22"],
  mathjs: ["15.2.0"],
  ajv: ["6.14.0", "8.18.0"],
  "brace-expansion": ["1.1.13", "2.0.3", "5.0.5"],
  braces: ["3.0.3"],
  "cross-spawn": ["7.0.5"],
  "form-data": ["2.5.4", "3.0.4", "4.0.4"],
  "https-proxy-agent": ["2.2.3", "5.0.0"],
  "js-yaml": ["3.14.2", "4.1.1"],
  json5: ["1.0.2", "2.2.2"],
  "markdown-it": ["14.1.1"],
  minimatch: ["3.1.3", "9.0.6", "10.2.1"],
  minimist: ["1.2.6"],
  "node-fetch": ["2.6.7", "3.1.1"],
  picomatch: ["2.3.2", "3.0.2", "4.0.4"],
  postcss: ["8.4.31"],
  qs: ["6.14.1"],
  rollup: ["2.80.0", "4.59.0"],
  "sanitize-html": ["2.17.2"],
  semver: ["5.7.2", "6.3.1", "7.5.2"],
  "tough-cookie": ["4.1.3", "5.0.0"],
  "vega-expression": ["5.2.1", "6.1.0"],
  "vega-functions": ["5.18.1", "6.1.1"],
  "vega-interpreter": ["1.2.1", "2.2.1"],
  vega: ["5.33.0", "6.2.0"],
  "word-wrap": ["1.2.4"],
  ws: ["7.5.10", "8.17.1"],
};

const parts = (version: string): number[] => version.split("-")[0].split(".").map(Number);

/** Whether a version is at least the floor of its major version; newer majors are, older ones are not. */
function clears(version: string, floors: readonly string[]): boolean {
  const found = parts(version);
  const same = floors.map(parts).find(([major]) => major === found[0]);
  if (same === undefined) return floors.every((floor) => found[0] > parts(floor)[0]);
  for (let i = 1; i < 3; i++) if (found[i] !== same[i]) return found[i] > same[i];
  return true;
}

describe("the lock file", () => {
  test("versions are compared as numbers, major version by major version", () => {
    assert.ok(clears("7.5.23", ["7.5.22"]) && clears("7.10.0", ["7.5.22"]) && clears("8.0.0", ["7.5.22"]));
    assert.ok(!clears("7.5.21", ["7.5.22"]) && !clears("6.9.9", ["7.5.22"]) && !clears("7.4.30", ["7.5.22"]));
    assert.ok(clears("2.80.0", ["2.79.2", "4.22.4"]) && !clears("3.0.0", ["2.79.2", "4.22.4"]));
  });

  test("no package has a version with a known high or critical advisory", () => {
    assert.ok(locked.length > 300, "the lock file was read");
    for (const { slot, name, version, path } of locked) {
      const floors = FLOORS[name ?? slot];
      if (floors === undefined || version === undefined) continue;
      assert.ok(clears(version, floors), `${path}: ${version}, at least ${floors.join(" or ")} is needed`);
    }
  });

  test("tar, mathjs, xlsx and request are there, as the kept packages", () => {
    const at = (wanted: string): Locked[] => locked.filter(({ slot }) => slot === wanted);
    for (const slot of ["tar", "mathjs", "xlsx", "request"]) assert.notEqual(at(slot).length, 0, slot);
    for (const { name, version } of at("xlsx")) {
      assert.equal(name, "@e965/xlsx");
      assert.ok(clears(version as string, ["0.20.3"]), `xlsx ${version}`);
      assert.ok(parts(version as string)[1] >= 20, `xlsx ${version}`);
    }
    for (const { name, version } of at("request")) {
      assert.equal(name, "@cypress/request");
      assert.ok(clears(version as string, ["3.0.0"]), `request ${version}`);
    }
  });

  test("names no registry: whoever installs uses their own", () => {
    for (const { path, resolved, link } of locked) {
      assert.ok(resolved === undefined || link === true, `${path} is resolved to ${resolved}`);
    }
    assert.doesNotMatch(readFileSync(join(ROOT, "package-lock.json"), "utf8"), /"resolved": "\w+:/);
  });
});

describe("package.json", () => {
  test("pins every dependency to one version", () => {
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(range, /^(\d+\.\d+\.\d+|file:\S+)$/, name);
    }
  });

  test("the lock file has the pinned versions", () => {
    for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      if (range.startsWith("file:")) continue;
      assert.equal(lock.packages[`node_modules/${name}`]?.version, range, name);
    }
  });

  test("what is shipped depends on nothing in the project's folder", () => {
    for (const [name, range] of Object.entries(manifest.dependencies)) assert.match(range, /^\d/, name);
  });
});
