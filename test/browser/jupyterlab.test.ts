// A real JupyterLab in a real browser, both kernels: every recipe cell by cell, an error, completion, the tooltip.
// LR_LAB_JUPYTER names the `bin` folder of a virtual environment with jupyterlab; pictures go to LR_LAB_PICTURES.
// LR_LAB_RECIPES, a regular expression, chooses recipes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { LR_LAB, TSLAB } from "../../bench/kernels/peers";
import { findPython, programBeside } from "../jupyter/kernel/jupyter";
import { Browser, findChromium } from "./chromium";
import { LabPage } from "./jupyterlab/page";
import { Lab, recipeFiles } from "./jupyterlab/server";

const chromium = findChromium();
const python = process.env.LR_LAB_JUPYTER === undefined ? undefined : findPython("jupyterlab");
const program = python === undefined ? undefined : programBeside(python, "jupyter-lab");
const skip =
  chromium === undefined
    ? "no Chromium: set CHROMIUM_PATH"
    : program === undefined
      ? "no Python with jupyterlab: set LR_LAB_JUPYTER"
      : false;

const TAB = { key: "Tab", code: "Tab", number: 9 };
const PROBE = [
  'const rates = [0.1, 0.2];\nfunction highest(values: number[]): number {\n  if (values.length < 3) throw new RangeError("three rates are needed");\n  return Math.max(...values);\n}',
  "highest(rates);",
  'const rate: number = "fast";',
  "rates.fi",
  "Math.floor",
];

for (const kernel of [LR_LAB, TSLAB]) {
  describe(`JupyterLab in a browser, kernel ${kernel.name}`, { skip }, () => {
    let lab: Lab;
    let browser: Browser;
    let page: LabPage;
    const name = (what: string): string => `${kernel.name}-${what}`;

    before(async () => {
      lab = await Lab.start(program!, [kernel], { probe: PROBE });
      browser = await Browser.start(chromium!);
      await browser.emulate({ width: 1100 });
      page = new LabPage(browser, process.env.LR_LAB_PICTURES);
    });
    after(async () => {
      await browser?.close();
      await lab?.stop();
    });

    test("an error shows the cell's own lines; completion and tooltip come at the keys", async () => {
      await page.open(lab.page(kernel.name, "probe"));
      assert.ok((await page.run(0)).ok);
      const thrown = await page.run(1);
      await page.picture(name("error"), 1);
      assert.equal(thrown.ok, false);
      assert.match(JSON.stringify(thrown.outputs), /three rates are needed/);
      await new Promise((resolve) => setTimeout(resolve, 300)); // stock tslab skips what comes at once after an error
      const wrong = await page.run(2);
      await page.picture(name("type-error"), 2);
      assert.match(JSON.stringify(wrong.outputs), /not assignable to type 'number'/);
      if (kernel === LR_LAB) {
        assert.match(JSON.stringify(thrown.outputs), /throw new RangeError\(/, "the line that threw");
        assert.equal(thrown.outputs[0].output_type, "error");
        assert.equal(wrong.outputs[0].output_type, "error");
      }
      await page.press(3, TAB);
      const names = await page.shown(".jp-Completer");
      await page.picture(name("completion"));
      assert.match(names, /fill[^]*filter|filter[^]*fill/);
      await page.press(4, { ...TAB, shift: true });
      const tip = await page.shown(".jp-Tooltip");
      await page.picture(name("tooltip"));
      assert.match(tip, /floor\(x: number\): number/);
      await page.close();
    });

    const wanted = new RegExp(process.env.LR_LAB_RECIPES ?? "");
    for (const file of recipeFiles().filter((one) => wanted.test(one))) {
      const recipe = file.replace(".ipynb", "");
      test(`${recipe}, cell by cell`, async () => {
        await page.open(lab.page(kernel.name, recipe));
        let verdict: number | undefined;
        for (const [index, source] of (await page.sources()).entries()) {
          if (source === null) continue;
          await page.start(index);
          if (/progress\(|onProgress|\b(?:l|trainL|runAllL)ive\(/.test(source))
            await pictureMidway(page, index, name(`${recipe}-${index}-midway`));
          const { ok, outputs } = await page.finish(index);
          const said = `${source}\n${JSON.stringify(outputs).slice(0, 2000)}`;
          assert.ok(ok && !outputs.some((one) => one.output_type === "error"), said);
          if (/finding\(|gateChart\(|sayGate\(|sayVerdict\(/.test(source)) verdict = index;
        }
        if (verdict !== undefined) await page.picture(name(`${recipe}-verdict`), verdict);
        await page.close();
      });
    }
  });
}

/** A picture of a cell at work, as soon as it has shown something. */
async function pictureMidway(page: LabPage, index: number, name: string): Promise<void> {
  while (!(await page.hasEnded())) {
    if (await page.isMidway(index)) {
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return page.picture(name, index);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
