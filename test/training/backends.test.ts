import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import type { BackendReport } from "./backend-child";
import { doctor, nativeLoads, node, ROOT } from "./helpers";
import { batch, COLUMNS, dense, wave, WIDTH } from "./sparse-batch";

const reports = new Map<string, BackendReport>();

function report(backend: string): BackendReport {
  const known = reports.get(backend);
  if (known !== undefined) return known;
  const { status, stdout, stderr } = node([join(__dirname, "backend-child.js")], backend);
  assert.equal(status, 0, stderr);
  const made = JSON.parse(stdout.trim().split("\n").pop() as string) as BackendReport;
  reports.set(backend, made);
  return made;
}

/** X W and X^T dy in float64. */
function expected(): { bag: number[]; gradient: number[] } {
  const x = dense(batch());
  const [weights, dy] = [wave(COLUMNS * WIDTH, 1), wave(x.length * WIDTH, 2)];
  const bag = x.flatMap((row) =>
    Array.from({ length: WIDTH }, (_, k) => row.reduce((sum, v, c) => sum + v * weights[c * WIDTH + k], 0)),
  );
  const gradient = Array.from({ length: COLUMNS * WIDTH }, (_, i) => {
    const [column, k] = [Math.floor(i / WIDTH), i % WIDTH];
    return x.reduce((sum, row, r) => sum + row[column] * dy[r * WIDTH + k], 0);
  });
  return { bag, gradient };
}

function near(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  assert.equal(found.length, wanted.length);
  found.forEach((value, i) =>
    assert.ok(Math.abs(value - wanted[i]) <= tolerance, `[${i}]: ${value} instead of ${wanted[i]}`),
  );
}

describe("backends", () => {
  for (const backend of ["wasm", "cpu"]) {
    test(`sparse bag on ${backend}: the dense product and its gradient, nothing left behind`, () => {
      const found = report(backend);
      assert.equal(found.backend, backend);
      near(found.bag, expected().bag, 2e-6);
      near(found.gradient, expected().gradient, 2e-6);
      assert.equal(found.leaked, 0);
    });
  }

  test("sparse bag: wasm and cpu give the same numbers, to the bit", () => {
    assert.deepEqual(report("cpu").bag, report("wasm").bag);
    assert.deepEqual(report("cpu").gradient, report("wasm").gradient);
  });

  test("a run on cpu is the run on wasm within rounding", () => {
    near(report("cpu").losses, report("wasm").losses, 1e-5);
    report("cpu").weights.forEach((values, i) => near(values, report("wasm").weights[i], 1e-5));
  });

  test("the native binding gives the sparse bag and the run of wasm within rounding", (t) => {
    if (!nativeLoads()) return t.skip("the native TensorFlow binding is not installed");
    const found = report("tensorflow");
    near(found.bag, expected().bag, 2e-6);
    near(found.gradient, expected().gradient, 2e-6);
    near(found.losses, report("wasm").losses, 1e-5);
    assert.equal(found.leaked, 0);
  });
});

describe("LR_LAB_BACKEND, as lr-lab doctor shows it", () => {
  for (const backend of ["wasm", "cpu"]) {
    test(backend, () => {
      const said = doctor(backend);
      assert.equal(said.backend, `${backend}: LR_LAB_BACKEND asks for it`);
      assert.equal(said["forced by"], `LR_LAB_BACKEND=${backend}`);
    });
  }

  test("not set: native where it loads, else WebAssembly, with the reason", () => {
    const said = doctor(undefined);
    assert.match(
      said.backend,
      /^tensorflow: the native binding .*loads|^wasm: no native binding \(.+\), so WebAssembly/,
    );
    assert.match(said["forced by"], /nothing/);
    assert.equal(doctor("").backend, said.backend, "an empty value is none");
  });

  const refused = (backend: string): string => {
    const { status, stdout, stderr } = node([join(ROOT, "bin", "lr-lab.js"), "doctor"], backend);
    assert.equal(status, 2);
    assert.equal(stdout, "");
    assert.doesNotMatch(stderr, /^ {4}at /m, "no stack trace");
    return stderr;
  };

  test("nonsense is refused, with the names that are known", () => {
    assert.match(
      refused("nonsense"),
      /LR_LAB_BACKEND must be one of tensorflow, wasm, cpu; found "nonsense"/,
    );
  });

  test("tensorflow without its binding is an error that says what to do, not a silent fall-back", (t) => {
    if (nativeLoads()) return t.skip("the native TensorFlow binding is installed");
    assert.match(refused("tensorflow"), /native binding does not load \(.+\).*`npm run native`/);
  });
});
