import { InputError } from "../../errors";
import type { Notebook } from "../nbformat";
import { declaredNames } from "../declared-names";
import { hasTag } from "../tags";
import { usedNames } from "./cell-code";
import { exercisesOf } from "./exercises";
import { marked } from "./mark";
import { KEEP, roleOf, whereIs, type Role } from "./roles";

/** Who a copy of a notebook is for: those who learn, the one who leads, and those who only read. */
export type Copy = "learner" | "instructor" | "clean";

/** All kinds of copies. */
export const COPIES: readonly Copy[] = ["learner", "instructor", "clean"];

/** What each copy leaves out. The clean one has the solutions tagged `keep`. */
const LEAVES_OUT: Record<Copy, readonly Role[]> = {
  learner: ["solution", "notes"],
  instructor: [],
  clean: ["predict", "exercise", "solution", "check", "notes"],
};

/**
 * A copy of a source notebook, without outputs; cells keep their ids. The learner's is without solutions and
 * notes. The instructor's has each solution in the place of its exercise's starting point. The clean one is the
 * story alone, with those solutions whose names it needs.
 *
 * @param path in messages, and by its last part in the metadata
 * @throws InputError where tags do not pair ({@link exercisesOf}), where the notebook is itself a copy, and where
 *   the clean copy would use a name that only a cell left out declares
 */
export function workshopCopy(notebook: Notebook, path: string, copy: Copy): Notebook {
  const exercises = exercisesOf(notebook, path);
  const starts = new Set(exercises.map(({ exercise }) => exercise));
  const kept = notebook.cells.map((cell, i): boolean => {
    if (copy === "instructor") return !starts.has(i);
    const role = roleOf(cell, whereIs(notebook, i, path));
    if (copy === "clean" && role === "solution" && hasTag(cell, KEEP)) return true;
    return role === undefined || !LEAVES_OUT[copy].includes(role);
  });
  refuseMissingNames(notebook, path, kept, copy);
  return marked(
    notebook,
    path,
    copy,
    notebook.cells.filter((_, i) => kept[i]),
  );
}

/** Names that only cells left out declare must not be used in the copy. */
function refuseMissingNames(notebook: Notebook, path: string, kept: readonly boolean[], copy: Copy): void {
  const gone = new Map<string, number>();
  const there = new Set<string>();
  notebook.cells.forEach((cell, i) => {
    if (cell.cell_type !== "code") return;
    const { source } = cell;
    if (!kept[i]) {
      for (const name of declaredNames(source)) if (!there.has(name) && !gone.has(name)) gone.set(name, i);
      return;
    }
    for (const name of usedNames(source)) {
      const where = gone.get(name);
      if (where === undefined) continue;
      throw new InputError(
        `${whereIs(notebook, i, path)} uses ${name}, and the ${copy} copy is without ${notebook.cells[where].id}, which declares it: ` +
          `tag the solution of that exercise "${KEEP}", or declare ${name} elsewhere`,
      );
    }
    for (const name of declaredNames(source)) {
      gone.delete(name);
      there.add(name);
    }
  });
}
