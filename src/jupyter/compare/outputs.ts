import type { CodeCell } from "../nbformat";
import { normaliseOutputs, type NormalOutput } from "../provenance/normalise";
import type { Difference } from "./difference";
import { jsonChanges, type JsonChange } from "./json-changes";
import { textChanges } from "./text-changes";

/** Of several forms of one output, the one that is read first. */
const READ_FIRST = ["text/markdown", "text/plain"];
/** A text in a JSON document that is longer is shown only where it changed. */
const LONG_TEXT = 60;

/** Where the outputs of a cell differ, pictures and what changes from run to run left out. */
export function compareOutputs(a: CodeCell, b: CodeCell): Difference[] {
  const [ours, theirs] = [normaliseOutputs(a.outputs), normaliseOutputs(b.outputs)];
  const common = Math.min(ours.length, theirs.length);
  const differences = ours.slice(0, common).flatMap((output, i) => compareOne(output, theirs[i], i + 1));
  if (ours.length !== theirs.length) {
    const counted = { what: "output", where: "number of outputs", a: ours.length, b: theirs.length } as const;
    const rest = [...ours.slice(common), ...theirs.slice(common)].map(words);
    const sign = ours.length > theirs.length ? "-" : "+";
    differences.push({ ...counted, lines: rest.map((line) => `${sign} ${line}`) });
  }
  return differences.map((difference) => ({ ...difference, cell: a.id }));
}

function compareOne(a: NormalOutput, b: NormalOutput, number: number): Difference[] {
  const where = `output ${number}`;
  if (a.kind === "display" && b.kind === "display") return compareBundles(a.data, b.data, where);
  if (a.kind === "stream" && b.kind === "stream" && a.name === b.name) {
    return text(a.text, b.text, `${where} ${a.name}`);
  }
  if (a.kind === "error" && b.kind === "error") {
    const message = text(`${a.ename}: ${a.evalue}`, `${b.ename}: ${b.evalue}`, `${where} error`);
    return message.length > 0 ? message : text(a.traceback, b.traceback, `${where} traceback`);
  }
  return [{ what: "output", where, a: words(a), b: words(b) }];
}

/** A difference of the form that is read first is shown; that the others differ too is said in one line. */
function compareBundles(a: Record<string, unknown>, b: Record<string, unknown>, where: string): Difference[] {
  const rank = (mime: string): number =>
    READ_FIRST.includes(mime) ? READ_FIRST.indexOf(mime) : READ_FIRST.length;
  const mimes = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort((x, y) => rank(x) - rank(y));
  const differences: Difference[] = [];
  let shown = false;
  for (const mime of mimes) {
    const [one, other] = [a[mime], b[mime]];
    const place = `${where} ${mime}`;
    if (typeof one !== "string" || typeof other !== "string") {
      differences.push(...jsonChanges(one, other).map((change) => jsonDifference(change, place)));
    } else if (one !== other) {
      differences.push(
        shown ? { what: "output", where: place, a: one, b: other, lines: [] } : text(one, other, place)[0],
      );
      shown = true;
    }
  }
  return differences;
}

function jsonDifference({ path, a, b }: JsonChange, place: string): Difference {
  const where = path === "$" ? place : `${place} ${path}`;
  const isLong = typeof a === "string" && typeof b === "string" && Math.max(a.length, b.length) > LONG_TEXT;
  return { what: "output", where, a, b, ...(isLong ? { lines: textChanges(a, b) } : {}) };
}

function text(a: string, b: string, where: string): Difference[] {
  return a === b ? [] : [{ what: "output", where, a, b, lines: textChanges(a, b) }];
}

function words(output: NormalOutput): string {
  if (output.kind === "stream") return output.name;
  return output.kind === "error"
    ? `error ${output.ename}`
    : `display of ${Object.keys(output.data).join(", ")}`;
}
