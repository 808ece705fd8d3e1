import { basename } from "node:path";
import { InputError } from "../../errors";
import type { Cell, Notebook } from "../nbformat";
import { cellsHash } from "../provenance/hashes";
import { unexecuted } from "../unexecuted";
import type { Copy } from "./copies";

/** What a copy's metadata say of it. */
export interface CopyMark {
  readonly copy: Copy | "proof";
  /** The notebook it was made from, and the {@link cellsHash} of that. */
  readonly source: { readonly notebook: string; readonly hash: string };
  /** {@link cellsHash} of the copy as it was made: another one tells that somebody has worked in it. */
  readonly cells: string;
}

/** The key of a copy's mark in its notebook's metadata. */
const MARK = "lr-lab-workshop";

/** A notebook of these cells without outputs, which says what it was made from. */
export function marked(
  source: Notebook,
  path: string,
  copy: CopyMark["copy"],
  cells: readonly Cell[],
): Notebook {
  const from = { notebook: basename(path), hash: cellsHash(source.cells) };
  return withMark({ ...source, cells: unexecuted(cells) }, { copy, source: from });
}

/** A copy with its mark, whose hash is of the cells as they are now. */
export function withMark(notebook: Notebook, given: Omit<CopyMark, "cells">): Notebook {
  const mark: CopyMark = { copy: given.copy, source: given.source, cells: cellsHash(notebook.cells) };
  return { ...notebook, metadata: { ...notebook.metadata, [MARK]: mark } };
}

/** What a notebook's metadata say of it as a copy; undefined for a notebook that is none. */
export function markOf(notebook: Notebook): CopyMark | undefined {
  const mark = notebook.metadata[MARK] as Partial<CopyMark> | undefined;
  const texts = [mark?.copy, mark?.cells, mark?.source?.notebook];
  return texts.every((text) => typeof text === "string") ? (mark as CopyMark) : undefined;
}

/** @throws InputError for a notebook that is itself a copy */
export function refuseCopy(notebook: Notebook, path: string): void {
  const mark = markOf(notebook);
  if (!mark) return;
  throw new InputError(`${path}: is itself the ${mark.copy} copy of ${mark.source.notebook}; name that one`);
}
