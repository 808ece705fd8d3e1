import { InputError } from "../errors";
import { specDifferences, type RunSpec, type SplitScore, type TrainedRun } from "../training";

/**
 * The same run on two engines: by how much their losses differ, how many validation messages end with another label,
 * and how their times compare. Markdown, computed from the runs; the times are those kept beside the records.
 *
 * @throws InputError when the runs differ in more than their engine
 * @example showMarkdown(sayEngines(run, await train(await runSpec(features, { ...choices, engine: "tfjs" }), features)));
 */
export function sayEngines(one: TrainedRun, other: TrainedRun): string {
  const [a, b] = [one.record, other.record];
  const others = specDifferences(a.spec, b.spec).filter((path) => !path.startsWith("engine"));
  if (others.length > 0) {
    throw new InputError(`sayEngines: the runs differ in ${others.join(" and ")}, not in their engine alone`);
  }
  if (a.id === b.id) {
    return `Both are one run on ${engineName(a.spec)}: this machine's WebAssembly lacks what the fused engine needs.`;
  }
  const labels = a.predictions.validation.filter((label, i) => label === b.predictions.validation[i]).length;
  return (
    `${differenceText(lossDifference(one, other))}, and ${labels} of ${a.predictions.validation.length} validation ` +
    `messages end with the same label. ${timesText(one, other)} Times are kept beside a run's record and not in it: ` +
    "they are all that may change when the same run is trained again."
  );
}

/**
 * By how much the losses of two runs differ: the largest difference of training or validation loss, in nats, at an
 * evaluation where both are finite.
 *
 * @example lossDifference(run, again) // 0: the same spec gives the same record
 */
export function lossDifference({ record: a }: TrainedRun, { record: b }: TrainedRun): number {
  const differences = a.evaluations.flatMap((found, i) =>
    (["train", "validation"] as const).map((split) =>
      Math.abs(found[split].loss - ((b.evaluations[i]?.[split] as SplitScore | undefined)?.loss ?? NaN)),
    ),
  );
  return differences.reduce((most, each) => (each > most ? each : most), 0);
}

function differenceText(nats: number): string {
  if (nats === 0) return "The two curves are **the same to the last digit**";
  return `The two curves differ by **at most ${Number(nats.toPrecision(1))} nats**`;
}

function timesText(one: TrainedRun, other: TrainedRun): string {
  const [fast, slow] = one.seconds <= other.seconds ? [one, other] : [other, one];
  const ratio = slow.seconds / fast.seconds;
  const times = ratio < 10 ? ratio.toFixed(1) : String(Math.round(ratio));
  return (
    `Here and now, ${engineName(fast.record.spec)} took ${seconds(fast)} s and ${engineName(slow.record.spec)} ` +
    `${seconds(slow)} s, **${times} times** as long.`
  );
}

function seconds(run: TrainedRun): number {
  return Number(run.seconds.toPrecision(2));
}

function engineName({ engine }: RunSpec): string {
  return engine.name === "fused" ? "the fused engine" : `TensorFlow.js (${engine.backend})`;
}
