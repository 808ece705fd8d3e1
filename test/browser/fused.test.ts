// The fused engine in a browser's tab: the compiled files as they are, wrapped by a loader of a few lines, give the
// bytes that they give in Node.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { canonicalJson } from "../../src/data";
import type { Features } from "../../src/features";
import { oneCycle } from "../../src/schedules";
import { runSpec, train, type RunChoices } from "../../src/training";
import { randomFeatures } from "../training/reference";
import { Browser, findChromium } from "./chromium";

const chromium = findChromium();
const skip = chromium === undefined ? "no Chromium: set CHROMIUM_PATH" : false;

const RUNS: Record<string, RunChoices> = {
  "a linear model by sgd": { model: { kind: "linear" }, optimizer: { kind: "sgd" }, schedule: 0.3 },
  "a hidden layer by momentum in one cycle": {
    ...{ model: { kind: "mlp", hidden: 13 }, schedule: oneCycle({ peak: 0.1, steps: 21 }) },
  },
  "a run that diverges": { model: { kind: "mlp", hidden: 9 }, schedule: 1e20 },
  "a hidden layer by AdamW, clipped and smoothed": {
    model: { kind: "mlp", hidden: 20 },
    optimizer: { kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.1 },
    ...{ schedule: 0.01, clipNorm: 0.5, labelSmoothing: 0.1 },
  },
};

/** The source of every file that this process has loaded for `entry`, and what its requires mean. */
function filesOf(entry: string): Map<string, { source: string; requires: Record<string, string> }> {
  const files = new Map<string, { source: string; requires: Record<string, string> }>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    const source = readFileSync(file, "utf8");
    const requires: Record<string, string> = {};
    files.set(file, { source, requires });
    for (const [, name] of source.matchAll(/\brequire\(["']([^"']+)["']\)/g)) {
      if (isBuiltin(name)) continue;
      let found: string;
      try {
        found = createRequire(file).resolve(name);
      } catch {
        continue; // text that looks like code
      }
      if (require.cache[found] === undefined) continue; // not needed so far
      requires[name] = found;
      visit(found);
    }
  };
  visit(entry);
  return files;
}

/** A page that has `load(file)`: CommonJS, with functions that do nothing where Node's own modules would be. */
function pageWith(entries: readonly string[]): string {
  const files = new Map(entries.flatMap((entry) => [...filesOf(entry)]));
  const wrapped = [...files].map(
    ([file, { source, requires }]) =>
      `${JSON.stringify(file)}: [${JSON.stringify(requires)}, ` +
      `function (module, exports, require, __dirname, __filename) {${source}\n}]`,
  );
  const script = `
    // The parser of CSV files, which the engine does not use, wants one when it is loaded.
    globalThis.Buffer = { from: (bytes) => Uint8Array.from(bytes) };
    const files = {${wrapped.join(",\n")}};
    const loaded = {};
    const nothing = new Proxy({}, { get: () => () => undefined });
    function load(file) {
      if (file === undefined) return nothing;
      if (loaded[file]) return loaded[file].exports;
      const module = (loaded[file] = { exports: {} });
      const [requires, body] = files[file];
      body(module, module.exports, (name) => load(requires[name]), "/", file);
      return module.exports;
    }`;
  return `<!doctype html><meta charset="utf-8"><script>${script.replaceAll("</script", "<\\/script")}</script>`;
}

/** The features as an expression. */
function written(features: Features): string {
  const arrays = { Int32Array, Float32Array };
  return JSON.stringify(features, (_, value: unknown) => {
    const type = Object.entries(arrays).find(([, Type]) => value instanceof Type)?.[0];
    return type === undefined ? value : { type, values: [...(value as Int32Array)] };
  });
}

describe("the fused engine in a browser", { skip }, () => {
  let browser: Browser;
  let folder: string;
  const features = randomFeatures({ rows: 100, columns: 40, classes: 6 });
  const engine = require.resolve("../../src/training/fused/engine");
  const canonical = require.resolve("../../src/data/canonical");

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lr-lab-fused-"));
    browser = await Browser.start(chromium!);
    const path = join(folder, "fused.html");
    writeFileSync(path, pageWith([engine, canonical]));
    await browser.open(pathToFileURL(path).href);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [name, choices] of Object.entries(RUNS)) {
    test(`${name}: the record and the weights are Node's, to the bit`, async () => {
      const spec = await runSpec(features, { batchSize: 16, epochs: 3, ...choices, engine: "fused" });
      const { record, weights } = await train(spec, features);
      const found = await browser.evaluate<{ record: string; weights: number[][] }>(`(async () => {
        const features = JSON.parse(${JSON.stringify(written(features))}, (_, value) =>
          typeof value?.type === "string" ? globalThis[value.type].from(value.values) : value);
        const { fusedEngine } = load(${JSON.stringify(engine)});
        const { record, weights } = await fusedEngine.run(${JSON.stringify(spec)}, features);
        const bits = ({ values }) => [...new Int32Array(values.buffer)];
        return {
          record: load(${JSON.stringify(canonical)}).canonicalJson(record),
          weights: weights.arrays.map(bits),
        };
      })()`);
      assert.equal(found.record, canonicalJson(record));
      assert.deepEqual(
        found.weights,
        weights.arrays.map(({ values }) => [...new Int32Array(values.buffer)]),
      );
      assert.deepEqual(browser.log.complaints, []);
      assert.equal(record.status, name.includes("diverges") ? "diverged" : "done");
    });
  }
});
