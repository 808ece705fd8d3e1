import { spawnSync } from "node:child_process";

/** What the named interpreter has. */
export interface PythonVersions {
  readonly python: string;
  readonly torch: string;
  readonly numpy: string;
  readonly sklearn: string;
}

const ASK = `
import json, platform, importlib.metadata as m
def version(name):
    try: return m.version(name)
    except m.PackageNotFoundError: return ""
print(json.dumps(dict(python=platform.python_version(), torch=version("torch"), numpy=version("numpy"), sklearn=version("scikit-learn"))))
`;

/** Asks the interpreter what it has. Throws where it does not run or has no PyTorch. */
export function pythonVersions(python: string): PythonVersions {
  const asked = spawnSync(python, ["-c", ASK], { encoding: "utf8" });
  if (asked.status !== 0) throw new Error(`--python does not run: ${asked.error?.message ?? asked.stderr}`);
  const versions = JSON.parse(asked.stdout) as PythonVersions;
  if (versions.torch === "" || versions.numpy === "") throw new Error("--python has no PyTorch or no NumPy");
  return versions;
}
