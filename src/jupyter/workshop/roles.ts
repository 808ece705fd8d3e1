import { InputError } from "../../errors";
import type { Cell, Notebook } from "../nbformat";

/** What a cell's tag makes of it in a workshop; a cell without such a tag is in every copy. */
export type Role = "predict" | "exercise" | "solution" | "check" | "notes";

/** Which kinds of cells may have a role. The words that set an exercise are Markdown, its starting point is code. */
const KINDS: Record<Role, readonly Cell["cell_type"][]> = {
  predict: ["markdown"],
  exercise: ["markdown", "code"],
  solution: ["code"],
  check: ["code"],
  notes: ["markdown"],
};

/** A tag beside `solution`: cells of the clean copy need its names. */
export const KEEP = "keep";

/**
 * The role of a cell.
 *
 * @throws InputError for two roles, for a role that cells of this kind cannot have, and for `keep` without `solution`
 */
export function roleOf(cell: Cell, where: string): Role | undefined {
  const tags = cell.metadata.tags ?? [];
  const roles = tags.filter((tag): tag is Role => tag in KINDS);
  if (roles.length > 1) {
    throw new InputError(`${where} is tagged ${roles.join(" and ")}: leave it one of these tags`);
  }
  const role: Role | undefined = roles[0];
  if (role !== undefined && !KINDS[role].includes(cell.cell_type)) {
    throw new InputError(
      `${where} is tagged ${role} and is a ${cell.cell_type} cell: make it ${KINDS[role].join(" or ")}, or remove the tag`,
    );
  }
  if (tags.includes(KEEP) && role !== "solution") {
    throw new InputError(`${where} is tagged ${KEEP}, which only a solution can be: remove the tag`);
  }
  return role;
}

/** How messages name a cell: file, number and id. */
export function whereIs(notebook: Notebook, index: number, path: string): string {
  return `${path}: cell ${index + 1} (${notebook.cells[index].id})`;
}
