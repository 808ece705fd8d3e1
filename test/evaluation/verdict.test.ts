import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { crossedDifference, judge, type Criterion, type Verdict } from "../../src/evaluation";
import type { TrainedRun } from "../../src/training";
import { inputError } from "../data/fixtures";
import { dataset, features, runOf } from "./synthetic";

const rules = { sliceMessages: 20, sliceMargin: 2 };
/** Messages outside every slice, of which runs get some wrong. */
const outside = Array.from({ length: 26 }, (_, i) => 24 + i);
const LOSSES = [2, 1.5, 1.2, 1.1, 1.05, 1.04, 1.03, 1.03, 1.03];

/** Five runs, of which run s gets the first `wrong(s)` messages outside the slices wrong. */
function arm(wrong: (seed: number) => readonly number[], better = 0): TrainedRun[] {
  return [1, 2, 3, 4, 5].map((seed) =>
    runOf(
      wrong(seed),
      LOSSES.map((loss, i) => (i === 0 ? loss : loss - better - 0.001 * (seed % 3))),
      { seed },
    ),
  );
}
const some =
  (count: number) =>
  (seed: number): number[] =>
    outside.slice(0, count + (seed % 2));
const baseline = arm(some(20));
const good = arm(some(8), 0.1);

const verdict = (candidate: TrainedRun[], before = baseline): Verdict =>
  judge(dataset, features, before, candidate, rules);
const criterion = ({ criteria }: Verdict, name: string): Criterion =>
  criteria.find((c) => c.name.includes(name)) as Criterion;

describe("judge", () => {
  test("approves a candidate that is better in all that is asked", () => {
    const { kind, outcome, criteria, notGated } = verdict(good);
    assert.equal(kind, "verdict");
    assert.equal(outcome, "approve", JSON.stringify(criteria));
    assert.ok(criteria.every(({ passed }) => passed === true));
    // 12 of 60 messages more are right, with every seed: the messages alone leave doubt.
    const { difference } = criterion({ criteria } as Verdict, "accuracy");
    assert.ok(Math.abs(difference.mean - 20) < 1e-9);
    const rows = [1, 2, 3, 4, 5].map((seed) => {
      const wrong = [some(20)(seed), some(8)(seed)];
      return Array.from(
        { length: 60 },
        (_, i) => 100 * ((wrong[0].includes(i) ? 1 : 0) - (wrong[1].includes(i) ? 1 : 0)),
      );
    });
    const { low, high } = crossedDifference(rows);
    assert.ok(low > 0 && Math.abs(difference.low - low) < 1e-9 && Math.abs(difference.high - high) < 1e-9);
    assert.ok(Math.abs(criterion({ criteria } as Verdict, "validation loss").difference.mean + 0.1) < 1e-9);
    assert.deepEqual(
      notGated.map(({ slice, messages }) => [slice, messages]),
      [["small", 10]],
    );
    for (const { sentence, name } of criteria) assert.ok(sentence.startsWith(`${name}: `), sentence);
  });

  test("rejects one that is worse", () => {
    const found = verdict(baseline, good);
    assert.equal(found.outcome, "reject");
    assert.equal(criterion(found, "accuracy").passed, false);
    assert.equal(criterion(found, "validation loss").passed, false);
  });

  test("is undecided where the intervals reach to both sides", () => {
    const mixed = arm((seed) => outside.slice(0, [20, 14, 26, 15, 19, 18][seed]), 0.1);
    const found = verdict(mixed);
    assert.equal(criterion(found, "accuracy").passed, null);
    assert.equal(found.outcome, "undecided", JSON.stringify(found.criteria));
  });

  test("one seed decides nothing", () => {
    assert.equal(verdict(good.slice(0, 1), baseline.slice(0, 1)).outcome, "undecided");
  });

  test("harm in a slice rejects, although the whole is better", () => {
    const harmful = arm((seed) => [...Array(12).keys(), ...outside.slice(0, seed % 2)], 0.1);
    const found = verdict(harmful);
    assert.ok(criterion(found, "accuracy").difference.mean > 0);
    assert.equal(criterion(found, "slice large").passed, false);
    assert.ok(Math.abs(criterion(found, "slice large").difference.mean + 50) < 1e-9);
    assert.equal(found.outcome, "reject");
  });

  test("harm in a slice too small to gate is not held against it, and the slice is named", () => {
    const found = verdict(arm((seed) => [50, 51, 52, ...outside.slice(0, 5 + (seed % 2))], 0.1));
    assert.equal(found.outcome, "approve");
    assert.equal(criterion(found, "slice small"), undefined);
    assert.deepEqual(
      found.notGated.map(({ slice }) => slice),
      ["small"],
    );
    const strict = judge(dataset, features, baseline, baseline, { ...rules, sliceMessages: 10 });
    assert.deepEqual(strict.notGated, []);
    assert.notEqual(criterion(strict, "slice small"), undefined);
  });

  test("a severe finding in one run rejects, although every number is better", () => {
    const broken = [
      ...good.slice(0, 4),
      runOf(
        some(8)(5),
        LOSSES.map((l) => l - 0.1),
        { seed: 5, status: "diverged" },
      ),
    ];
    const found = verdict(broken);
    assert.equal(found.outcome, "reject");
    assert.match(criterion(found, "validation loss").sentence, /divergence/);
    assert.ok(criterion(found, "validation loss").difference.high < 0);
  });

  test("stability is the worst of the last quarter, not the end nor the start", () => {
    // The last quarter of 80 steps are those at 60, 70 and 80.
    const at = (i: number, value: number): TrainedRun[] =>
      good.map(({ record, weights, seconds }) => ({
        record: {
          ...record,
          evaluations: record.evaluations.map((e, k) =>
            k === i ? { ...e, validation: { ...e.validation, loss: value } } : e,
          ),
        },
        weights,
        seconds,
      }));
    assert.equal(criterion(verdict(at(6, 1.9)), "validation loss").passed, false);
    assert.equal(criterion(verdict(at(5, 1.9)), "validation loss").passed, true);
    assert.equal(criterion(verdict(at(8, 0.5)), "validation loss").passed, true);
  });

  test("a slice that is too small to gate tells the harm that it could have shown", () => {
    const [small] = verdict(good).notGated;
    assert.equal(small.difference.mean, 0);
    const [harmed] = verdict(arm((seed) => [50, 51, 52, 53 + (seed % 2), ...some(8)(seed)], 0.1)).notGated;
    assert.ok(harmed.difference.mean === -40 && harmed.difference.low < -40);
    assert.ok(harmed.visibleHarm > 20 && harmed.visibleHarm < 100, `${harmed.visibleHarm}`);
  });

  test("identical predictions are no gain: rejected, since a candidate must be better", () => {
    const found = verdict(baseline);
    assert.equal(found.outcome, "reject");
    assert.equal(criterion(found, "accuracy").passed, false);
    assert.equal(criterion(found, "accuracy").difference.mean, 0);
  });

  test("a spread over seeds that grew beyond its margin rejects, a smaller one passes", () => {
    const spread = (width: number): TrainedRun[] =>
      [1, 2, 3, 4, 5].map((seed) =>
        runOf(
          some(8)(seed),
          LOSSES.map((loss) => loss - 0.4 + width * (seed % 3)),
          { seed },
        ),
      );
    assert.equal(criterion(verdict(spread(0.0005)), "spread").passed, true);
    const wide = verdict(spread(0.01));
    assert.equal(criterion(wide, "spread").passed, false);
    assert.ok(Math.abs(criterion(wide, "spread").difference.mean - 10) < 1e-6);
    assert.equal(wide.outcome, "reject");
  });

  test("a run of the candidate that broke fails stability, with words and no NaN", () => {
    const broken = [
      ...good.slice(0, 4),
      runOf(
        some(8)(5),
        LOSSES.map((loss, i) => (i > 4 ? NaN : loss)),
        { seed: 5, status: "diverged" },
      ),
    ];
    const found = verdict(broken);
    assert.equal(found.outcome, "reject");
    for (const { sentence } of found.criteria) assert.doesNotMatch(sentence.split(". ")[0], /NaN|undefined/);
  });

  test("arms that are not pairs are refused", () => {
    assert.throws(() => verdict(good.slice(1)), inputError("judge", "same seeds", "1/1"));
    const elsewhere = good.map(({ record, ...run }) => ({
      ...run,
      record: { ...record, spec: { ...record.spec, features: "others" } },
    }));
    assert.throws(() => verdict(elsewhere), inputError("judge", "other features"));
  });
});
