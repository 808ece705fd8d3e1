import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { type Chart, themeConfig } from "../../src/charts";
import { svgOf } from "../../src/notebook/picture";
import { EXAMPLES } from "./examples";

/** Compiles a chart and returns it with every warning that Vega-Lite gave. */
function compiled(chart: Chart, theme: "light" | "dark" = "light") {
  const warnings: string[] = [];
  const logger = {
    warn: (...words: unknown[]) => (warnings.push(words.join(" ")), logger),
    info: () => logger,
    debug: () => logger,
    error: (...words: unknown[]) => (warnings.push(words.join(" ")), logger),
    level: () => logger,
  };
  const { spec } = compile(chart.spec as TopLevelSpec, {
    config: themeConfig(theme),
    logger: logger as never,
  });
  return { spec, warnings };
}

interface Item {
  marktype?: string;
  items?: Item[];
  shape?: string;
  text?: unknown;
  opacity?: number;
  fill?: string;
}

/** Every item of the drawn scene, with the type of its mark. */
async function drawnItems(chart: Chart, theme: "light" | "dark" = "light") {
  const view = await new View(parse(compiled(chart, theme).spec), { renderer: "none" }).runAsync();
  const found: { mark: string; item: Item }[] = [];
  const visit = (node: Item, mark: string) => {
    for (const item of node.items ?? []) {
      if (node.marktype && node.marktype !== "group") found.push({ mark, item });
      visit(item, item.marktype ?? mark);
    }
  };
  const root = (view.scenegraph() as unknown as { root: Item }).root;
  visit(root, String(root.marktype));
  view.finalize();
  return found;
}

const CROSS = "M-1,-1L1,1M1,-1L-1,1";
const crosses = (items: { item: Item }[]) => items.filter(({ item }) => item.shape === CROSS).length;

describe("drawing", () => {
  for (const [name, chart] of Object.entries(EXAMPLES)) {
    test(`${name} compiles without a warning and draws its words`, async () => {
      assert.deepEqual(compiled(chart).warnings, []);
      const words = (await drawnItems(chart)).map(({ item }) => item.text).flat();
      const said = words.filter((text) => typeof text === "string").join(" ");
      assert.ok(said.includes(chart.title), "the question");
      assert.ok(said.includes(chart.answer), "the answer");
      assert.equal((chart.spec as { description: string }).description, chart.alt);
      assert.match(svgOf(chart.spec), /^<svg [^>]*width="\d+/);
    });

    test(`${name} takes background and text colours from the theme`, async () => {
      const dark = await drawnItems(chart, "dark");
      const fills = dark.filter(({ item }) => item.text !== undefined && item.fill !== undefined);
      const black = fills.filter(({ item }) => /^(black|#000(000)?|#1f2328)$/.test(String(item.fill)));
      assert.ok(fills.length > 5);
      assert.deepEqual(
        black.map(({ item }) => item.text),
        [],
      );
      assert.ok(svgOf(chart.spec, "dark").includes("#15181d"), "dark background");
      assert.ok(!JSON.stringify(chart.spec).includes('"background"'));
    });

    test(`${name} stays within 360 pixels of plot and labels when a page asks for it`, () => {
      const narrow = JSON.parse(JSON.stringify(chart.spec), (key, value: unknown) =>
        key === "width" && value === 560 ? 240 : key === "title" && isTitle(value) ? undefined : value,
      ) as object;
      const width = Number(/^<svg [^>]*?width="([\d.]+)"/.exec(svgOf(narrow))![1]);
      assert.ok(width <= 400 && width >= 240, `${width} pixels`);
    });
  }

  test("a cross for every diverged run, in every panel", async () => {
    assert.equal(crosses(await drawnItems(EXAMPLES["loss-diverged"])), 1);
    assert.equal(crosses(await drawnItems(EXAMPLES["loss-several"])), 2 * 3);
    assert.equal(crosses(await drawnItems(EXAMPLES["rate-one"])), 2 * 2);
    assert.equal(crosses(await drawnItems(EXAMPLES["rate-several"])), 2 * 4);
    assert.equal(crosses(await drawnItems(EXAMPLES["loss-one"])), 0);
  });

  test("every run of a rate chart is a point, none is dropped", async () => {
    const symbols = (await drawnItems(EXAMPLES["rate-one"])).filter(({ mark }) => mark === "symbol");
    assert.equal(symbols.length, 2 * 18);
  });

  test("the tested rates are the ticks", async () => {
    const texts = (await drawnItems(EXAMPLES["rate-one"])).map(({ item }) => item.text);
    for (const rate of ["0.01", "0.03", "0.1", "0.3", "1", "3"]) assert.ok(texts.includes(rate), rate);
  });
});

function isTitle(value: unknown): boolean {
  return typeof value === "object" && value !== null && "subtitle" in value;
}
