import { InputError } from "../../errors";
import type { CodeCell, Notebook } from "../nbformat";
import { declaredNames } from "../declared-names";
import { callsOf, usedNames } from "./cell-code";
import { refuseCopy } from "./mark";
import { roleOf, whereIs } from "./roles";

/** An exercise of a notebook: where its three cells are, and what they are about. */
export interface Exercise {
  /** Places among the notebook's cells. */
  readonly exercise: number;
  readonly solution: number;
  readonly check: number;
  /** The names that the starting point and the solution both declare. */
  readonly names: readonly string[];
}

/** A group of cells that is not complete yet. */
type Open = { exercise: number; solution?: number };

/**
 * The exercises of a source notebook: a cell tagged `exercise`, then `solution`, then `check`, with nothing but
 * Markdown between. The solution declares the names of the exercise and no others; the check makes one call of
 * `check` and looks at one of these names at least.
 *
 * @throws InputError naming file, cell and what to do, where the tags do not pair like that, and for a notebook
 *   that is itself a copy
 */
export function exercisesOf(notebook: Notebook, path: string): Exercise[] {
  refuseCopy(notebook, path);
  const { cells } = notebook;
  const found: Exercise[] = [];
  const at = (index: number) => whereIs(notebook, index, path);
  const id = (index: number) => cells[index].id;
  let open: Open | undefined;
  cells.forEach((cell, i) => {
    const role = roleOf(cell, at(i));
    if (cell.cell_type !== "code") {
      if (open && role === "exercise") throw unfinished(at(open.exercise), id(i), open);
      return;
    }
    switch (role) {
      case "exercise":
        if (open) throw unfinished(at(open.exercise), id(i), open);
        open = { exercise: i };
        break;
      case "solution":
        if (!open)
          throw new InputError(
            `${at(i)} is a solution and no exercise stands before it: add the exercise's starting point`,
          );
        if (open.solution !== undefined)
          throw new InputError(`${at(i)} is a second solution of ${id(open.exercise)}: leave one`);
        open.solution = i;
        break;
      case "check":
        if (!open)
          throw new InputError(
            `${at(i)} is a check and no exercise stands before it: every check needs an exercise of its own`,
          );
        if (open.solution === undefined)
          throw new InputError(
            `${at(open.exercise)} has no solution: add a cell tagged solution between it and its check ${id(i)}`,
          );
        found.push(paired(notebook, { exercise: open.exercise, solution: open.solution, check: i }, at));
        open = undefined;
        break;
      default:
        if (open)
          throw new InputError(
            `${at(i)} stands between the exercise ${id(open.exercise)} and its check: move it before the exercise or after the check`,
          );
    }
  });
  const left = open as Open | undefined;
  if (left) throw unfinished(at(left.exercise), undefined, left);
  return found;
}

function unfinished(where: string, next: string | undefined, { solution }: Open): InputError {
  const lacks = solution === undefined ? "no solution and no check" : "no check";
  const before = next === undefined ? "" : ` before the next exercise ${next} begins`;
  const missing =
    solution === undefined ? "a cell tagged solution and one tagged check" : "a cell tagged check";
  return new InputError(`${where} has ${lacks}${before}: add ${missing} after it`);
}

function paired(notebook: Notebook, cells: Omit<Exercise, "names">, at: (index: number) => string): Exercise {
  const sourceOf = (index: number) => (notebook.cells[index] as CodeCell).source;
  const names = declaredNames(sourceOf(cells.exercise));
  if (names.length === 0) {
    throw new InputError(
      `${at(cells.exercise)} declares nothing that a check could look at: let it declare a const`,
    );
  }
  const solved = declaredNames(sourceOf(cells.solution));
  const missing = names.filter((name) => !solved.includes(name));
  const more = solved.filter((name) => !names.includes(name));
  if (missing.length > 0 || more.length > 0) {
    const says = [
      ...(missing.length > 0 ? [`does not declare ${missing.join(", ")}`] : []),
      ...(more.length > 0 ? [`declares ${more.join(", ")} beyond it`] : []),
    ];
    throw new InputError(
      `${at(cells.solution)} ${says.join(" and ")}: a solution declares the names of its exercise, here ${names.join(", ")}`,
    );
  }
  const check = sourceOf(cells.check);
  const calls = callsOf(check, "check");
  if (calls !== 1) throw new InputError(`${at(cells.check)} calls check ${calls} times: write one call`);
  const used = usedNames(check);
  if (!names.some((name) => used.has(name))) {
    throw new InputError(
      `${at(cells.check)} looks at none of the names of its exercise: ${names.join(", ")}`,
    );
  }
  return { ...cells, names };
}
