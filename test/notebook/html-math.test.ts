import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { MarkdownRenderer } from "../../src/jupyter/html/markdown";
import { mathHtml } from "../../src/jupyter/html/math";
import { terminalHtml } from "../../src/jupyter/html/terminal";

const html = (markdown: string): string => new MarkdownRenderer().render(markdown);
const formulas = (markdown: string): number => (html(markdown).match(/<math/g) ?? []).length;

describe("maths in Markdown", () => {
  test("formulas become MathML, those on a line of their own are displayed", () => {
    assert.equal(
      html("$x_2$"),
      `<div class="prose"><p><math><msub><mi>x</mi><mn>2</mn></msub></math></p>\n</div>`,
    );
    for (const block of [
      "$$x$$",
      "$$\nx\n$$",
      "text\n$$\nx\n$$\ntext",
      "- item\n\n  $$x$$",
      "> $$x$$",
      "text $$x$$ text",
    ]) {
      assert.match(html(block), /<div class="math"><math display="block"|<math display="block"/, block);
      assert.equal(formulas(block), 1, block);
    }
    assert.equal(formulas("From $\\eta_0$ to $\\eta_T$, and $\\frac{a}{b}$."), 3);
    assert.equal(formulas("$a\\$b$"), 1, "an escaped dollar does not end a formula");
    assert.equal(formulas("$2 \\times 3$ and $1 - xy$ and $3 x$"), 3);
    assert.match(html("## The rate $\\eta$"), /<h2 id="h-the-rate-eta">The rate <math>/);
  });

  test("an amount of money is no formula, nor is code", () => {
    for (const text of [
      "It costs $5 and then $10.",
      "$5",
      "between $5-$10 a month",
      "$5, or 5$ each",
      "US$5 or US$6",
      "5$ and 6$",
      "$5 per run or 50$",
      "a $ b $ c",
      "\\$x\\$",
      "`$x$`",
      "```\n$x$\n$$y$$\n```",
      "$$\nnever closed",
      "$$$$",
      "$PATH and $HOME",
      "$1.50 shipping, 2$ more",
    ]) {
      assert.equal(formulas(text), 0, text);
      assert.ok(!html(text).includes("math"), text);
    }
    assert.ok(html("$5 and $x$").includes("$5 and <math>"), "the amount stays an amount beside a formula");
  });

  test("a formula can do nothing but be drawn", () => {
    for (const tex of [
      "\\href{javascript:alert(1)}{x}",
      "\\url{https://evil.example}",
      "\\includegraphics{https://evil.example/p.png}",
      "\\class{js}{x}",
      "\\id{themes}{x}",
      "\\style{background:url(https://evil.example)}{x}",
      "\\data{x=1}{y}",
      "\\def\\a{\\a\\a}\\a",
      "\\frac{",
      "\\nosuch",
      `${"{".repeat(3000)}`,
      "x".repeat(5000),
    ]) {
      const shown = mathHtml(tex, true);
      assert.match(shown, /^<code class="math-source">/, tex.slice(0, 40));
      assert.ok(!shown.includes("<math") && !/<[a-z]+[^>]*(href|src|style|id)=/.test(shown));
    }
    const coloured = mathHtml("\\color{red}{x} \\rule{900em}{900em} \\text{<script>hit()</script>}", false);
    assert.ok(!/style=|<script|900em/.test(coloured), coloured);
    assert.ok(coloured.includes("&lt;script&gt;"));
  });
});

describe("headings and tables", () => {
  test("levels follow each other below the page's first, ids are unique, those in a fold are not listed", () => {
    const markdown = new MarkdownRenderer();
    const all = [
      markdown.render("# One\n\n#### Deep\n\n## One\n\n## One 2"),
      markdown.render("## Hidden", { listed: false }),
    ].join("");
    assert.deepEqual(
      [...all.matchAll(/<h(\d) id="([^"]*)"/g)].map(([, level, id]) => `${level} ${id}`),
      ["2 h-one", "3 h-deep", "2 h-one-2", "2 h-one-2-2", "2 h-hidden"],
    );
    assert.deepEqual(
      markdown.headings.map(({ level, text }) => `${level} ${text}`),
      ["2 One", "3 Deep", "2 One", "2 One 2"],
    );
  });

  test("a table scrolls by itself, and its empty corner heads nothing", () => {
    const shown = html("| | b |\n| --- | --- |\n| 1 | 2 |");
    assert.ok(shown.includes(`<div class="wide"><table>`) && shown.includes("</table></div>"));
    assert.ok(shown.includes("<td></td>\n<th>b</th>"));
  });
});

describe("terminal output", () => {
  test("eight colours, bold and italic are kept; nothing else of a terminal is", () => {
    assert.equal(
      terminalHtml("\u001b[1;31mRangeError\u001b[0m: \u001b[94mno <b>\u001b[39m"),
      '<span class="ansi-red ansi-bold">RangeError</span>: <span class="ansi-blue">no &lt;b&gt;</span>',
    );
    assert.equal(terminalHtml("\u001b[38;5;196mx\u001b[0m\u001b[2K\u001b[4my\u001b[0m"), "xy");
    assert.equal(
      terminalHtml(
        "\u001b]8;;https://evil.example\u0007a\u001b]8;;\u0007 \u001b[32mb\u001b[0m\u0000\u009b31m",
      ),
      'a <span class="ansi-green">b</span>',
    );
    assert.equal(
      terminalHtml('\u001b[31m"><script>\u001b[0m'),
      '<span class="ansi-red">&quot;&gt;&lt;script&gt;</span>',
    );
  });

  test("a line that was drawn anew is what it was at last", () => {
    assert.equal(terminalHtml("10%\r50%\r100%\ndone\r\nnext\r"), "100%\ndone\nnext");
  });
});
