import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../../../src/jupyter/free-ports";
import type { KernelSpec } from "../../../src/jupyter/kernel-spec";
import type { Notebook } from "../../../src/jupyter/nbformat";
import { formatNotebook, parseNotebook, readNotebook } from "../../../src/jupyter/notebook-file";
import { writeKernelSpecs } from "../../jupyter/kernel/jupyter";
import { ROOT } from "../../jupyter/helpers";

/** A starting server may take this long, on a machine that has much else to do. */
const START_MS = 120_000;

/** No news, no questions, nothing that lies over the page. */
const QUIET = { fetchNews: "false", checkForUpdates: false, doNotDisturbMode: true };

/** A real JupyterLab with nothing of the person's own: kernels, settings and notebooks lie in a temporary folder. */
export class Lab {
  private log = "";

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    private readonly address: string,
    private readonly token: string,
  ) {
    const listen = (chunk: Buffer) => (this.log = (this.log + chunk.toString("utf8")).slice(-20_000));
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
  }

  /**
   * Starts it with these kernels. For each there is a folder of its name with every recipe, and with `extra`, as
   * notebooks of that kernel.
   */
  static async start(
    program: string,
    kernels: readonly KernelSpec[],
    extra: Record<string, readonly string[]>,
  ): Promise<Lab> {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-jupyterlab-"));
    const place = (name: string): string => join(folder, name);
    writeKernelSpecs(place("data-dir"), kernels);
    const settings = join(place("settings"), "@jupyterlab", "apputils-extension");
    mkdirSync(settings, { recursive: true });
    writeFileSync(join(settings, "notification.jupyterlab-settings"), JSON.stringify(QUIET));
    layOut(place("root"), kernels, extra);

    const [port] = await freePorts(1);
    const token = randomBytes(16).toString("hex");
    const flags = ["--no-browser", "--allow-root", "--expose-app-in-browser", `--ServerApp.port=${port}`];
    flags.push(
      "--ServerApp.ip=127.0.0.1",
      "--ServerApp.port_retries=0",
      `--ServerApp.root_dir=${place("root")}`,
    );
    flags.push("--KernelSpecManager.ensure_native_kernel=False", "--LabApp.extension_manager=readonly");
    const env = {
      ...process.env,
      ...{ HOME: folder, JUPYTER_TOKEN: token, JUPYTER_DATA_DIR: place("data-dir"), JUPYTER_PATH: "" },
      ...{ JUPYTER_CONFIG_DIR: place("config"), JUPYTER_RUNTIME_DIR: place("runtime") },
      ...{ JUPYTERLAB_SETTINGS_DIR: place("settings"), JUPYTERLAB_WORKSPACES_DIR: place("workspaces") },
    };
    const child = spawn(program, flags, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const lab = new Lab(child, folder, `http://127.0.0.1:${port}`, token);
    for (const end = Date.now() + START_MS; !(await lab.answers()); await sleep(300)) {
      if (Date.now() < end && child.exitCode === null) continue;
      await lab.stop();
      throw new Error(`JupyterLab did not start:\n${lab.log}`);
    }
    return lab;
  }

  /** The address of one notebook, in the mode that shows nothing else. */
  page(kernel: string, notebook: string): string {
    return `${this.address}/doc/tree/${kernel}/${notebook}.ipynb?token=${this.token}`;
  }

  /** Ends it with its kernels, and removes its folder. */
  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    if (this.child.exitCode === null && this.child.signalCode === null) {
      this.child.kill("SIGTERM");
      await Promise.race([ended, sleep(8000)]);
      if (this.child.exitCode === null) this.child.kill("SIGKILL");
    }
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.address}/api/status?token=${this.token}`)).ok;
    } catch {
      return false;
    }
  }
}

/** What a clone of the project has where its recipes lie: the data, and the packages. */
function layOut(
  root: string,
  kernels: readonly KernelSpec[],
  extra: Record<string, readonly string[]>,
): void {
  mkdirSync(root);
  cpSync(join(ROOT, "data"), join(root, "data"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"), "junction");
  for (const { name } of kernels) {
    const folder = join(root, name);
    mkdirSync(folder);
    const kernelspec = { name, display_name: name, language: "typescript" };
    const write = (file: string, notebook: Notebook): void => {
      const text = formatNotebook({ ...notebook, metadata: { ...notebook.metadata, kernelspec } });
      writeFileSync(join(folder, file), text);
    };
    for (const file of recipeFiles()) write(file, readNotebook(join(ROOT, "notebooks", file)));
    for (const [title, cells] of Object.entries(extra)) {
      const code = cells.map((source, i) => {
        const rest = { id: `cell-${i}`, metadata: {}, source };
        return { cell_type: "code", execution_count: null, outputs: [], ...rest };
      });
      const json = { cells: code, metadata: {}, nbformat: 4, nbformat_minor: 5 };
      write(`${title}.ipynb`, parseNotebook(json, title));
    }
  }
}

export function recipeFiles(): string[] {
  return readdirSync(join(ROOT, "notebooks"))
    .filter((file) => file.endsWith(".ipynb"))
    .sort();
}
