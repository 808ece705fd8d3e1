import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Resvg } from "@resvg/resvg-js";

import { jointChart, rateChart } from "../../src/charts";
import type { Dataset } from "../../src/data";
import { InputError } from "../../src/errors";
import { escapeMarkdown, FINDING, registerRenderer, render, table } from "../../src/notebook";
import { VEGA_LITE } from "../../src/notebook/chart-view";
import { renderFinding } from "../../src/notebook/finding";
import { hasFonts, pngOf, svgOf } from "../../src/notebook/picture";
import { sayJoint, sayJointPlan } from "../../src/writeup";
import { EXAMPLES } from "../charts/examples";
import { jointStudyOf, rungs } from "../tuning/joint-parts";

const HOSTILE = `<script>alert("x")</script><img src=x onerror='alert(1)'>`;

describe("charts", () => {
  test("a bundle of specification, picture and words", () => {
    const chart = EXAMPLES["rate-one"];
    const bundle = render(chart);
    assert.equal(typeof bundle["application/vnd.vegalite.v5+json"], "object");
    const text = String(bundle["text/plain"]);
    assert.ok(text.startsWith(`${chart.title}\n${chart.answer}\n`));
    assert.ok(text.includes("18 runs at 6 rates"));
    if (!hasFonts()) return assert.match(String(bundle["image/svg+xml"]), /^<svg/);
    const png = Buffer.from(String(bundle["image/png"]), "base64");
    assert.equal(png.subarray(1, 4).toString(), "PNG");
    const width = Number(/width="([\d.]+)"/.exec(svgOf(chart.spec))![1]);
    assert.ok(Math.abs(png.readUInt32BE(16) - 2 * width) <= 2, "two pixels to a unit");
  });

  test("words are really drawn", (t) => {
    if (!hasFonts()) return t.skip("no fonts");
    const svg = svgOf(EXAMPLES["schedule-one"].spec);
    const silent = svg.replace(/<text[^>]*>.*?<\/text>/g, "");
    const ink = (picture: string) => new Resvg(picture).render().pixels.filter((byte) => byte < 128).length;
    assert.ok(ink(svg) > ink(silent) + 2000);
    assert.ok(pngOf(svg).length > pngOf(silent).length);
  });

  test("a chart that asks for data elsewhere draws without it and loads nothing", () => {
    const spec = { data: { url: "file:///etc/hosts" }, mark: "point", encoding: { x: { field: "a" } } };
    assert.match(svgOf(spec), /^<svg/);
  });

  test("a label has one colour on every chart", () => {
    const point = { rate: 1, seed: 1, validationLoss: 1, macroF1: 0.5, diverged: false };
    const coloursOf = (...labels: string[]) => {
      const spec = render(rateChart(labels.map((label) => ({ label, points: [point] }))))[VEGA_LITE];
      const domain = JSON.stringify(labels);
      return new RegExp(`"domain":${domain.replace(/[[\]]/g, "\\$&")},"range":\\["([^\\]]*)"\\]`)
        .exec(JSON.stringify(spec))![1]
        .split('","');
    };
    const [constant, cosine] = coloursOf("constant", "cosine");
    assert.match(constant, /^#[0-9A-F]{6}$/);
    assert.notEqual(constant, cosine);
    assert.deepEqual(coloursOf("cosine"), [cosine]);
    assert.deepEqual(
      coloursOf("cosine", "step", "constant").filter((_, i) => i !== 1),
      [cosine, constant],
    );
    assert.equal(new Set(coloursOf("cosine", "step", "constant")).size, 3);
  });
});

describe("tables", () => {
  const rows = [
    { rate: 0.1, runs: 3, ok: true, note: HOSTILE, tags: ["a", "b"] },
    { rate: 1 / 3, runs: null, ok: false, note: "007", tags: [] },
  ];

  test("types, missing values and the number of rows are told; values are escaped", () => {
    const bundle = render(table(rows, { caption: "Rates <tried>" }));
    const html = String(bundle["text/html"]);
    assert.ok(html.includes("Rates &lt;tried&gt; (2 rows)"));
    for (const type of ["number", "integer, 1 missing", "yes/no", "text", "list"])
      assert.ok(html.includes(`>${type}</small>`), type);
    assert.ok(!/<script|<img/.test(html));
    assert.ok(html.includes("&lt;script&gt;") && html.includes(">0.3333<") && html.includes(">007<"));
    assert.ok(!/[+|]--/.test(html));
    assert.equal(String(bundle["text/plain"]).split("\n")[1], "rate\truns\tok\tnote\ttags");
  });

  test("columns can be chosen; one that does not exist is refused", () => {
    assert.deepEqual(
      table(rows, { columns: ["runs", "rate"] }).columns.map(({ name }) => name),
      ["runs", "rate"],
    );
    assert.throws(
      () => table(rows, { columns: ["macro"] }),
      /no row has a column "macro"; the columns are rate, runs/,
    );
  });

  test("a long table says what it leaves out", () => {
    const html = String(render(Array.from({ length: 3000 }, (_, i) => ({ i })))["text/html"]);
    assert.ok(html.includes("first 200 of 3,000 rows"));
    assert.equal(html.match(/<tr>/g)!.length, 201);
  });

  test("an empty table is still one", () => {
    assert.match(String(render([])["text/html"]), /0 rows/);
  });
});

describe("other kinds", () => {
  test("a dataset: counts that add up, warnings, nothing unescaped", () => {
    const message = (i: number) => ({
      id: `m${i}`,
      text: HOSTILE,
      intent: i % 3 === 0 ? HOSTILE : "refund",
      split: i < 6 ? ("train" as const) : i < 8 ? ("validation" as const) : ("test" as const),
      slices: i % 2 ? ["short"] : [],
    });
    const dataset: Dataset = {
      kind: "dataset",
      name: HOSTILE,
      hash: "0123456789abcdef",
      intents: [HOSTILE, "refund"],
      messages: Array.from({ length: 12 }, (_, i) => message(i)),
      warnings: [{ check: "c", message: HOSTILE, rows: [], count: 1 }],
    };
    const bundle = render(dataset);
    const html = String(bundle["text/html"]);
    assert.ok(!/<script|<img/.test(html));
    assert.ok(html.includes("12 messages, 2 intents"));
    const cells = [...html.matchAll(/<td[^>]*>(train|validation|test)<\/td><td[^>]*>(\d+)</g)].map(
      ([, , n]) => n,
    );
    assert.deepEqual(cells, ["6", "2", "4"]);
    assert.match(String(bundle["text/plain"]), /split train\tmessages 6\tintents 2/);
  });

  test("a joint study is its map with words, a plan of one is words", () => {
    const study = jointStudyOf({ levels: [16, 64], rates: rungs(0.1, 7), best: (level) => level / 100 });
    const bundle = render(study);
    assert.equal(JSON.stringify(bundle[VEGA_LITE]), JSON.stringify(jointChart(study).spec));
    assert.ok(String(bundle["text/plain"]).includes(jointChart(study).answer));
    assert.ok(String(bundle["text/plain"]).endsWith(sayJoint(study)));
    assert.equal(render(study.plan)["text/markdown"], sayJointPlan(study.plan));
  });

  test("a finding carries its data under its own MIME type", () => {
    const found = {
      kind: "finding" as const,
      title: HOSTILE,
      chosen: "0.3",
      evidence: HOSTILE,
      verdict: "approve",
    };
    const bundle = renderFinding(found);
    assert.deepEqual(bundle[FINDING], found);
    assert.ok(!/<script|<img/.test(String(bundle["text/html"])));
    assert.ok(String(bundle["text/html"]).includes("lr-approve"));
    assert.equal(bundle["text/plain"], `${HOSTILE}: 0.3 (approve)\n${HOSTILE}`);
  });

  test("a kind can be added; an unknown one is refused with the known ones", () => {
    assert.throws(
      () => render({ kind: "unheard-of" }),
      (error) => error instanceof InputError && /"unheard-of".*chart, dataset/.test(error.message),
    );
    assert.throws(() => render(3), /cannot draw number/);
    registerRenderer<{ kind: "test-kind"; n: number }>("test-kind", ({ n }) => ({ "text/plain": `n=${n}` }));
    assert.deepEqual(render({ kind: "test-kind", n: 2 }), { "text/plain": "n=2" });
  });

  test("Markdown that means itself", () => {
    assert.equal(escapeMarkdown("a*b_[c](d)<e>"), "a\\*b\\_\\[c\\]\\(d\\)\\<e\\>");
  });
});
