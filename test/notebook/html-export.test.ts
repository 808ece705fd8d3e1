import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, test } from "node:test";
import { exportHtml, exportIndex, notebookSummary, pageLinks } from "../../src/jupyter";
import { render } from "../../src/notebook";
import { EXAMPLES } from "../charts/examples";
import {
  chartNotebook,
  codeCell,
  displayed,
  hostileNotebook,
  markdownCell,
  notebookOf,
  workshopNotebook,
} from "./pages";

const hostile = exportHtml(hostileNotebook(), {
  title: "<b>title</b>",
  source: `"><script>x</script>.ipynb`,
});

/** A page without its own style, scripts and data. */
function withoutOwn(html: string): string {
  return html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<style>[\s\S]*?<\/style>/, "");
}

/** Every tag of a page; in text and attributes of a page both angle brackets are escaped. */
function tagsOf(html: string): string[] {
  return withoutOwn(html).match(/<[a-z][^<>]*>/gi)!;
}

describe("exportHtml", () => {
  test("every script on the page is one of its own, by the hashes of its policy", () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(hostile)![1];
    const scripts = [...hostile.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, code]) => code);
    assert.equal(scripts.length, 6, "two of every page, and four that draw charts");
    for (const code of scripts) {
      assert.ok(policy.includes(`'sha256-${createHash("sha256").update(code).digest("base64")}'`));
    }
    assert.equal(
      (hostile.match(/<script/g) ?? []).length - scripts.length,
      2,
      "data: one chart and the themes",
    );
    assert.match(policy, /default-src 'none'/);
    assert.ok(!/unsafe-eval|script-src[^;]*unsafe-inline/.test(policy));
  });

  test("nothing is loaded from elsewhere", () => {
    for (const page of [hostile, exportHtml(chartNotebook(), { title: "t", source: "s" })]) {
      const tags = tagsOf(page);
      const sources = tags.flatMap((tag) =>
        [...tag.matchAll(/\s(?:src|srcset|data|poster|action|background)\s*=\s*["']?([^"'\s>]*)/gi)].map(
          ([, at]) => at,
        ),
      );
      assert.ok(sources.length > 0);
      assert.deepEqual(
        sources.filter((at) => !at.startsWith("data:image/")),
        [],
      );
      assert.ok(!tags.some((tag) => /^<(link|iframe|object|embed|form|base|audio|video|svg)\b/i.test(tag)));
      assert.ok(!tags.some((tag) => /\s(style|on\w+)\s*=/i.test(tag.replace(/"[^"]*"/g, '""'))));
      const links = tags.flatMap((tag) => /^<a\s.*?href="([^"]*)"/.exec(tag)?.[1] ?? []);
      for (const href of links) assert.match(href, /^(#|https:\/\/example\.org\/paper$|02-next\.html#part$)/);
    }
  });

  test("what is harmless stays, what is not becomes text", () => {
    const own = withoutOwn(hostile);
    assert.ok(own.includes("kept text") && own.includes('class="lr-finding"'));
    assert.ok(own.includes("&lt;script&gt;window.hit = 1&lt;/script&gt;"));
    assert.ok(own.includes("<strong>bold</strong>"));
    assert.ok(!tagsOf(hostile).some((tag) => tag.includes("themes")));
    assert.ok(own.includes("<em>pixel</em>"));
    assert.ok(!own.includes("\u001b") && !own.includes("\u0007"));
  });

  test("headings have ids of their own and are listed", () => {
    assert.ok(hostile.includes('<h2 id="h-same">') && hostile.includes('<h2 id="h-same-2">'));
    assert.ok(hostile.includes('href="#h-same-2">Same</a>'));
  });

  test("charts carry words, picture and data", () => {
    const chart = EXAMPLES["rate-one"];
    const page = exportHtml(chartNotebook(), { title: "Charts", source: "charts.ipynb" });
    assert.equal(page.match(/<figure class="chart/g)!.length, Object.keys(EXAMPLES).length);
    assert.ok(page.includes(`role="img" aria-label="${chart.alt}"`));
    assert.ok(page.includes(`<span class="question">${chart.title}</span>`));
    assert.equal(page.match(/<h1/g)!.length, 1, "a first heading that repeats the title is left out");
    const [, json] = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(page)!;
    assert.deepEqual(Object.keys(JSON.parse(json) as object).includes("title"), false, "the caption has it");
  });

  test("a chart without a picture is told in words where there are no scripts", () => {
    const bare = displayed({ "application/vnd.vegalite.v5+json": { description: "It <b>falls" } });
    const page = exportHtml(notebookOf(codeCell("x;", [bare])), { title: "t", source: "s" });
    assert.ok(page.includes('<noscript><p class="source">It &lt;b&gt;falls</p></noscript>'));
    const pictured = exportHtml(notebookOf(codeCell("x;", [displayed(render(EXAMPLES["rate-one"]))])), {
      title: "t",
      source: "s",
    });
    assert.ok(!pictured.includes("<noscript>"));
  });

  test("data survives its escaping", () => {
    const json = /<script type="application\/json">([\s\S]*?)<\/script>/.exec(hostile)![1];
    const spec = JSON.parse(json) as { data: { values: unknown }; usermeta?: unknown };
    assert.deepEqual(spec.data.values, [
      { a: "</script><script>window.hit=1</script><!--", b: 1, c: "\u2028" },
    ]);
    assert.equal(spec.usermeta, undefined);
  });

  test("code is folded, except above an error; parameters are a table; findings come first", () => {
    const found = { kind: "finding", title: "Rate", chosen: "0.3", evidence: "8 seeds", verdict: "reject" };
    const page = exportHtml(
      notebookOf(
        markdownCell("# Title"),
        codeCell("const seeds = 5;\nconst list = [1, 2];", [], ["injected-parameters"]),
        codeCell("const a = 1;", [
          displayed({ "text/html": "<p>in the cell</p>", "application/vnd.lr-lab.finding+json": found }),
        ]),
        codeCell("boom();", [
          { output_type: "error", ename: "RangeError", evalue: "no <b>", traceback: ["at cell 3"] },
        ]),
      ),
      { title: "Title", source: "t.ipynb" },
    );
    assert.ok(page.includes("<td><code>seeds</code></td><td>5</td>") && page.includes("<td>[1,2]</td>"));
    assert.equal(page.match(/<details class="code">/g)!.length, 1);
    assert.equal(page.match(/<details class="code" open>/g)!.length, 1);
    assert.ok(page.includes('<span class="hljs-keyword">const</span>'));
    assert.ok(page.indexOf("lr-reject") < page.indexOf("<main") && page.indexOf("lr-reject") > 0);
    assert.ok(page.includes("<strong>RangeError</strong>: no &lt;b&gt;"));
    assert.equal(page.match(/<script/g)!.length, 2, "no charts, no script that draws them");
  });
});

describe("a workshop's cells", () => {
  const page = exportHtml(workshopNotebook(), { title: "4. The gate", source: "w.ipynb" });
  /** The HTML from one cell's beginning to the next cell with an address. */
  const cell = (place: number): string =>
    /[\s\S]*?(?= id="cell-|<\/main>)/.exec(page.split(`id="cell-${place}"`)[1])![0];

  test("a guess is a box, an exercise shows its code, solutions and notes are folded", () => {
    assert.match(page, /<section class="predict" id="cell-4"><p class="label">Write down your guess<\/p>/);
    assert.match(
      page,
      /<section class="cell exercise" id="cell-5"><p class="label">Exercise<\/p><div class="prose"><h3/,
    );
    assert.match(page, /<section class="cell exercise continued" id="cell-6"><pre/);
    assert.match(page, /<details class="solution" id="cell-7"><summary>Solution<\/summary><pre/);
    assert.match(page, /<details class="notes" id="cell-9"><summary>Facilitator’s notes<\/summary>/);
    assert.ok(cell(7).includes('<figure class="chart') && cell(8).includes('class="lr-check lr-passed"'));
    assert.ok(!/<a href="#h-ask-the-room"/.test(page), "notes are not in the contents");
  });

  test("what was not run is marked; what was meant to fail is no failure", () => {
    assert.ok(cell(14).includes("Not run: it is marked to be skipped."));
    assert.ok(cell(15).includes("Meant to fail") && !cell(15).includes("role="));
    assert.ok(cell(17).includes('role="alert"'));
    assert.match(
      page,
      /<strong>This run failed<\/strong> in <a href="#cell-17">cell 17<\/a>: TypeError: no x/,
    );
    const later = codeCell("never();", []);
    later.execution_count = null;
    const idle = exportHtml(notebookOf(codeCell("now();", []), later), { title: "t", source: "s" });
    assert.equal(idle.match(/Not run\./g)!.length, 1);
    assert.ok(
      exportHtml(notebookOf(later), { title: "t", source: "s" }).includes("This notebook was not run"),
    );
  });

  test("a traceback that begins with its error does not say it twice", () => {
    assert.ok(cell(17).includes('<pre><span class="ansi-yellow">&gt; 1 | null.x;</span>\n  cell 17</pre>'));
    const plain = [
      { output_type: "error", ename: "E", evalue: "no\nway", traceback: ["E: no", "way", "at 3"] },
    ] as const;
    const page = exportHtml(
      notebookOf(
        codeCell(
          "x;",
          plain.map((one) => ({ ...one, traceback: [...one.traceback] })),
        ),
      ),
      {
        title: "t",
        source: "s",
      },
    );
    assert.ok(page.includes("<pre>at 3</pre>"));
  });

  test("its summary is what an index says of it", () => {
    const { findings, ...summary } = notebookSummary(workshopNotebook());
    assert.deepEqual(summary, {
      title: "4. The gate",
      learn: "**You will learn** what a gate asks, at a price of $5 to $10, when $\\eta_t = \\eta_0 / 2$.",
      executed: true,
      failure: { cell: 17, name: "TypeError", message: "no x" },
    });
    assert.deepEqual(
      findings.map(({ verdict }) => verdict),
      ["approve"],
    );
    const timed = { ...workshopNotebook(), metadata: { papermill: { duration: 61.5 }, "lr-lab": null } };
    assert.equal(notebookSummary(timed).seconds, 61.5);
    const stopped = {
      ...workshopNotebook(),
      metadata: { "lr-lab": { kind: "run", run: { state: "stopped", done: 2, cells: 9 } } },
    };
    assert.deepEqual(notebookSummary(stopped).stopped, { done: 2, cells: 9 });
    const cut = { ...stopped, cells: stopped.cells.slice(0, 5) };
    const shown = exportHtml(cut, { title: "t", source: "s" });
    assert.ok(shown.includes("This run was stopped after 2 of 9 code cells."));
    assert.deepEqual(notebookSummary(notebookOf(markdownCell("Only\nwords."))), {
      learn: "Only words.",
      executed: false,
      findings: [],
    });
  });
});

describe("pageLinks", () => {
  test("each page is linked to its neighbours and to the list; addresses that would run something are left out", () => {
    const pages = ["a", "b", "c"].map((name) => ({ title: name, href: `${name}.html` }));
    const home = { title: "All", href: "index.html" };
    const [first, second, third] = pageLinks(pages, home);
    assert.deepEqual(first, { home, next: pages[1] });
    assert.deepEqual(second, { home, previous: pages[0], next: pages[2] });
    assert.deepEqual(third, { home, previous: pages[1] });
    const page = exportHtml(chartNotebook(), {
      title: "t",
      source: "s",
      home: { title: "<b>", href: "index.html" },
      next: { title: "n", href: "javascript:hit()" },
      previous: { title: "p", href: "b%20c.html" },
    });
    assert.ok(page.includes('<a href="index.html"><span aria-hidden="true">← </span>&lt;b&gt;</a>'));
    assert.ok(
      page.includes('href="b%20c.html" class="previous" rel="prev"') && !page.includes("javascript:hit"),
    );
  });
});

describe("exportIndex", () => {
  test("links only to pages beside it; failures and findings are told, all escaped", () => {
    const page = exportIndex(
      [
        {
          title: "<i>",
          href: "01%20a.html",
          findings: [{ kind: "finding", title: "t", chosen: "<c>", evidence: "e" }, 5],
        },
        { title: "b", href: "javascript:alert(1)", findings: [], failure: "Error: <script>" },
      ],
      { title: "Reports" },
    );
    assert.ok(page.includes('<a href="01%20a.html">&lt;i&gt;</a>') && page.includes("&lt;c&gt;"));
    assert.ok(
      !page.includes("javascript:") &&
        !page.includes("Error: <script") &&
        page.includes("Error: &lt;script&gt;"),
    );
    assert.equal(page.match(/class="lr-finding/g)!.length, 1);
  });

  test("it sums up, and says for each page what it teaches, how long it took and that it was not run", () => {
    const found = { kind: "finding", title: "t", chosen: "c", evidence: "e" };
    const page = exportIndex(
      [
        {
          title: "a",
          href: "a.html",
          findings: [{ ...found, verdict: "approve" }],
          seconds: 40,
          learn: "To *read* `x`",
        },
        {
          title: "b",
          href: "b.html",
          findings: [
            { ...found, verdict: "reject" },
            { ...found, verdict: "maybe" },
          ],
        },
        { title: "c", href: "c.html", findings: [], seconds: 4000, failure: "boom" },
        { title: "d", href: "d.html", findings: [], executed: false },
      ],
      { title: "Reports" },
    );
    assert.ok(
      page.includes("4 pages, 1 failed, 1 not run. Verdicts: 1 approve, 1 reject. 1 h 7 min in all</p>"),
    );
    assert.ok(page.includes('<p class="learn">To <em>read</em> <code>x</code></p>'));
    assert.ok(page.includes("Took 40 s.") && page.includes("Took 1 h 7 min."));
    assert.ok(page.includes("Not run: text and code, no results."));
    assert.ok(page.includes('<span aria-hidden="true">✓ </span>approve') && page.includes("✗ </span>reject"));
    assert.ok(page.includes('<strong class="lr-verdict">maybe</strong>'));
    const hostile = exportIndex(
      [{ title: "a", href: "a.html", findings: [], learn: "<script>hit()</script> [x](javascript:hit())" }],
      {
        title: "<script>",
      },
    );
    assert.ok(!/<script>hit|<h1><script|href="javascript/.test(hostile));
  });
});
