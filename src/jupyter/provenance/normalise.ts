import type { MimeBundle, Output } from "../nbformat";

/** An output as two runs of the same notebook must give it again. */
export type NormalOutput =
  | { kind: "stream"; name: "stdout" | "stderr"; text: string }
  | { kind: "error"; ename: string; evalue: string; traceback: string }
  | { kind: "display"; data: MimeBundle };

const PICTURE = /^image\//;
/** What no run can give again, and what stands in its place. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  // Random names: of displays, of elements in a page.
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b/gi, "<uuid>"],
  // A rate per second, and a ratio of two durations.
  [/\b\d[\d,]*(\.\d+)?( [a-z]+)?\/s\b/g, "<rate>/s"],
  [/\b\d[\d,]*(\.\d+)?( times)?(\**) (as (long|fast)|faster|slower)\b/g, "<ratio>$2$3 $4"],
  // Durations.
  [/\b\d[\d,]*(\.\d+)?( |\u00a0)?(ms|s|min|seconds?|minutes?)\b(?!\/)/g, "<time> $3"],
];

/**
 * Outputs without what may change from run to run: pictures (front ends add and rewrite them), execution counts,
 * durations and rates in words, random ids. Stream text of one name in a row is joined, as it comes in pieces.
 */
export function normaliseOutputs(outputs: readonly Output[]): NormalOutput[] {
  const normal: NormalOutput[] = [];
  for (const output of outputs) {
    const last = normal.at(-1);
    if (output.output_type === "stream" && last?.kind === "stream" && last.name === output.name) {
      last.text += output.text;
    } else normal.push(normalOutput(output));
  }
  for (const output of normal) if (output.kind === "stream") output.text = steady(lastDrawn(output.text));
  return normal;
}

function normalOutput(output: Output): NormalOutput {
  switch (output.output_type) {
    case "stream":
      return { kind: "stream", name: output.name, text: output.text };
    case "error": {
      const { ename, evalue, traceback } = output;
      return { kind: "error", ename, evalue: steady(evalue), traceback: steady(traceback.join("\n")) };
    }
    default: {
      const parts = Object.entries(output.data).filter(([mime]) => !PICTURE.test(mime));
      return { kind: "display", data: Object.fromEntries(parts.map(([mime, v]) => [mime, steadyValue(v)])) };
    }
  }
}

function steadyValue(value: unknown): unknown {
  if (typeof value === "string") return steady(value);
  if (Array.isArray(value)) return value.map(steadyValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, steadyValue(part)]));
}

function steady(text: string): string {
  return VOLATILE.reduce((before, [pattern, instead]) => before.replace(pattern, instead), text);
}

/** Of a line that was drawn again after each carriage return, what stands there at the end. */
function lastDrawn(text: string): string {
  return text.replace(/\r\n/g, "\n").replace(/^.*\r(?=.)/gm, "");
}
