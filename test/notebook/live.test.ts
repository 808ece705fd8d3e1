// What is seen of training while it runs, what stays, and what an interrupt and an error leave: with a kernel that
// only writes down what it is sent, and a clock that stands still but for what the test adds.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { live, recordAllLive, runAllLive, trainLive, type MimeBundle } from "../../src/notebook";
import { KERNEL_HOOK, type KernelHook } from "../../src/notebook/kernel-hook";
import { runId, runSpec, train, type RunChoices, type RunSpec } from "../../src/training";
import { openStore, runAll } from "../../src/tuning";
import { inputError } from "../data/fixtures";
import { smallFeatures } from "../training/helpers";

const features = smallFeatures();
const VEGA_LITE = "application/vnd.vegalite.v5+json";
// 150 messages in batches of 15: 10 steps an epoch, 400 in all.
const choices: RunChoices = { schedule: 0.3, batchSize: 15, epochs: 40 };
const place = globalThis as { [KERNEL_HOOK]?: KernelHook };

interface Sent {
  readonly at: number;
  readonly bundle: MimeBundle;
  readonly id?: string;
  readonly update?: boolean;
}
let sent: Sent[] = [];
let listeners = new Set<() => void>();
let time = 0;
/** What one look at the clock adds, in milliseconds: it is looked at once a step, and more often when drawing. */
let tick = 0;
const now = (): number => (time += tick);
/** Called with each message, before it counts. */
let onMessage = (): void => undefined;

beforeEach(() => {
  [sent, listeners, time, tick, onMessage] = [[], new Set(), 0, 0, () => undefined];
  place[KERNEL_HOOK] = {
    display: (bundle, { id, update } = {}) => {
      onMessage();
      sent.push({ at: time, bundle, id, update });
    },
    clearOutput: () => undefined,
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
});
afterEach(() => delete place[KERNEL_HOOK]);

const interrupt = (): void => [...listeners].forEach((listener) => listener());
const text = ({ bundle }: Sent): string => String(bundle["text/plain"]);
const html = ({ bundle }: Sent): string => String(bundle["text/html"] ?? "");
const gaps = (): number[] => sent.slice(1).map(({ at }, i) => at - sent[i].at);

describe("one run", () => {
  test("is one output that changes in place, first after 0.3 s, then at most four times a second, and ends as a chart", async () => {
    tick = 10;
    const spec = await runSpec(features, choices);
    const { record } = await trainLive(spec, features, { now });
    assert.deepEqual(record, (await train(spec, features)).record, "watching changes nothing");
    assert.ok(sent.length > 5);
    assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
    assert.deepEqual(
      sent.map(({ update }) => update),
      [false, ...sent.slice(1).map(() => true)],
    );
    assert.ok(sent[0].at >= 300 && sent[0].at < 400, `${sent[0].at}`);
    const [last, ...running] = [...sent].reverse();
    assert.ok(
      gaps()
        .slice(0, -1)
        .every((gap) => gap >= 250),
      gaps().join(),
    );
    for (const frame of running) {
      assert.deepEqual(Object.keys(frame.bundle), ["text/html", "text/plain"], "no picture while it runs");
      assert.match(
        text(frame),
        /^constant 0\.3: step \d+ of 400, rate 0\.3, training loss [\d.]+, validation loss [\d.]+, .* left$/,
      );
      assert.match(html(frame), /<progress max="100" value="\d+"/);
      assert.match(html(frame), /<svg role="img" aria-label="Training and validation loss so far/);
    }
    assert.deepEqual(Object.keys(last.bundle)[0], VEGA_LITE);
    assert.ok(!("text/html" in last.bundle));
    assert.equal(listeners.size, 0);
  });

  test("what it shows is true: the step, the rate, the loss and the time that is left", async () => {
    tick = 10;
    const spec = await runSpec(features, choices);
    const { record } = await trainLive(spec, features, { now });
    // The clock moves 10 ms a step but for the drawings: about (400 - step) x 10 ms are left.
    for (const frame of sent.slice(0, -1)) {
      const [, step, training, validation] =
        /step (\d+) of.* training loss ([\d.]+), validation loss ([\d.]+)/.exec(text(frame))!.map(Number);
      const before = record.evaluations.filter((evaluation) => evaluation.step <= step).at(-1)!;
      assert.equal(validation, Number(before.validation.loss.toPrecision(3)));
      const around = record.curve.loss.slice(Math.max(0, step - 60), step);
      assert.ok(training >= Math.min(...around) && training <= Math.max(...around), `${training} at ${step}`);
      const left = /about (\d+) s left/.exec(text(frame));
      const expected = (400 - step) / 100;
      if (left) assert.ok(Math.abs(Number(left[1]) - expected) <= 0.5 + 0.3 * expected, text(frame));
      else assert.ok(expected < 1.3, text(frame));
    }
  });

  test("drawing takes a twentieth of the time at most, however slow it is", async () => {
    tick = 1;
    onMessage = () => void (time += 40);
    await trainLive(await runSpec(features, { ...choices, epochs: 400 }), features, { now });
    const between = gaps().slice(0, -1);
    assert.ok(between.length > 2);
    assert.ok(
      between.every((gap) => 40 / gap <= 0.05),
      between.join(),
    );
  });

  test("over within 0.3 s, it is the chart alone; and what stays is the same, however long it took", async () => {
    const spec = await runSpec(features, choices);
    await trainLive(spec, features, { now });
    assert.equal(sent.length, 1);
    assert.notEqual(sent[0].update, true);
    tick = 37;
    await trainLive(spec, features, { now });
    assert.ok(sent.length > 3);
    assert.equal(JSON.stringify(sent.at(-1)!.bundle), JSON.stringify(sent[0].bundle));
  });

  test("without its chart it is a bar, and then a line without a clock", async () => {
    tick = 10;
    const { record } = await trainLive(await runSpec(features, choices), features, {
      now,
      chart: false,
      label: "a & <b>",
    });
    assert.ok(sent.every((frame) => !html(frame).includes("<svg")));
    assert.ok(
      sent.every((frame) => html(frame).includes("a &amp; &lt;b&gt;") && !html(frame).includes("<b>")),
    );
    const { train: training, validation } = record.evaluations.at(-1)!;
    assert.equal(
      text(sent.at(-1)!),
      `a & <b>: 400 steps, training loss ${Number(training.loss.toPrecision(3))}, validation loss ${Number(validation.loss.toPrecision(3))}, ` +
        `validation macro-F1 ${(100 * validation.macroF1).toFixed(1)}%`,
    );
  });

  test("a loss that is not finite ends it as diverged, and no drawing has a number that is none", async () => {
    tick = 150;
    const { record } = await trainLive(await runSpec(features, { ...choices, schedule: 1e20 }), features, {
      now,
    });
    assert.equal(record.status, "diverged");
    assert.ok(sent.length > 1, `${sent.length}`);
    assert.ok(!/NaN|Infinity/.test(sent.map(html).join()), "in SVG or words");
    assert.match(text(sent.at(-1)!), /diverged/);
  });

  test("an interrupt ends it with what is done", async () => {
    tick = 10;
    onMessage = () => void (sent.length === 2 && interrupt());
    const { record } = await trainLive(await runSpec(features, choices), features, { now });
    assert.equal(record.status, "interrupted");
    assert.equal(
      sent.length,
      4,
      "three drawings and the end: it stops after the step in which it was interrupted",
    );
    assert.match(text(sent[3]), new RegExp(`\\nStopped at step ${record.steps} of 400\\. `));
    assert.equal(text(sent[2]).includes(`step ${record.steps} of`), true);
    assert.equal(listeners.size, 0);
  });

  test("two at once are two outputs; one interrupt stops both", async () => {
    tick = 10;
    onMessage = () => void (sent.length === 8 && interrupt());
    const spec = await runSpec(features, { ...choices, epochs: 4000 });
    const runs = await Promise.all(
      ["a", "b"].map((label) => trainLive(spec, features, { now, label, chart: false })),
    );
    assert.deepEqual(
      runs.map(({ record }) => record.status),
      ["interrupted", "interrupted"],
    );
    const ids = new Set(sent.map(({ id }) => id));
    assert.equal(ids.size, 2);
    for (const id of ids) {
      const own = sent.filter((message) => message.id === id).map(text);
      assert.equal(new Set(own.map((words) => words[0])).size, 1);
      assert.match(own.at(-1)!, /stopped at step/);
    }
    assert.equal(listeners.size, 0);
  });

  test("an error in it is thrown, and the output says where; so with its signal", async () => {
    tick = 10;
    onMessage = () => {
      if (sent.length === 2) {
        onMessage = () => undefined;
        throw new Error("the <socket> is gone");
      }
    };
    const spec = await runSpec(features, choices);
    await assert.rejects(trainLive(spec, features, { now }), /^Error: the <socket> is gone$/);
    assert.match(text(sent.at(-1)!), /^constant 0\.3: failed at step \d+ of 400: the <socket> is gone$/);
    assert.ok(html(sent.at(-1)!).includes("the &lt;socket&gt; is gone"));
    const control = new AbortController();
    onMessage = () => control.abort(new Error("enough"));
    await assert.rejects(trainLive(spec, features, { now, signal: control.signal }), /^Error: enough$/);
    assert.match(text(sent.at(-1)!), /^constant 0\.3: stopped at step \d+ of 400: enough$/);
    assert.equal(listeners.size, 0);
  });

  test("a spec that is refused shows nothing", async () => {
    const spec = { ...(await runSpec(features, choices)), features: "other" };
    await assert.rejects(trainLive(spec, features), inputError(/features/));
    assert.equal(sent.length, 0);
    assert.equal(listeners.size, 0);
  });
});

describe("many runs", () => {
  const specs = (seeds: number): Promise<RunSpec[]> =>
    Promise.all(
      Array.from({ length: seeds }, (_, seed) => runSpec(features, { schedule: 0.3, epochs: 2, seed })),
    );

  test("all of them: the runs of runAll, one output, and a line in the end", async () => {
    tick = 100;
    const all = await specs(6);
    const runs = await runAllLive(all, features, { now, label: "seeds", threads: 1, fresh: true });
    assert.deepEqual(
      runs.map(({ record }) => record),
      (await runAll(all, features)).map(({ record }) => record),
    );
    assert.equal(new Set(sent.map(({ id }) => id)).size, 1);
    assert.match(html(sent[0]), /<progress max="100" value="\d+"/);
    assert.match(html(sent[0]), /last: constant 0\.3/);
    assert.equal(text(sent.at(-1)!), "seeds: 6 of 6 runs");
    assert.equal(listeners.size, 0);
  });

  test("interrupted: those that ended, each one whole, and a store holds no other", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "lr-lab-live-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const store = await openStore(folder);
    tick = 200;
    onMessage = () => void (sent.length === 1 && interrupt());
    const all = await specs(40);
    const runs = await recordAllLive(all, features, { now, store, threads: 1 });
    assert.ok(runs.length >= 1 && runs.length < 40, `${runs.length}`);
    assert.ok(runs.every(({ record }) => record.status === "done"));
    assert.deepEqual(
      runs.map(({ record }) => record.id),
      all.slice(0, runs.length).map(runId),
    );
    assert.deepEqual(new Set(await store.ids()), new Set(runs.map(({ record }) => record.id)));
    assert.equal(text(sent.at(-1)!), `training: stopped at ${runs.length} of 40 runs`);
    const rest = await recordAllLive(all, features, { now, store });
    assert.equal(rest.length, 40);
  });

  test("on threads, too", async () => {
    tick = 200;
    onMessage = () => void (sent.length === 1 && interrupt());
    const runs = await runAllLive(await specs(60), features, { now, threads: 2, fresh: true });
    assert.ok(runs.length >= 1 && runs.length < 60, `${runs.length}`);
    assert.ok(runs.every(({ record }) => record.status === "done"));
  });

  test("a study that is interrupted is an error that says how far it came", async () => {
    const study = live("climb", async ({ onProgress, signal }) => {
      onProgress({ done: 3, total: 8, diverged: 1 });
      interrupt();
      signal.throwIfAborted();
    });
    await assert.rejects(study, (error: Error) => {
      assert.equal(error.name, "Interrupted");
      assert.match(error.message, /^climb: stopped at 3 of 8 runs, 1 diverged; run the cell again/);
      return true;
    });
    assert.deepEqual(sent.map(text), ["climb: stopped at 3 of 8 runs, 1 diverged"]);
    assert.equal(listeners.size, 0);
  });

  test("work that gives what it has when interrupted returns it; work that fails says where", async () => {
    const has = await live("sweep", async ({ onProgress, signal }) => {
      onProgress({ done: 1, total: 2 });
      interrupt();
      return signal.aborted;
    });
    assert.equal(has, true);
    const fails = live("climb", async ({ onProgress }) => {
      onProgress({ done: 1, total: 2 });
      throw new Error("no disk\nleft");
    });
    await assert.rejects(fails, /^Error: no disk\nleft$/);
    assert.deepEqual(sent.map(text), [
      "sweep: stopped at 1 of 2 runs",
      "climb: failed at 1 of 2 runs: no disk left",
    ]);
  });

  test("a run inside a study is an output of its own, and one interrupt stops both", async () => {
    tick = 10;
    onMessage = () => void (sent.length === 3 && interrupt());
    const long = await runSpec(features, { ...choices, epochs: 4000 });
    const status = await live(
      "outer",
      async () => (await trainLive(long, features, { now, chart: false })).record.status,
    );
    assert.equal(status, "interrupted");
    assert.equal(new Set(sent.map(({ id }) => id)).size, 2);
    assert.equal(text(sent.at(-1)!), "outer: stopped at 0 runs");
    assert.equal(listeners.size, 0);
  });
});
