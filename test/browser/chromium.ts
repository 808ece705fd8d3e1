import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
  "--remote-debugging-pipe",
];

/** The browser of `CHROMIUM_PATH`, or one in a usual place; undefined where there is none. */
export function findChromium(): string | undefined {
  const wanted = process.env.CHROMIUM_PATH;
  return (wanted ? [wanted] : CANDIDATES).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

type Json = Record<string, unknown>;
type Waiting = { resolve: (result: Json) => void; reject: (error: Error) => void };

/** What a page said while it was open. */
export interface PageLog {
  /** Console errors and warnings, exceptions, and what the page's policy refused. */
  readonly complaints: string[];
  /** Every address that was asked for. */
  readonly requests: string[];
}

/** One headless Chromium with one page, spoken to over the DevTools protocol on pipes. */
export class Browser {
  readonly log: PageLog = { complaints: [], requests: [] };
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<(method: string) => void>();
  private next = 1;
  private session?: string;

  private constructor(
    private readonly child: ChildProcess,
    private readonly profile: string,
  ) {
    let buffer = "";
    (child.stdio[4] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
      const messages = (buffer + chunk).split("\0");
      buffer = messages.pop()!;
      for (const message of messages) this.receive(JSON.parse(message) as Json);
    });
    child.on("exit", (code) => {
      for (const { reject } of this.waiting.values()) reject(new Error(`the browser ended with ${code}`));
    });
  }

  static async start(path: string): Promise<Browser> {
    const profile = mkdtempSync(join(tmpdir(), "lr-lab-chromium-"));
    const child = spawn(path, [...FLAGS, `--user-data-dir=${profile}`], {
      stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    });
    const browser = new Browser(child, profile);
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    browser.session = String(sessionId);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await browser.send(`${domain}.enable`);
    return browser;
  }

  /** Sends a command and waits for its answer. */
  send(method: string, params: Json = {}): Promise<Json> {
    const id = this.next++;
    const message = { id, method, params, ...(this.session ? { sessionId: this.session } : {}) };
    (this.child.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** The value of an expression in the page; promises are awaited. */
  async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (answer.exceptionDetails) throw new Error(JSON.stringify(answer.exceptionDetails));
    return (answer.result as { value: T }).value;
  }

  /** Waits until an expression is true in the page. */
  async until(expression: string, milliseconds = 20000): Promise<void> {
    const end = Date.now() + milliseconds;
    while (!(await this.evaluate<boolean>(`Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`waited ${milliseconds} ms for ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Sets the size of the window, and what the reader's system prefers. */
  async emulate(view: {
    width: number;
    theme?: "light" | "dark";
    media?: "print" | "screen";
    scripts?: boolean;
  }) {
    const { width, theme = "light", media = "screen", scripts = true } = view;
    await this.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await this.send("Emulation.setScriptExecutionDisabled", { value: !scripts });
    const features = [{ name: "prefers-color-scheme", value: theme }];
    await this.send("Emulation.setEmulatedMedia", { media, features });
  }

  /** Opens an address and waits until it has loaded; the log starts anew. */
  async open(url: string): Promise<void> {
    this.log.complaints.length = 0;
    this.log.requests.length = 0;
    const loaded = new Promise<void>((resolve) => {
      const listener = (method: string) => {
        if (method !== "Page.loadEventFired") return;
        this.listeners.delete(listener);
        resolve();
      };
      this.listeners.add(listener);
    });
    await this.send("Page.navigate", { url });
    await loaded;
  }

  /** Ends the browser and removes its profile. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.session = undefined;
    void this.send("Browser.close").catch(() => undefined);
    const timer = setTimeout(() => this.child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(timer);
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private receive(message: Json): void {
    const waiting = this.waiting.get(message.id as number);
    if (waiting) {
      this.waiting.delete(message.id as number);
      if (message.error) waiting.reject(new Error(JSON.stringify(message.error)));
      else waiting.resolve(message.result as Json);
      return;
    }
    const method = String(message.method);
    const params = message.params as Json;
    if (
      method === "Runtime.consoleAPICalled" &&
      ["error", "warning", "assert"].includes(String(params.type))
    ) {
      this.log.complaints.push(JSON.stringify(params.args));
    } else if (method === "Runtime.exceptionThrown") {
      this.log.complaints.push(JSON.stringify(params.exceptionDetails));
    } else if (method === "Log.entryAdded") {
      const { level, text } = params.entry as { level: string; text: string };
      if (level === "error" || level === "warning") this.log.complaints.push(text);
    } else if (method === "Network.requestWillBeSent") {
      this.log.requests.push((params.request as { url: string }).url);
    }
    for (const listener of [...this.listeners]) listener(method);
  }
}
