import type { Cell, Notebook } from "../nbformat";
import { provenanceOf } from "../provenance/provenance";
import { isTagged } from "../tags";
import type { Difference } from "./difference";
import { compareOutputs } from "./outputs";
import { textChanges } from "./text-changes";

/**
 * In what two executed notebooks differ: how far their runs came, parameters, versions, cells, sources, tags and
 * outputs. Cells are matched by id. Pictures, execution counts, durations and random ids are no difference.
 *
 * @returns nothing for two runs of the same notebook that found the same
 * @example compareNotebooks(readNotebook("a/01-baseline.ipynb"), readNotebook("b/01-baseline.ipynb"))
 */
export function compareNotebooks(a: Notebook, b: Notebook): Difference[] {
  return [...compareRuns(a, b), ...compareCells(written(a), written(b))];
}

/** The cells without injected parameters, which the parameters tell. */
function written({ cells }: Notebook): Cell[] {
  return cells.filter((cell) => !isTagged(cell, "injected-parameters"));
}

function compareRuns(a: Notebook, b: Notebook): Difference[] {
  const [one, other] = [provenanceOf(a), provenanceOf(b)];
  if (!one || !other) {
    const say = (found: unknown): string => (found ? "run by lr-lab" : "no record of a run");
    return one === other ? [] : [{ what: "run", where: "record", a: say(one), b: say(other) }];
  }
  const state = ({ run }: typeof one): string => `${run.state}, ${run.done} of ${run.cells} cells`;
  return [
    ...(state(one) === state(other)
      ? []
      : [{ what: "run", where: "state", a: state(one), b: state(other) } as const]),
    ...compareEntries("parameter", one.parameters, other.parameters),
    ...compareEntries("version", one.versions, other.versions),
  ];
}

function compareEntries(
  what: "parameter" | "version",
  a: Record<string, unknown>,
  b: Record<string, unknown>,
): Difference[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return names
    .filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]))
    .map((name) => ({ what, where: name, a: a[name], b: b[name] }));
}

function compareCells(a: readonly Cell[], b: readonly Cell[]): Difference[] {
  const theirs = new Map(b.map((cell) => [cell.id, cell]));
  const ours = new Set(a.map(({ id }) => id));
  const only = (cells: readonly Cell[], side: "a" | "b"): Difference[] =>
    cells.map(({ id, cell_type }) => {
      const there = `a ${cell_type} cell`;
      const values = side === "a" ? { a: there, b: undefined } : { a: undefined, b: there };
      return { what: "cell", cell: id, where: "one side only", ...values };
    });
  const order = (cells: readonly Cell[]): string[] =>
    cells.map(({ id }) => id).filter((id) => ours.has(id) && theirs.has(id));
  const [first, second] = [order(a), order(b)];
  const moved = first.findIndex((id, i) => id !== second[i]);
  return [
    ...only(
      a.filter(({ id }) => !theirs.has(id)),
      "a",
    ),
    ...only(
      b.filter(({ id }) => !ours.has(id)),
      "b",
    ),
    ...(moved < 0 ? [] : [{ what: "cell", where: "order", a: first[moved], b: second[moved] } as const]),
    ...a.flatMap((cell) => {
      const other = theirs.get(cell.id);
      return other ? compareCell(cell, other) : [];
    }),
  ];
}

function compareCell(a: Cell, b: Cell): Difference[] {
  const differences: Difference[] = [];
  const differ = (what: "source" | "tags" | "cell", where: string, one: string, other: string): void => {
    if (one === other) return;
    const lines = what === "source" ? { lines: textChanges(one, other) } : {};
    differences.push({ what, cell: a.id, where, a: one, b: other, ...lines });
  };
  differ("cell", "type", a.cell_type, b.cell_type);
  differ("source", "source", a.source, b.source);
  differ("tags", "tags", tagWords(a), tagWords(b));
  if (a.cell_type === "code" && b.cell_type === "code") differences.push(...compareOutputs(a, b));
  return differences;
}

function tagWords({ metadata }: Cell): string {
  return (metadata.tags ?? []).join(", ");
}
