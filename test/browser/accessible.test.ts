// Every kind of page in a real browser with axe-core: nothing serious or critical, in both themes, wide and narrow.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportHtml, exportIndex, exportWriteUp, notebookSummary, pageLinks } from "../../src/jupyter";
import { writeUp } from "../../src/writeup";
import { chartNotebook, hostileNotebook, workshopNotebook } from "../notebook/pages";
import { smallTuning, type SmallTuning } from "../writeup/small-tuning";
import { Browser, findChromium } from "./chromium";

const chromium = findChromium();
const skip = chromium === undefined ? "no Chromium: set CHROMIUM_PATH" : false;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string; failureSummary: string }[];
}

describe("the pages and axe", { skip }, () => {
  let browser: Browser;
  let folder: string;
  let small: SmallTuning;
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

  /** What axe finds; everything that it would call serious or critical, and headings out of order. */
  const violations = async (): Promise<string[]> => {
    // Through the DevTools, which the page's policy does not bind.
    await browser.evaluate(`${axe}; true`);
    const found = await browser.evaluate<Violation[]>(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, impact, nodes }) =>
        ({ id, impact, nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => ({ html: html.slice(0, 200), failureSummary })) })))`,
    );
    return found.map(({ id, impact, nodes }) => `${impact} ${id}: ${JSON.stringify(nodes)}`);
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lr-lab-axe-"));
    small = await smallTuning();
    const home = { title: "Reports", href: "index.html" };
    const notebooks = { charts: chartNotebook(), workshop: workshopNotebook(), hostile: hostileNotebook() };
    const pages = Object.keys(notebooks).map((name) => ({ title: name, href: `${name}.html` }));
    const links = pageLinks(pages, home);
    Object.entries(notebooks).forEach(([name, notebook], i) =>
      writeFileSync(
        join(folder, `${name}.html`),
        exportHtml(notebook, { title: name, source: `${name}.ipynb`, ...links[i] }),
      ),
    );
    const entries = Object.values(notebooks).map((notebook, i) => {
      const { failure, ...found } = notebookSummary(notebook);
      return { ...found, ...pages[i], seconds: 30, ...(failure ? { failure: failure.message } : {}) };
    });
    writeFileSync(join(folder, "index.html"), exportIndex(entries, { title: "Reports" }));
    writeFileSync(
      join(folder, "write-up.html"),
      exportWriteUp(writeUp(small.tuning, small.dataset, small.features)),
    );
    browser = await Browser.start(chromium!);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(small.folder, { recursive: true, force: true });
  });

  for (const name of ["index", "workshop", "charts", "hostile", "write-up"]) {
    for (const [width, theme] of [
      [1200, "light"],
      [360, "dark"],
    ] as const) {
      test(`${name}, ${width} pixels, ${theme}`, async () => {
        await browser.emulate({ width, theme });
        await browser.open(pathToFileURL(join(folder, `${name}.html`)).href);
        if (name !== "index") await browser.until("document.documentElement.dataset.charts");
        // What is folded is read too.
        await browser.evaluate(
          "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })",
        );
        await browser.evaluate("new Promise((done) => setTimeout(done, 300))");
        assert.deepEqual(await violations(), []);
      });
    }
  }

  test("axe would notice", async () => {
    await browser.emulate({ width: 1200 });
    await browser.open(pathToFileURL(join(folder, "index.html")).href);
    await browser.evaluate(
      `document.querySelector("main").insertAdjacentHTML("beforeend", '<img src="data:,"><p style="color:#ccc;background:#fff">faint</p>')`,
    );
    const found = await violations();
    assert.ok(found.some((one) => one.startsWith("critical image-alt")));
    assert.ok(found.some((one) => one.startsWith("serious color-contrast")));
  });
});
