// The kernel held to Jupyter's conformance suite, where a Python has it: pip install jupyter_kernel_test.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { LR_LAB } from "../../../bench/kernels/peers";
import { ROOT, temporaryFolder } from "../helpers";
import { findPython, writeKernelSpecs } from "./jupyter";

const python = findPython("jupyter_kernel_test");
const skip = python === undefined ? "no Python with jupyter_kernel_test: set LR_LAB_JUPYTER" : false;

test("the kernel passes jupyter_kernel_test, and skips only what it says", { skip }, (t) => {
  const folder = temporaryFolder(t);
  writeKernelSpecs(folder, [LR_LAB]);
  const { status, stdout, stderr } = spawnSync(python!, ["-m", "unittest", "-v", "test_lr_lab_kernel"], {
    cwd: join(ROOT, "notebooks"),
    encoding: "utf8",
    timeout: 300_000,
    env: {
      ...process.env,
      JUPYTER_PATH: folder,
      PYTHONPATH: join(ROOT, "test", "jupyter", "kernel", "conformance"),
      PYTHONDONTWRITEBYTECODE: "1",
    },
  });
  assert.equal(status, 0, `${stdout}\n${stderr}`);
  const skipped = [...stderr.matchAll(/^(\w+) .*\.\.\. skipped/gm)].map(([, name]) => name).sort();
  assert.deepEqual(skipped, ["test_pager", "test_recv_iopub_welcome_msg"]);
});
