import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { KernelClient, type ConnectionInfo } from "./client";
import { freePorts } from "./free-ports";
import type { KernelSpec } from "./kernel-spec";
import { kernelInfo, type KernelInfo } from "./run/kernel-info";

/** How long each of shutdown_request and SIGTERM may take before the next, harder means. */
const STOP_PATIENCE_MS = 1500;
/** What a kernel wrote just before it died is still on its way. */
const DRAIN_MS = 150;
const UNKNOWN = kernelInfo({ content: {} });

/** A kernel process ended without being asked to. */
export class KernelDied extends Error {
  override name = "KernelDied";
}

/** A running kernel: its process and the connection to it. */
export interface Kernel {
  readonly pid: number;
  readonly client: KernelClient;
  /** What the kernel said of itself when it was ready. */
  readonly info: KernelInfo;
  /** Resolves with the reason as soon as the process has ended and its last messages have arrived. */
  readonly died: Promise<KernelDied>;
  /** Asks the running cell to stop: SIGINT, or interrupt_request where the kernelspec says so. */
  interrupt(): void;
  /**
   * Ends the kernel, the processes that it started and its temporary folder. Asks first (shutdown_request),
   * unless `force`; then SIGTERM, then SIGKILL.
   */
  stop(options?: { force?: boolean }): Promise<void>;
}

/** A kernel's process, its log and its temporary folder, from the launch to the last trace. */
export class KernelProcess implements Kernel {
  /** Unknown until the kernel has answered. */
  info: KernelInfo = UNKNOWN;
  readonly client: KernelClient;
  readonly died: Promise<KernelDied>;
  readonly portTaken: Promise<"port taken">;
  private readonly exited: Promise<void>;
  private log = "";
  private stopping: Promise<void> | undefined;
  private readonly onExit = () => this.kill();

  static async launch(spec: KernelSpec, folder: string): Promise<KernelProcess> {
    const ports = await freePorts(5);
    const connection: ConnectionInfo = {
      transport: "tcp",
      ip: "127.0.0.1",
      shell_port: ports[0],
      iopub_port: ports[1],
      control_port: ports[2],
      stdin_port: ports[3],
      hb_port: ports[4],
      key: randomBytes(32).toString("hex"),
      signature_scheme: "hmac-sha256",
      kernel_name: spec.name,
    };
    const temporary = mkdtempSync(join(tmpdir(), "lr-lab-kernel-"));
    const file = join(temporary, "connection.json");
    writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });
    const argv = spec.argv.map((part) =>
      part.replaceAll("{connection_file}", () => file).replaceAll("{resource_dir}", () => spec.resourceDir),
    );
    const env: NodeJS.ProcessEnv = { ...process.env, ...spec.env, JPY_PARENT_PID: String(process.pid) };
    delete env.FORCE_COLOR; // outputs are files: the same text wherever they are made
    const child = spawn(argv[0], argv.slice(1), {
      cwd: folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      // A process group of its own: Ctrl-C goes to the runner alone, and the group can be killed as a whole.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
    return new KernelProcess(spec, child, connection, temporary);
  }

  private constructor(
    private readonly spec: KernelSpec,
    private readonly child: ChildProcess,
    connection: ConnectionInfo,
    private readonly temporary: string,
  ) {
    process.once("exit", this.onExit);
    const failed = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`cannot be started: ${error.message}`));
      child.once("exit", (code, signal) => resolve(ending(code, signal)));
    });
    this.exited = failed.then(() => undefined);
    this.client = new KernelClient(connection);
    this.died = failed.then(async (how) => {
      await sleep(DRAIN_MS, undefined, { ref: false });
      const death = new KernelDied(how + this.lastWords());
      this.client.fail(death);
      return death;
    });
    this.portTaken = new Promise((resolve) => {
      const listen = (chunk: Buffer) => {
        this.log = (this.log + chunk.toString("utf8")).slice(-8192);
        if (/EADDRINUSE|address (already )?in use/i.test(this.log)) resolve("port taken");
      };
      child.stdout?.on("data", listen);
      child.stderr?.on("data", listen);
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  interrupt(): void {
    if (this.spec.interruptMode === "message") {
      this.client.request("interrupt_request", {}, { channel: "control" }).catch(() => {});
      return;
    }
    // On Windows any signal ends the process; the caller kills it there after its grace period.
    if (process.platform !== "win32") this.child.kill("SIGINT");
  }

  stop(options: { force?: boolean } = {}): Promise<void> {
    return (this.stopping ??= this.shutDown(options.force === true));
  }

  private async shutDown(force: boolean): Promise<void> {
    try {
      if (!force) {
        this.client.request("shutdown_request", { restart: false }, { channel: "control" }).catch(() => {});
        if (await this.endsWithin(STOP_PATIENCE_MS)) return;
      }
      this.child.kill("SIGTERM");
      if (await this.endsWithin(STOP_PATIENCE_MS)) return;
      this.child.kill("SIGKILL");
      await this.endsWithin(STOP_PATIENCE_MS);
    } finally {
      this.kill();
      this.client.close();
      process.removeListener("exit", this.onExit);
    }
  }

  private endsWithin(ms: number): Promise<boolean> {
    return Promise.race([this.exited.then(() => true), sleep(ms, false, { ref: false })]);
  }

  /** Whatever is left, at once: also what a cell started and left running. */
  private kill(): void {
    const running = this.child.exitCode === null && this.child.signalCode === null;
    if (this.child.pid !== undefined) {
      if (process.platform === "win32") {
        if (running) spawnSync("taskkill", ["/pid", String(this.child.pid), "/T", "/F"], { stdio: "ignore" });
      } else {
        try {
          process.kill(-this.child.pid, "SIGKILL");
        } catch {
          // The group is empty: nothing is left.
        }
      }
    }
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    rmSync(this.temporary, { recursive: true, force: true });
  }

  /** The line of the process' own output that says most about its death. */
  private lastWords(): string {
    const lines = this.log
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
    const line = lines.find((l) => /FATAL ERROR|^\w*Error\b/.test(l));
    const words = line ?? (this.child.exitCode === 0 ? undefined : lines.at(-1));
    return words === undefined ? "" : `; it wrote: ${words.slice(0, 200)}`;
  }
}

function ending(code: number | null, signal: NodeJS.Signals | null): string {
  return signal === null ? `the kernel ended with exit code ${code}` : `the kernel was ended by ${signal}`;
}
