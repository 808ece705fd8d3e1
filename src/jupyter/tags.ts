import type { Cell } from "./nbformat";

/**
 * What a code cell's tags ask of whoever runs it: `parameters` and `injected-parameters` hold what can be set,
 * `raises-exception` may fail without ending the run, `skip-execution` is not run.
 *
 * @see https://nbclient.readthedocs.io/en/latest/client.html
 */
export type CellTag = "parameters" | "injected-parameters" | "raises-exception" | "skip-execution";

/** Whether a code cell has a tag. */
export function isTagged(cell: Cell, tag: CellTag): boolean {
  return cell.cell_type === "code" && hasTag(cell, tag);
}

/** Whether a cell of any kind has a tag. */
export function hasTag({ metadata }: Cell, tag: string): boolean {
  return metadata.tags?.includes(tag) === true;
}
