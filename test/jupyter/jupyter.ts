import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";

const NAME = process.platform === "win32" ? "jupyter.exe" : "jupyter";

/** Why a test of a real Jupyter is skipped; listed in test/allowed-skips.json. */
export const NO_JUPYTER = "no Jupyter: set LR_LAB_JUPYTER to the bin folder of one";

/** The folder with the programs of a real Jupyter: LR_LAB_JUPYTER, or on the PATH; undefined where there is none. */
export function findJupyter(): string | undefined {
  const wanted = process.env.LR_LAB_JUPYTER;
  if (wanted) {
    if (existsSync(join(wanted, NAME))) return wanted;
    throw new Error(`LR_LAB_JUPYTER=${wanted}: there is no ${NAME} in this folder`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  // A shim of a Python that has no Jupyter is there and does not run.
  return folders.find((folder) => existsSync(join(folder, NAME)) && runs(join(folder, NAME)));
}

/** An environment in which Jupyter and `lr-lab kernel` keep everything under `home`, and know nothing of the machine. */
export function jupyterHome(home: string, bin?: string): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env)) if (/^(JUPYTER_|XDG_|VIRTUAL_ENV|CONDA_)/.test(name)) delete env[name];
  mkdirSync(join(home, "config"), { recursive: true });
  return {
    ...env,
    ...(bin === undefined ? {} : { PATH: `${bin}${delimiter}${env.PATH ?? ""}` }),
    HOME: home,
    USERPROFILE: home,
    APPDATA: join(home, "AppData", "Roaming"),
    JUPYTER_CONFIG_DIR: join(home, "config"),
    JUPYTER_RUNTIME_DIR: join(home, "runtime"),
    IPYTHONDIR: join(home, "ipython"),
  };
}

function runs(program: string): boolean {
  return spawnSync(program, ["--version"], { timeout: 30_000 }).status === 0;
}
