import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { jointChart } from "../../src/charts";
import { jointStudyOf, rungs, type Surface } from "../tuning/joint-parts";
import { JOINT_EXAMPLES } from "./joint-examples";

interface LayerOf {
  readonly mark: { readonly type: string; readonly shape?: string; readonly stroke?: string };
  readonly data: { readonly values: readonly Record<string, never>[] };
}

/** The layers of the map. */
function layers(chart: object): LayerOf[] {
  const { spec } = chart as { spec: { layer?: LayerOf[]; vconcat?: { layer: LayerOf[] }[] } };
  return spec.layer ?? spec.vconcat![0].layer;
}

const CROSS = "M-1,-1L1,1M1,-1L-1,1";
const values = (chart: object, type: string, shape?: string): Record<string, never>[] =>
  layers(chart)
    .filter(({ mark }) => mark.type === type && mark.shape === shape)
    .flatMap(({ data }) => data.values);

describe("jointChart", () => {
  const surface: Surface = {
    levels: [16, 32, 64],
    rates: rungs(0.1, 7),
    best: (level) => level / 100,
    diverged: (rate, level) => (rate > 0.7 && level === 16 ? 2 : 0),
  };

  test("every cell is drawn once, the diverged ones without a colour, with a cross and how many", () => {
    const chart = jointChart(jointStudyOf(surface));
    const boxes = layers(chart).filter(({ mark }) => mark.type === "rect");
    assert.deepEqual(
      boxes.map(({ data }) => data.values.length),
      [20, 1],
    );
    assert.ok(boxes[0].mark.stroke === undefined && boxes[1].mark.stroke !== undefined);
    const [cross] = values(chart, "point", CROSS);
    assert.deepEqual([cross.level, cross.words], ["16", "2/3"]);
    assert.equal(JSON.stringify(boxes[0].data.values).includes("2/3"), false);
    assert.match(chart.alt, /in 1 of 21 cells a run diverged/);
  });

  test("cells meet halfway between the rates on the log axis", () => {
    const row = values(jointChart(jointStudyOf(surface)), "rect").filter(({ level }) => level === "64");
    row.slice(1).forEach(({ from }, i) => assert.equal(from, row[i].to));
    for (const { from, to, rate } of row) {
      assert.ok(Math.abs(Number(rate) ** 2 / (Number(from) * Number(to)) - 1) < 1e-4);
    }
  });

  test("the line breaks at a level whose best lies at an edge, which is a triangle towards it", () => {
    const chart = jointChart(
      jointStudyOf({
        ...surface,
        levels: [1, 2, 4, 8, 16, 32],
        best: (level) => (level === 4 ? 9 : level === 32 ? 0.01 : 0.3),
        diverged: () => 0,
      }),
    );
    const [line] = layers(chart).filter(({ mark }) => mark.type === "line");
    assert.deepEqual(
      line.data.values.map(({ level, part }) => [level, part]),
      [
        ["1", 0],
        ["2", 0],
        ["8", 1],
        ["16", 1],
      ],
    );
    assert.deepEqual(
      values(chart, "point", "triangle-right").map(({ level }) => level),
      ["4"],
    );
    assert.deepEqual(
      values(chart, "point", "triangle-left").map(({ level }) => level),
      ["32"],
    );
    assert.match(
      chart.answer,
      /No clear best rate at batch size 4 \(at the highest rate tried\) and 32 \(at the lowest/,
    );
  });

  test("the colours of seven steps rise in lightness, so that they read without hue", () => {
    const [box] = layers(JOINT_EXAMPLES["joint-ridge"]) as unknown as {
      encoding: { color: { scale: { range: string[]; domain: number[]; clamp: boolean } } };
    }[];
    const { range, domain, clamp } = box.encoding.color.scale;
    const lightness = range.map((hex) => {
      const [r, g, b] = [1, 3, 5].map((at) => (parseInt(hex.slice(at, at + 2), 16) / 255) ** 2.2);
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    });
    lightness.slice(1).forEach((value, i) => assert.ok(value > lightness[i]));
    assert.ok(clamp && domain[1] - domain[0] <= 22);
  });

  test("without a stable cell it still draws, and says so", () => {
    const chart = jointChart(jointStudyOf({ ...surface, diverged: () => 3 }));
    assert.match(chart.answer, /^No clear answer.*0 of 3 levels have.*every rate lost a run/);
    assert.equal(values(chart, "point", CROSS).length, 21);
    assert.equal(values(chart, "line").length, 0);
  });

  test("a carried rate that diverges is the dearest, and at the end of the axis", () => {
    const chart = jointChart(
      jointStudyOf({
        ...surface,
        rates: rungs(0.1, 8),
        diverged: (rate, level) => (rate > 0.5 && level === 16 ? 2 : 0),
      }),
    );
    assert.match(chart.answer, /Carried from batch size 64 to 16, rate 0\.56\d diverges in 2 of 3 runs/);
    const { vconcat } = chart.spec as { vconcat: { layer: LayerOf[] }[] };
    const [first] = vconcat[1].layer[1].data.values;
    assert.deepEqual([first.words, first.outcome, first.low], ["2 of 3 diverged", "loses", first.high]);
  });

  test("more rates than a phone has room for have no numbers", () => {
    const many = jointChart(jointStudyOf({ ...surface, rates: rungs(0.01, 16), diverged: () => 0 }));
    assert.equal(values(many, "text").length, 0);
    assert.equal(values(many, "rect").length, 48);
  });
});
