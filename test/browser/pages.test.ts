import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { exportHtml, exportIndex } from "../../src/jupyter";
import { EXAMPLES } from "../charts/examples";
import { chartNotebook, hostileNotebook } from "../notebook/pages";
import { Browser, findChromium } from "./chromium";

const chromium = findChromium();
const skip = chromium === undefined ? "no Chromium: set CHROMIUM_PATH" : false;
const CHARTS = Object.keys(EXAMPLES).length;

/** Widths and drawn marks of the page's charts, as the reader sees them. */
const CHART_STATE = `[...document.querySelectorAll("figure.chart")].map((figure) => {
  const svg = figure.querySelector(".live svg");
  const box = svg?.getBoundingClientRect();
  const picture = figure.querySelector(".picture");
  return {
    drawn: figure.classList.contains("drawn"),
    failed: figure.classList.contains("failed"),
    marks: svg ? svg.querySelectorAll("[role='graphics-symbol'] , g.mark-line path, g.mark-symbol path, g.mark-rule line").length : 0,
    texts: svg ? svg.querySelectorAll("text").length : 0,
    width: box?.width ?? 0,
    column: figure.clientWidth,
    picture: picture ? getComputedStyle(picture).display !== "none" && picture.naturalWidth > 0 : false,
    label: figure.querySelector(".live").getAttribute("aria-label"),
    background: svg?.querySelector("rect.background")?.getAttribute("fill") ?? svg?.style.backgroundColor ?? "",
    text: svg ? getComputedStyle(svg.querySelector("text")).fill : "",
  };
})`;

interface ChartState {
  drawn: boolean;
  failed: boolean;
  marks: number;
  texts: number;
  width: number;
  column: number;
  picture: boolean;
  label: string;
  background: string;
  text: string;
}

describe("exported pages in a browser", { skip }, () => {
  let browser: Browser;
  let folder: string;
  const page = (name: string, html: string): string => {
    const path = join(folder, name);
    writeFileSync(path, html);
    return pathToFileURL(path).href;
  };

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lr-lab-pages-"));
    browser = await Browser.start(chromium!);
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [width, theme] of [
    [1200, "light"],
    [1200, "dark"],
    [360, "light"],
    [360, "dark"],
  ] as const) {
    test(`every chart is drawn at ${width} pixels in the ${theme} theme, without a complaint or a request`, async () => {
      const url = page(
        "charts.html",
        exportHtml(chartNotebook(), { title: "Charts", source: "charts.ipynb" }),
      );
      await browser.emulate({ width, theme });
      await browser.open(url);
      await browser.until("document.documentElement.dataset.charts");
      assert.equal(
        await browser.evaluate("document.documentElement.dataset.charts"),
        `${CHARTS} of ${CHARTS}`,
      );
      const charts = await browser.evaluate<ChartState[]>(CHART_STATE);
      assert.equal(charts.length, CHARTS);
      for (const chart of charts) {
        assert.ok(chart.drawn && !chart.failed && chart.marks > 0 && chart.texts > 5, JSON.stringify(chart));
        assert.ok(
          chart.width <= chart.column + 1 && chart.width > chart.column - 12,
          `${chart.width} in a column of ${chart.column}`,
        );
        assert.ok(chart.label.length > 40 && !chart.picture);
      }
      const overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
      assert.equal(await browser.evaluate(overflow), 0);
      assert.deepEqual(browser.log.complaints, []);
      assert.deepEqual(
        browser.log.requests.filter((request) => request !== url && !request.startsWith("data:")),
        [],
      );
    });
  }

  test("charts follow the window and the theme", async () => {
    const url = page("live.html", exportHtml(chartNotebook(), { title: "Charts", source: "charts.ipynb" }));
    await browser.emulate({ width: 900 });
    await browser.open(url);
    await browser.until("document.documentElement.dataset.charts");
    const [before] = await browser.evaluate<ChartState[]>(CHART_STATE);
    await browser.emulate({ width: 420, theme: "dark" });
    await browser.until(
      `(${CHART_STATE}).every(({ width, column }) => width <= column + 1 && width > column - 12)`,
    );
    await browser.until(`(${CHART_STATE})[0].text !== ${JSON.stringify(before.text)}`);
    const [after] = await browser.evaluate<ChartState[]>(CHART_STATE);
    assert.ok(after.width < before.width - 200);
    assert.deepEqual(browser.log.complaints, []);
  });

  test("on paper and without scripts there are pictures", async () => {
    const url = page("paper.html", exportHtml(chartNotebook(), { title: "Charts", source: "charts.ipynb" }));
    await browser.emulate({ width: 800 });
    await browser.open(url);
    await browser.until("document.documentElement.dataset.charts");
    await browser.emulate({ width: 800, theme: "dark", media: "print" });
    const visible = `(${CHART_STATE}).map(({ picture }) => picture)`;
    assert.deepEqual(await browser.evaluate(visible), Array(CHARTS).fill(true));
    const live = `[...document.querySelectorAll(".live")].filter((e) => getComputedStyle(e).display !== "none").length`;
    assert.equal(await browser.evaluate(live), 0);
    assert.equal(
      await browser.evaluate("getComputedStyle(document.body).backgroundColor"),
      "rgb(255, 255, 255)",
    );

    await browser.emulate({ width: 800, scripts: false });
    await browser.open(url);
    assert.deepEqual(await browser.evaluate(visible), Array(CHARTS).fill(true));
    assert.equal(await browser.evaluate("document.querySelectorAll('.live svg').length"), 0);
    await browser.emulate({ width: 800 });
  });

  test("a chart that cannot be drawn is noticed, and its picture stays", async () => {
    const notebook = chartNotebook();
    const cell = notebook.cells.find((one) => one.cell_type === "code")!;
    const output = cell.cell_type === "code" && cell.outputs[0];
    assert.ok(output && output.output_type === "display_data");
    output.data["application/vnd.vegalite.v5+json"] = {
      description: "broken",
      mark: "no-such-mark",
      encoding: {},
    };
    await browser.emulate({ width: 800 });
    await browser.open(page("broken.html", exportHtml(notebook, { title: "Broken", source: "b.ipynb" })));
    await browser.until("document.documentElement.dataset.charts");
    assert.equal(
      await browser.evaluate("document.documentElement.dataset.charts"),
      `${CHARTS - 1} of ${CHARTS}`,
    );
    const [first] = await browser.evaluate<ChartState[]>(CHART_STATE);
    assert.ok(first.failed && first.picture);
    assert.ok(browser.log.complaints.length > 0);
  });

  test("hostile content runs nothing, loads nothing and leaves the page whole", async () => {
    const url = page(
      "hostile.html",
      exportHtml(hostileNotebook(), {
        title: "</title><script>hit()</script>",
        source: '"><script>hit()</script>',
      }),
    );
    await browser.emulate({ width: 800 });
    await browser.open(url);
    await browser.until("document.documentElement.dataset.charts");
    assert.equal(await browser.evaluate("typeof window.hit"), "undefined");
    assert.equal(
      await browser.evaluate(
        "document.querySelectorAll('main iframe, main form:not(.vega-bindings), main object, main [onclick], main [onerror]').length",
      ),
      0,
    );
    assert.equal(
      await browser.evaluate(
        "document.querySelectorAll('main script:not([type=\"application/json\"])').length",
      ),
      0,
    );
    assert.equal(await browser.evaluate("document.querySelectorAll('footer').length"), 1);
    assert.deepEqual(
      browser.log.requests.filter((request) => request !== url && !request.startsWith("data:")),
      [],
    );
    await browser.evaluate(
      "document.querySelectorAll('main a').forEach((a) => { if (a.href.startsWith('javascript:')) throw new Error(a.href); })",
    );
  });

  test("the policy stops what would get through", async () => {
    const html = exportHtml(chartNotebook(), { title: "Policy", source: "p.ipynb" });
    const leaky = html.replace(
      "</main>",
      `<script>window.hit = 1</script><img src="x" onerror="window.hit = 2"></main>`,
    );
    await browser.open(page("leaky.html", leaky));
    await browser.until("document.documentElement.dataset.charts");
    assert.equal(await browser.evaluate("typeof window.hit"), "undefined");
    assert.ok(browser.log.complaints.some((text) => /Content Security Policy/i.test(text)));
  });

  test("the index is a page of links and verdicts", async () => {
    const found = { kind: "finding", title: "Rate", chosen: "0.3", evidence: "8 seeds", verdict: "approve" };
    const html = exportIndex(
      [
        { title: "Baseline", href: "01.html", findings: [found] },
        { title: "Broken", href: "02.html", findings: [], failure: "RangeError: batchSize" },
      ],
      { title: "Reports" },
    );
    await browser.emulate({ width: 360 });
    await browser.open(page("index.html", html));
    const text = await browser.evaluate<string>("document.body.innerText");
    for (const part of [
      "Reports",
      "Baseline",
      "0.3",
      "approve",
      "8 seeds",
      "Broken",
      "RangeError: batchSize",
    ]) {
      assert.ok(text.includes(part), part);
    }
    assert.equal(await browser.evaluate("document.querySelector('h2 a').getAttribute('href')"), "01.html");
    assert.deepEqual(browser.log.complaints, []);
  });
});
