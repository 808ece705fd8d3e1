import { checksOf } from "../checks";
import type { Cell, CodeCell, Notebook } from "../nbformat";
import { hasTag } from "../tags";
import { marked } from "./mark";
import { exercisesOf } from "./exercises";

/** What a check said when its cell ran: a cell that displays no check did not run to its end. */
export type Answer = "passed" | "not yet" | "nothing";

/** Whether an exercise does what an exercise is for. */
export interface ExerciseProof {
  /** Ids of the exercise's cell and of its check. */
  readonly exercise: string;
  readonly check: string;
  /** As the check's box has it; its id where no box was shown. */
  readonly title: string;
  /** What the check says of the starting point, and of the solution. */
  readonly before: Answer;
  readonly after: Answer;
  /** Not yet before, passed after. */
  readonly proven: boolean;
}

/**
 * The notebook by which exercises are proven: the source with every check also right after its exercise. Run once,
 * from top to bottom, it asks each check twice: of the starting point, as in the learner's copy, and of the
 * solution, as in the instructor's, all of whose cells it has in their order.
 *
 * @throws InputError where tags do not pair ({@link exercisesOf}), or the notebook is itself a copy
 * @example
 * writeNotebook(file, proofCopy(readNotebook(source), source));
 * proofsOf((await runNotebook(file)).notebook, file).every(({ proven }) => proven);
 */
export function proofCopy(notebook: Notebook, path: string): Notebook {
  const cells = [...notebook.cells];
  for (const { exercise, check } of exercisesOf(notebook, path).reverse()) {
    const asked = notebook.cells[check];
    cells.splice(exercise + 1, 0, { ...asked, id: before(asked), metadata: {} });
  }
  return marked(notebook, path, "proof", cells);
}

/** What the checks of an executed {@link proofCopy} said. */
export function proofsOf(executed: Notebook): ExerciseProof[] {
  const { cells } = executed;
  return cells.flatMap((cell): ExerciseProof[] => {
    if (cell.cell_type !== "code" || !hasTag(cell, "check")) return [];
    const first = cells.findIndex(({ id }) => id === before(cell));
    const asked = first < 1 ? undefined : answerOf(cells[first] as CodeCell);
    const told = answerOf(cell);
    const proof = {
      exercise: cells[first - 1]?.id ?? "",
      check: cell.id,
      title: told.title ?? asked?.title ?? cell.id,
      before: asked?.answer ?? "nothing",
      after: told.answer,
    } as const;
    return [{ ...proof, proven: proof.before === "not yet" && proof.after === "passed" }];
  });
}

/** The id of the check that is asked of the starting point; ids have at most 64 characters. */
function before({ id }: Cell): string {
  return `${id.slice(0, 56)}-before`;
}

function answerOf(cell: CodeCell): { answer: Answer; title?: string } {
  const [found] = checksOf(cell);
  if (found === undefined) return { answer: "nothing" };
  return { answer: found.passed ? "passed" : "not yet", title: found.title };
}
