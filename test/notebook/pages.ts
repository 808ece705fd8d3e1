import type { CodeCell, MarkdownCell, MimeBundle, Notebook, Output } from "../../src/jupyter/nbformat";
import { render, table } from "../../src/notebook";
import { EXAMPLES } from "../charts/examples";

export function markdownCell(source: string): MarkdownCell {
  return { cell_type: "markdown", id: "m", metadata: {}, source };
}

export function codeCell(source: string, outputs: Output[], tags: string[] = []): CodeCell {
  return {
    cell_type: "code",
    id: "c",
    metadata: tags.length > 0 ? { tags } : {},
    source,
    execution_count: 1,
    outputs,
  };
}

export function displayed(data: MimeBundle): Output {
  return { output_type: "display_data", data, metadata: {} };
}

export function notebookOf(...cells: Notebook["cells"]): Notebook {
  return { cells, metadata: {}, nbformat: 4, nbformat_minor: 5 };
}

/** A notebook that shows every kind of chart, and a table wider than a phone. */
export function chartNotebook(): Notebook {
  const wide = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`a column of width ${i}`, i]));
  return notebookOf(
    markdownCell("# Charts\n\nEvery kind."),
    ...Object.values(EXAMPLES).map((chart) => codeCell("show(chart);", [displayed(render(chart))])),
    codeCell("show(rows);", [displayed(render(table([wide])))]),
  );
}

/** Every kind of cell that a workshop or a run can bring, executed. */
export function workshopNotebook(): Notebook {
  const found = {
    kind: "finding",
    title: "Gate",
    chosen: "cosine, peak 0.4",
    evidence: "macro-F1 +1.8 points",
    verdict: "approve",
  };
  const check = (passed: boolean): MimeBundle => ({
    "text/html":
      `<div class="lr-check ${passed ? "lr-passed" : "lr-not-yet"}" style="border-left:4px solid red"><div><strong>` +
      `${passed ? "✓" : "✗"} Twice the rate</strong></div><div class="lr-hint">Hint: compare them</div></div>`,
    "application/vnd.lr-lab.check+json": { kind: "check", title: "Twice the rate", passed },
    "text/plain": "Twice the rate",
  });
  const long = `const line = "${"a line that is longer than any column ".repeat(5)}";`;
  const idle = codeCell("deploy();", [], ["skip-execution"]);
  idle.execution_count = null;
  const wide = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`a column of width ${i}`, i]));
  return notebookOf(
    markdownCell(
      "# 4. The gate\n\nA better number is not yet a better model.\n\n" +
        "**You will learn** what a gate asks, at a price of $5 to $10, when $\\eta_t = \\eta_0 / 2$.",
    ),
    codeCell("const seeds = 5;", [], ["injected-parameters"]),
    markdownCell(
      "## The rule\n\nThe rate falls along a cosine, from $\\eta_0$ to $\\eta_T$:\n\n" +
        "$$\\eta_t = \\eta_T + \\tfrac{1}{2}(\\eta_0 - \\eta_T)\\left(1 + \\cos\\frac{\\pi t}{T}\\right)$$\n\n" +
        "#### A jump in levels\n\n| a | b |\n| --- | --- |\n| 1 | `x` |\n\n```ts\nconst a = 1; // why\n```",
    ),
    { ...markdownCell("Will twice the rate be stable? Why?"), metadata: { tags: ["predict"] } },
    { ...markdownCell("### Your rate\n\nSet `mine` to twice the start."), metadata: { tags: ["exercise"] } },
    codeCell("const mine = 0.1; // your rate", [], ["exercise"]),
    codeCell("const mine = 2 * start;", [displayed(render(EXAMPLES["rate-one"]))], ["solution"]),
    codeCell(`check("Twice the rate", rules);`, [displayed(check(true)), displayed(check(false))], ["check"]),
    { ...markdownCell("### Ask the room\n\nFive minutes."), metadata: { tags: ["notes"] } },
    markdownCell("## The curves"),
    codeCell(`${long}\nshow(chart);`, [displayed(render(EXAMPLES["rate-one"]))]),
    codeCell("show(rows);", [
      displayed(render(table([wide]))),
      { output_type: "stream", name: "stdout", text: "10%\r100%\n\u001b[32mdone\u001b[0m\n" },
    ]),
    codeCell("finding(found);", [
      displayed({ "text/html": "<h2>Found</h2>", "application/vnd.lr-lab.finding+json": found }),
    ]),
    idle,
    codeCell(
      "train(0);",
      [{ output_type: "error", ename: "InputError", evalue: "rate is 0", traceback: [] }],
      ["raises-exception"],
    ),
    markdownCell("## The end"),
    codeCell(`null.x;`, [
      {
        output_type: "error",
        ename: "TypeError",
        evalue: "no x",
        traceback: ["\u001b[1;31mTypeError\u001b[0m: no x", "\u001b[33m> 1 | null.x;\u001b[0m", "  cell 17"],
      },
    ]),
  );
}

/** What data and other people's notebooks might bring. */
export function hostileNotebook(): Notebook {
  const script = "<script>window.hit = 1</script>";
  const html = [
    script,
    "<img src=x onerror='window.hit=1'>",
    "<img src='https://evil.example/p.png'>",
    "<img src='//evil.example/p.png'>",
    "<iframe src='https://evil.example'></iframe>",
    "<svg onload='window.hit=1'><script>window.hit=1</script></svg>",
    "<style>@import url(https://evil.example/s.css); body { display: none }</style>",
    "<link rel=stylesheet href='https://evil.example/s.css'>",
    "<div style='background:url(https://evil.example/b.png)' class='lr-finding js' id='themes' onclick='window.hit=1'>kept text</div>",
    "<form action='https://evil.example'><button>go</button></form>",
    "<base href='https://evil.example/'>",
    "<a href='javascript:window.hit=1'>link</a>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "</main></body><!--",
  ].join("\n");
  const spec = {
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: { text: script, subtitle: "</figcaption><script>window.hit=1</script>" },
    description: `"><script>window.hit = 1</script>`,
    usermeta: { embedOptions: { patch: "https://evil.example/p.json", sourceHeader: script } },
    data: { values: [{ a: "</script><script>window.hit=1</script><!--", b: 1, c: "\u2028" }] },
    mark: { type: "bar", tooltip: true },
    encoding: {
      x: { field: "b", type: "quantitative" },
      y: { field: "a", type: "nominal" },
      href: { value: "javascript:window.hit=1" },
    },
  };
  return notebookOf(
    markdownCell(
      `# A ${script}\n\n${html}\n\n[a](javascript:window.hit=1) [b](data:text/html,x) [c](//evil.example) ` +
        `[d](https://example.org/paper) [e](02-next.ipynb#part) ![pixel](https://evil.example/p.png)\n\n` +
        "## Same\n\n## Same\n\n```html\n<script>window.hit=1</script>\n```",
    ),
    codeCell(`const a = "</code></pre>${script}";`, [
      displayed({ "text/html": html, "text/plain": "x" }),
      displayed({ "text/markdown": `computed ${script} **bold**`, "text/plain": "x" }),
      displayed({
        "application/vnd.vegalite.v5+json": spec,
        "image/png": `"onerror="window.hit=1`,
        "text/plain": "x",
      }),
      displayed({
        "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
        "text/plain": `"${script}`,
      }),
      displayed({
        "application/vnd.lr-lab.finding+json": {
          kind: "finding",
          title: script,
          chosen: script,
          evidence: script,
          verdict: `"${script}`,
        },
      }),
      displayed({ "application/vnd.lr-lab.finding+json": { kind: "finding", title: 3 } }),
      { output_type: "stream", name: "stdout", text: `\u001b[31m${script}\u001b[0m\u0007` },
      { output_type: "error", ename: script, evalue: script, traceback: [`\u001b[1m${script}`] },
    ]),
    codeCell(`const data = "</td>${script}";`, [], ["injected-parameters"]),
  );
}
