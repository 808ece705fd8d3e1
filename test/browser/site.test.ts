// What a reader can do on an exported page: fold code, choose a theme, find the way, print; with and without scripts.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportHtml, pageLinks } from "../../src/jupyter";
import { codeCell, displayed, markdownCell, notebookOf, workshopNotebook } from "../notebook/pages";
import { Browser, findChromium } from "./chromium";

const chromium = findChromium();
const skip = chromium === undefined ? "no Chromium: set CHROMIUM_PATH" : false;

describe("a page of a site in a browser", { skip }, () => {
  let browser: Browser;
  let folder: string;
  let url: string;
  const count = (selector: string): Promise<number> =>
    browser.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
  /** Whether the first element that fits takes room on the page. */
  const seen = (selector: string): Promise<boolean> =>
    browser.evaluate(
      `(() => { const one = document.querySelector(${JSON.stringify(selector)});
        return one.checkVisibility() && one.getBoundingClientRect().height > 0; })()`,
    );
  const open = async (view: Parameters<Browser["emulate"]>[0], address = url): Promise<void> => {
    await browser.emulate(view);
    await browser.open(address);
    if (view.scripts !== false) await browser.until("document.documentElement.dataset.charts");
  };
  const choose = (id: string, set: string): Promise<unknown> =>
    browser.evaluate(
      `(() => { const control = document.getElementById("${id}"); control.${set}; control.dispatchEvent(new Event("change")); })()`,
    );

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lr-lab-site-"));
    const pages = ["a", "b", "c"].map((name) => ({ title: `Page ${name}`, href: `${name}.html` }));
    const links = pageLinks(pages, { title: "Reports", href: "index.html" });
    pages.forEach(({ title, href }, i) =>
      writeFileSync(
        join(folder, href),
        exportHtml(workshopNotebook(), { title, source: "w.ipynb", ...links[i] }),
      ),
    );
    url = pathToFileURL(join(folder, "b.html")).href;
    browser = await Browser.start(chromium!);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test("links lead to the page before, the page after and the list of all", async () => {
    await open({ width: 1200 });
    const hrefs = `[...document.querySelectorAll("nav:not(.contents) a")].map((a) => a.getAttribute("href"))`;
    assert.deepEqual(await browser.evaluate(hrefs), ["index.html", "a.html", "c.html"]);
    await open({ width: 1200 }, url.replace("b.html", "a.html"));
    assert.deepEqual(await browser.evaluate(hrefs), ["index.html", "b.html"]);
  });

  test("all code is shown or folded at once, each cell still by itself, and the choice is remembered", async () => {
    await open({ width: 1200 });
    const all = await count("details.code");
    const failed = await count("details.code:has(+ .error)");
    assert.ok(all > 5 && failed === 2);
    assert.equal(await count("details.code[open]"), failed, "only above errors");
    await choose("all-code", "checked = true");
    assert.equal(await count("details.code[open]"), all);
    assert.equal(await count("details.solution[open]"), 0, "a solution stays folded");
    await browser.evaluate(`document.querySelector("details.code").open = false`);
    assert.equal(await count("details.code[open]"), all - 1);
    await open({ width: 1200 }, url.replace("b.html", "c.html"));
    assert.equal(await count("details.code[open]"), all, "on the next page too");
    await choose("all-code", "checked = false");
    await open({ width: 1200 });
    assert.equal(await count("details.code[open]"), failed);
  });

  test("the theme is the system's or the reader's, which is remembered and which charts follow", async () => {
    const colours = (): Promise<[string, string]> =>
      browser.evaluate(
        `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector(".live svg text")).fill]`,
      );
    await open({ width: 1200, theme: "dark" });
    const dark = await colours();
    await choose("theme", `value = "light"`);
    await browser.until(`getComputedStyle(document.querySelector(".live svg text")).fill !== "${dark[1]}"`);
    assert.equal((await colours())[0], "rgb(255, 255, 255)");
    await open({ width: 1200, theme: "dark" });
    assert.equal((await colours())[0], "rgb(255, 255, 255)", "after a reload");
    await choose("theme", `value = "dark"`);
    await open({ width: 1200, theme: "light" });
    assert.deepEqual(await colours(), dark);
    await choose("theme", `value = "system"`);
    assert.equal((await colours())[0], "rgb(255, 255, 255)");
    assert.deepEqual(browser.log.complaints, []);
  });

  test("the contents stand beside the text where there is room and are folded where not, with and without scripts", async () => {
    for (const scripts of [true, false]) {
      await open({ width: 1200, scripts });
      const [nav, text] = await browser.evaluate<DOMRect[]>(
        `["nav.contents", "main"].map((one) => document.querySelector(one).getBoundingClientRect().toJSON())`,
      );
      assert.ok(nav.right <= text.left && (await seen("nav.contents li")), `scripts: ${scripts}`);
      await open({ width: 360, scripts });
      assert.equal(await seen("nav.contents li"), false);
      assert.equal(await seen("nav.contents summary"), true);
    }
  });

  test("the section that is read is marked in the contents", async () => {
    await open({ width: 1200 });
    const marked = `[...document.querySelectorAll("nav.contents [aria-current]")].map((a) => a.textContent).join()`;
    for (const heading of ["The curves", "The rule"]) {
      await browser.evaluate(
        `[...document.querySelectorAll("h2")].find((one) => one.textContent === "${heading}").scrollIntoView({ behavior: "instant" })`,
      );
      await browser.until(`${marked} === "${heading}"`);
    }
    assert.equal(await count("nav.contents a"), 6, "notes and solutions are not listed");
  });

  test("a link to a cell that failed leads to it, and the keyboard reaches what scrolls", async () => {
    await open({ width: 360 });
    const lost = `[...document.querySelectorAll('a[href^="#"]')].filter((a) => !document.getElementById(decodeURIComponent(a.hash.slice(1)))).length`;
    assert.equal(await browser.evaluate(lost), 0);
    assert.ok(
      await browser.evaluate(`document.querySelector("#cell-17 .error").textContent.includes("no x")`),
    );
    const unreachable = `[...document.querySelectorAll("main *")].filter((e) => e.clientWidth > 0 && e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX) && e.tabIndex !== 0).length`;
    assert.equal(await browser.evaluate(unreachable), 0);
    assert.ok((await count("main [tabindex='0']")) > 0);
  });

  test("a chart in a fold is there when the fold is opened", async () => {
    await open({ width: 1200 });
    assert.equal(await seen(".solution .chart"), false);
    await browser.evaluate(`document.querySelector(".solution").open = true`);
    await browser.until(`document.querySelector(".solution figure.drawn .live svg")`);
    assert.deepEqual(browser.log.complaints, []);
  });

  test("paper has no controls and no folded solution, and code as it was chosen", async () => {
    await open({ width: 800 });
    await browser.emulate({ width: 800, theme: "dark", media: "print" });
    for (const gone of [".bar", "nav.contents", "nav.steps", ".solution", ".notes", "details.code"]) {
      assert.equal(await seen(gone), false, gone);
    }
    for (const shown of [".predict", ".exercise pre", ".lr-check", ".error", "math"]) {
      assert.equal(await seen(shown), true, shown);
    }
    await browser.evaluate(
      `document.querySelectorAll(".solution, details.code").forEach((fold) => { fold.open = true; })`,
    );
    assert.ok((await seen(".solution pre")) && (await seen("details.code pre")));
    assert.equal(await seen("details.code summary"), false);
  });

  test("without scripts all can be read, folds open, and nothing is offered that would not work", async () => {
    await open({ width: 800, scripts: false });
    assert.equal(await seen(".controls"), false);
    assert.equal(await seen("details.code summary"), true);
    assert.equal(await seen(".cell > .output .picture"), true);
    assert.deepEqual(
      browser.log.requests.filter((one) => one !== url && !one.startsWith("data:")),
      [],
    );
  });

  test("a chart of a stranger loads nothing and links to nothing", async () => {
    const spec = {
      data: { values: [{ a: 1, b: 2 }] },
      layer: [
        {
          mark: "point",
          encoding: {
            x: { field: "a", type: "quantitative" },
            href: { value: "https://evil.example/click" },
            tooltip: { value: "<img src='https://evil.example/t.png'>" },
          },
        },
        { mark: "image", encoding: { url: { value: "https://evil.example/p.png" } } },
        { data: { url: "https://evil.example/d.json" }, mark: "bar", encoding: {} },
      ],
    };
    const page = join(folder, "stranger.html");
    const shown = displayed({ "application/vnd.vegalite.v5+json": spec, "text/plain": "x" });
    const html = exportHtml(notebookOf(markdownCell("# T"), codeCell("x;", [shown])), {
      title: "T",
      source: "t",
    });
    // Without the policy, so that the page's own refusal is what is seen.
    writeFileSync(page, html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""));
    const address = pathToFileURL(page).href;
    await open({ width: 800 }, address);
    await browser.evaluate("new Promise((done) => setTimeout(done, 300))");
    assert.ok((await count(".live svg")) > 0);
    assert.equal(await count(".live a, .live [href^='https']"), 0);
    assert.deepEqual(
      browser.log.requests.filter((one) => one !== address && !one.startsWith("data:")),
      [],
    );
  });
});
