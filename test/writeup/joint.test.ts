import assert from "node:assert/strict";
import { test } from "node:test";
import { jointChart } from "../../src/charts";
import { constant, cosine } from "../../src/schedules";
import { planJoint } from "../../src/tuning";
import { carryRows, jointRows, sayJoint, sayJointPlan } from "../../src/writeup";
import { smallFeatures } from "../training/helpers";
import { jointStudyOf, rungs } from "../tuning/joint-parts";

const rates = rungs(0.5, 9).map((rate) => Number(rate.toPrecision(3)));
/** Tops at .625, 2.5 with slopes .9, 1 and 1.1 for the three seeds. */
const clear = jointStudyOf({
  levels: [20, 80],
  rates,
  best: (level) => level / 26,
  shift: (seed, level) => (level === 80 ? (seed % 3) / 5 - 0.2 : 0),
});

test("the sentences carry the best rates, the power, the rules and their sources, the costs and what it took", () => {
  const text = sayJoint(clear);
  assert.match(
    text,
    /^Best rates by batch size: 0\.77 \(0\.77 to 0\.77\) at 20 and 3\.1 \(2\.2 to 4\.3\) at 80\./,
  );
  assert.match(
    text,
    /\*\*moves\*\* as \(batch size\)\^1\.00 \(95% interval of the power 0\.75 to 1\.25, 3 seeds, 2 levels; of the seeds alone/,
  );
  assert.match(
    text,
    /That fits linear scaling \(power 1; .*1706\.02677\); it does not fit no scaling \(power 0\) and square/,
  );
  assert.match(
    text,
    /over 3 fresh paired seeds:\n\n- Carried from batch size 20 to 80, the best rate 0\.707 loses \d\d\.\d points/,
  );
  assert.match(text, /its own best is 2\.83/);
  assert.match(text, /54 runs for the map and 12 for the carrying.*validation.*test split was not opened/);
  assert.doesNotMatch(text, /No clear|narrow/);
});

test("a power between the rules fits none of them", () => {
  const study = jointStudyOf({
    levels: [16, 64, 256],
    rates: rungs(0.1, 14),
    best: (level) => 0.3 * (level / 16) ** 0.75,
  });
  assert.match(
    sayJoint(study),
    /That fits none of these: no scaling \(power 0\), square-root .* and linear scaling/,
  );
});

test("the number that is said is the number that was measured", () => {
  const [up] = clear.carries;
  const points = ((up.lost?.mean ?? NaN) * 100).toFixed(1);
  assert.ok(sayJoint(clear).includes(`to 80, the best rate 0.707 loses ${points} points`));
  assert.ok(
    jointChart(clear).answer.includes(`Carried from batch size 20 to 80, rate 0.707 loses ${points} points`),
  );
  assert.deepEqual(
    carryRows(clear)[0]["macro-F1 lost"].toString().startsWith(`${points} points (95% interval `),
    true,
  );
});

test("edges, diverged cells and seeds that are cut off are said", () => {
  const study = jointStudyOf({
    levels: [1, 2, 4, 8],
    rates,
    best: (level) => (level === 1 ? 0.1 : 1.3),
    diverged: (rate, level) => (level === 8 ? 1 : level === 4 && rate > 1.2 ? 2 : 0),
    shift: (seed, level) => (level === 2 && seed === 3 ? 5 : 0),
    score: (octaves) => 0.8 - 0.02 * Math.abs(octaves),
  });
  const text = sayJoint(study);
  assert.match(
    text,
    /^\*\*No clear answer\*\* on how the best rate moves with the batch size: 1 of 4 levels has a best/,
  );
  assert.match(
    text,
    /at batch size 1, the lowest rate that was tried is the best: look further; at batch size 4, at the edge of stability: 2 of 3 runs diverged at 1\.41; at batch size 8, a run diverged at every rate/,
  );
  assert.match(text, /At batch size 2 1 of 3 seeds have their own best at an edge/);
  assert.match(text, /loses at least/);
  assert.match(
    text,
    /from batch size 2 to 4, the best rate 1\.41 has no number: 2 of 3 runs diverged; its own best is 1\./,
  );
  assert.deepEqual(
    jointRows(study).map((row) => [row["batch size"], row["best rate"], row["rates with diverged runs"]]),
    [
      [1, 0.5, 0],
      // The parabola through the mean at 1, 1.41 and 2 has its top .085 octaves above the middle one.
      [2, 1.5, 0],
      [4, 1, 6],
      [8, "none", 9],
    ],
  );
  assert.match(String(jointRows(study)[2]["clear?"]), /edge of stability/);
});

test("a best rate that stays, and the same one everywhere", () => {
  const study = jointStudyOf({
    factor: "hidden",
    levels: [16, 64],
    rates,
    best: () => 1.4,
    shift: (seed, level) => (level === 16 ? (seed - 2) / 5 : 0),
  });
  const text = sayJoint(study);
  assert.match(text, /\*\*cannot be told from one that stays\*\*: it goes as \(hidden units\)\^0\.00/);
  assert.match(text, /That fits no scaling \(power 0\)\./);
  assert.match(text, /every level has the same best one/);
  assert.match(
    jointChart(study).answer,
    /From 16 hidden units to 64 the best rate goes from 1\.4 to 1\.4.*Every level has the same/,
  );
});

test("the same best rate at the edge of what was tried is not called free to carry", () => {
  const study = jointStudyOf({ levels: [10, 40], rates, best: (level) => 100 * level });
  assert.deepEqual(
    study.carries.map(({ rate, ownRate }) => rate === ownRate),
    [true, true],
  );
  assert.doesNotMatch(sayJoint(study) + jointChart(study).answer, /same best/);
  assert.match(
    sayJoint(study),
    /highest rate that was tried is the best: look further; at batch size 40, the highest/,
  );
  assert.deepEqual(
    jointRows(study).map((row) => row["best rate"]),
    [8, 8],
  );
});

test("more than six costs are left to the table; weight decay has no power", () => {
  const many = jointStudyOf({ levels: [1, 2, 4, 8], rates: rungs(0.5, 12), best: (level) => level });
  assert.match(sayJoint(many), /\n- and 6 that cost less \(`carryRows`\)/);
  assert.equal(carryRows(many).length, 12);
  const decay = jointStudyOf({
    factor: "weightDecay",
    levels: [0, 0.1],
    rates,
    best: (level) => 1 + 10 * level,
  });
  assert.match(
    sayJoint(decay),
    /^Best rates by weight decay: 1 \(1 to 1\) at 0 and 2 \(2 to 2\) at 0\.1\.\n/,
  );
  assert.match(
    jointChart(decay).answer,
    /^From weight decay 0 to 0\.1 the best rate goes from 1 to 2\. Carried/,
  );
});

test("a plan is told with its cost, its steps and what is held", async () => {
  const choices = {
    factor: "batchSize",
    levels: [10, 50],
    rates: [0.5, 2, 8],
    epochs: 4,
    seeds: [1, 2],
    freshSeeds: [3, 4],
  } as const;
  const features = smallFeatures();
  const plan = await planJoint(features, { ...choices, shape: (steps) => cosine({ peak: 1, steps }) });
  const text = sayJointPlan(plan);
  assert.match(text, /Levels of the batch size: 10 \(60 steps\) and 50 \(12 steps\)\. Epochs are held \(4\)/);
  assert.match(
    text,
    /0\.5, 2, 8\. Schedule: cosine 0\.5 -> 0 over 60 in the first cell; elsewhere with another peak and the length of the run\./,
  );
  assert.match(text, /map: 12 runs, 432 steps, with 2 seeds a cell/);
  assert.match(text, /2 fresh seeds: at most 8 runs, 288 steps/);
  const still = await planJoint(features, {
    ...choices,
    factor: "momentum",
    levels: [0, 0.9],
    shape: () => constant({ peak: 1 }),
  });
  assert.match(
    sayJointPlan(still),
    /momentum: 0 and 0\.9, each for 12 steps\.[^]*constant 0\.5 in the first cell; elsewhere with another peak\.\n/,
  );
});
