import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Output } from "../../../src/jupyter/nbformat";
import type { Browser } from "../chromium";

/** What came of a cell in JupyterLab. */
export interface RanCell {
  readonly source: string;
  /** JupyterLab's word: false where the reply was an error. */
  readonly ok: boolean;
  readonly outputs: readonly Output[];
}

const PANEL = "window.jupyterapp.shell.currentWidget";
/** The `error` outputs of JupyterLab, and what people wait for. */
const IDLE = `${PANEL}?.sessionContext?.session?.kernel?.status === "idle"`;

/** A notebook opened in JupyterLab, worked on as a reader does: by its commands and the keyboard. */
export class LabPage {
  constructor(
    private readonly browser: Browser,
    /** Pictures go there; none are taken where it is undefined. */
    private readonly pictures: string | undefined,
  ) {}

  /** Opens a notebook and waits until its kernel is idle. */
  async open(url: string, milliseconds = 120_000): Promise<void> {
    await this.browser.open(url);
    await this.browser.until(`window.jupyterapp && ${IDLE}`, milliseconds);
    await this.browser.until("!document.getElementById('jupyterlab-splash')", milliseconds);
  }

  /** The sources of its cells; null where a cell is not code. */
  sources(): Promise<(string | null)[]> {
    return this.browser.evaluate(
      `${PANEL}.content.widgets.map(({ model }) => (model.type === "code" ? model.sharedModel.getSource() : null))`,
    );
  }

  /** Starts a cell as Ctrl-Enter does; {@link finish} waits for its end. */
  async start(index: number): Promise<void> {
    await this.select(index);
    await this.browser.evaluate(`void (window.ran = undefined,
      window.jupyterapp.commands.execute("notebook:run-cell").then((ok) => (window.ran = { ok })))`);
  }

  async finish(index: number, milliseconds = 180_000): Promise<RanCell> {
    await this.browser.until(`window.ran && ${IDLE}`, milliseconds);
    return this.browser.evaluate<RanCell>(`(() => {
      const { source, outputs } = ${PANEL}.content.model.cells.get(${index}).toJSON();
      return { source: [].concat(source).join(""), outputs, ok: window.ran.ok !== false };
    })()`);
  }

  async run(index: number): Promise<RanCell> {
    await this.start(index);
    return this.finish(index);
  }

  /** Whether the cell that was started is still at work and has already shown something. */
  async isMidway(index: number): Promise<boolean> {
    return this.browser.evaluate(
      `!window.ran && ${PANEL}.content.model.cells.get(${index}).sharedModel.getOutputs().length > 0`,
    );
  }

  hasEnded(): Promise<boolean> {
    return this.browser.evaluate("Boolean(window.ran)");
  }

  /** Presses a key at the end of a cell's text. */
  async press(
    index: number,
    key: { key: string; code: string; number: number; shift?: boolean },
  ): Promise<void> {
    await this.select(index);
    await this.browser.evaluate(`(() => {
      const { content } = ${PANEL};
      content.mode = "edit";
      const { editor } = content.activeCell;
      editor.focus();
      editor.setCursorPosition(editor.getPositionAt(editor.model.sharedModel.getSource().length));
    })()`);
    await this.browser.until("document.activeElement?.classList.contains('cm-content')");
    const { key: name, code, number, shift = false } = key;
    const event = { key: name, code, windowsVirtualKeyCode: number, modifiers: shift ? 8 : 0 };
    await this.browser.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.browser.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** Waits for an element that is shown, and tells its text. */
  async shown(selector: string, milliseconds = 30_000): Promise<string> {
    const element = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((one) => one.getClientRects().length > 0 && one.innerText.trim() !== "")`;
    await this.browser.until(element, milliseconds);
    return this.browser.evaluate(`(${element}).innerText`);
  }

  /** A picture of the window, with a cell's output in sight. */
  async picture(name: string, index?: number): Promise<void> {
    if (this.pictures === undefined) return;
    if (index !== undefined) {
      await this.browser.evaluate(`(() => {
        const { node } = ${PANEL}.content.widgets[${index}];
        (node.querySelector(".jp-OutputArea-child") ?? node).scrollIntoView({ block: "center" });
      })()`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    const { data } = await this.browser.send("Page.captureScreenshot", { format: "png" });
    mkdirSync(this.pictures, { recursive: true });
    writeFileSync(join(this.pictures, `${name}.png`), Buffer.from(String(data), "base64"));
  }

  /** Ends the notebook's kernel; nothing is asked when the page is left. */
  async close(): Promise<void> {
    await this.browser.evaluate(`(async () => {
      const panel = ${PANEL};
      await panel.context.save();
      await panel.sessionContext.shutdown();
    })()`);
  }

  private async select(index: number): Promise<void> {
    await this.browser.evaluate(`void (${PANEL}.content.activeCellIndex = ${index})`);
  }
}
