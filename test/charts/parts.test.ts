import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { recolour } from "../../src/charts";
import { endLabels } from "../../src/charts/end-labels";
import { readable, wrap } from "../../src/charts/numbers";
import { phases } from "../../src/charts/phases";
import { type Point, simplify } from "../../src/charts/simplify";
import { EXAMPLES } from "./examples";

describe("simplify", () => {
  const shapes: Record<string, (x: number) => number> = {
    cosine: (x) => 0.5 * (1 + Math.cos(x / 300)),
    steps: (x) => [1, 0.1, 0.5, 0.02][Math.floor(x / 250) % 4],
    triangles: (x) => Math.abs((x % 200) - 100) / 100,
    noise: (x) => ((x * 7919) % 101) / 101,
  };
  for (const [name, at] of Object.entries(shapes)) {
    test(`${name}: lines between the kept points stay within the tolerance of every point`, () => {
      const points = Array.from({ length: 1000 }, (_, x) => ({ x, y: at(x) }));
      const kept = simplify(points, 0.01);
      for (const { x, y } of points)
        assert.ok(Math.abs(interpolate(kept, x) - y) <= 0.01 + 1e-12, `step ${x}`);
      if (name !== "noise") assert.ok(kept.length < 60, `${kept.length} points`);
    });
  }

  function interpolate(points: readonly Point[], x: number): number {
    const i = Math.max(
      1,
      points.findIndex((point) => point.x >= x),
    );
    const [a, b] = [points[i - 1], points[i]];
    return a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
  }
});

describe("endLabels", () => {
  test("labels keep a line's height apart and stay near their lines", () => {
    const ends = [0.5, 0.51, 0.02, 0].map((y, i) => ({ series: `s${i}`, y }));
    const placed = endLabels(ends, [0, 1], 200)!;
    const at = placed.map(({ y }) => y * 200).sort((a, b) => a - b);
    for (let i = 1; i < at.length; i++) assert.ok(at[i] - at[i - 1] >= 14 - 1e-9);
    for (const { series, y } of placed) {
      const from = ends.find((end) => end.series === series)!.y;
      assert.ok(Math.abs(y - from) * 200 <= 26);
    }
  });

  test("a legend serves better for long labels and crowds", () => {
    assert.equal(endLabels([{ series: "a label of more than eighteen", y: 0 }], [0, 1], 200), null);
    assert.equal(
      endLabels(
        Array.from({ length: 7 }, (_, i) => ({ series: `${i}`, y: 0 })),
        [0, 1],
        200,
      ),
      null,
    );
  });
});

describe("phases", () => {
  test("warmup, hold, decay", () => {
    const points = [
      [0, 0],
      [100, 1],
      [600, 1],
      [1000, 0],
    ].map(([x, y]) => ({ x, y }));
    assert.deepEqual(phases(points), [
      { name: "warms up", from: 0, to: 100 },
      { name: "holds", from: 100, to: 600 },
      { name: "decays", from: 600, to: 1000 },
    ]);
  });
  test("cycles speak for themselves", () => {
    assert.deepEqual(phases([0, 1, 0, 1, 0, 1].map((y, x) => ({ x, y }))), []);
  });
});

describe("words", () => {
  test("numbers as people read them", () => {
    assert.deepEqual([0.30000000000000004, -4, 12345.6, 1e-7, NaN].map(readable), [
      "0.3",
      "\u22124",
      "12,346",
      "1e\u22127",
      "not a number",
    ]);
  });
  test("lines break at spaces and lose nothing", () => {
    const text = "a question that is longer than one line of the picture";
    const lines = wrap(text, 20);
    assert.ok(lines.every((line) => line.length <= 20));
    assert.equal(lines.join(" "), text);
  });
});

describe("recolour", () => {
  test("moves every channel of the series and nothing else", () => {
    const { spec, series } = EXAMPLES["rate-several"];
    const moved = recolour(spec, series, [4, 2]);
    const scales: Record<string, Set<string>> = { color: new Set(), shape: new Set() };
    const rest = (value: unknown) =>
      JSON.stringify(value, (key, inner: unknown) => {
        if (key in scales && (inner as { scale?: object }).scale) {
          scales[key].add(JSON.stringify((inner as { scale: { range: unknown } }).scale.range));
          return { ...(inner as object), scale: null };
        }
        return inner;
      });
    assert.equal(rest(moved), rest(spec));
    assert.deepEqual([...scales.color].sort(), ['["#0072B2","#D55E00"]', '["#E69F00","#009E73"]']);
    assert.equal(scales.shape.size, 2);
  });
});
