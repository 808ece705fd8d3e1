import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import { writeNotebook } from "../../src/jupyter";
import { startCli, temporaryFolder, type CliResult } from "../jupyter/helpers";
import { codeCell, displayed, markdownCell, notebookOf, workshopNotebook } from "../notebook/pages";

const found = { kind: "finding", title: "Rate", chosen: "0.3", evidence: "8 seeds", verdict: "approve" };
const good = notebookOf(
  markdownCell("# A good one\n\n**You will learn** to read."),
  codeCell("finding(found);", [displayed({ "application/vnd.lr-lab.finding+json": found })]),
);
const idle = notebookOf(markdownCell("# Not yet"), { ...codeCell("x;", []), execution_count: null });

/** Runs `lr-lab report` in a folder of its own, in which `notebooks` lie. */
function workspace(t: TestContext, notebooks: Record<string, typeof good>) {
  const cwd = temporaryFolder(t);
  for (const [name, notebook] of Object.entries(notebooks)) {
    writeNotebook(join(cwd, "done", `${name}.ipynb`), notebook);
  }
  const report = (...args: string[]): Promise<CliResult> =>
    startCli(["report", ...args], { cwd, temporary: cwd }).result;
  const page = (...path: string[]): string => readFileSync(join(cwd, ...path), "utf8");
  return { cwd, report, page };
}

describe("lr-lab report", () => {
  test("makes a page of each notebook in reading order, and an index; runs nothing", async (t) => {
    const { cwd, report, page } = workspace(t, {
      "10-last": workshopNotebook(),
      "2-first": good,
      "3 <b>": idle,
    });
    const before = page("done", "2-first.ipynb");
    const { code, stdout, stderr } = await report("done", "--out", "site", "--title", "A <title>");
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^3 pages and an index\. Open site.index\.html in a browser\.\n$/);
    assert.deepEqual(readdirSync(join(cwd, "site")).sort(), [
      "10-last.html",
      "2-first.html",
      "3 <b>.html",
      "index.html",
    ]);
    assert.equal(page("done", "2-first.ipynb"), before);
    const index = page("site", "index.html");
    assert.deepEqual(
      [...index.matchAll(/<h2><a href="([^"]*)">([^<]*)</g)].map(([, href, title]) => `${href} ${title}`),
      ["2-first.html A good one", "3%20%3Cb%3E.html Not yet", "10-last.html 4. The gate"],
    );
    assert.ok(index.includes("<h1>A &lt;title&gt;</h1>") && index.includes("3 pages, 1 failed, 1 not run."));
    assert.ok(index.includes("<strong>You will learn</strong> to read."));
    assert.ok(index.includes("TypeError: no x (cell 17)"));
    const first = page("site", "2-first.html");
    assert.ok(first.includes('href="3%20%3Cb%3E.html" class="next"') && first.includes('href="index.html"'));
    assert.match(stderr, /3 <b>\.ipynb: was not run, so its page has no results; `lr-lab run` makes them\n/);
    assert.match(stderr, /10-last\.ipynb cell 17: failed when it was run \(TypeError: no x\)/);
  });

  test("pages lie beside their notebooks where no folder is named", async (t) => {
    const { cwd, report } = workspace(t, { one: good });
    assert.equal((await report("done")).code, 0);
    assert.deepEqual(readdirSync(join(cwd, "done")).sort(), ["index.html", "one.html", "one.ipynb"]);
  });

  test("every broken notebook is told before anything is written", async (t) => {
    const { cwd, report } = workspace(t, { one: good });
    writeFileSync(join(cwd, "done", "two.ipynb"), "{");
    writeFileSync(join(cwd, "done", "three.ipynb"), `{"nbformat":3}`);
    const { code, stderr } = await report("done", "--out", "site");
    assert.equal(code, 2);
    assert.match(stderr, /two\.ipynb: not a notebook, its JSON is unreadable/);
    assert.match(stderr, /three\.ipynb: nbformat 3 is not supported/);
    assert.match(stderr, /nothing was written/);
    assert.ok(!existsSync(join(cwd, "site")));
  });

  test("a folder without a notebook that was run is refused with what to do", async (t) => {
    const { cwd, report } = workspace(t, { one: idle });
    const answer = async (...args: string[]): Promise<string> => {
      const { code, stderr } = await report(...args);
      assert.equal(code, 2, stderr);
      return stderr;
    };
    assert.match(await answer("done"), /none of its notebooks was run.*`lr-lab run done --out reports`/);
    assert.match(await answer("nowhere"), /nowhere: no such folder/);
    assert.match(await answer(join("done", "one.ipynb")), /one\.ipynb: not a folder/);
    writeNotebook(join(cwd, "done", "Index.ipynb"), good);
    assert.match(await answer("done"), /Index\.ipynb: its page would be index\.html/);
    assert.match(await answer(), /missing required argument 'dir'/);
  });
});
