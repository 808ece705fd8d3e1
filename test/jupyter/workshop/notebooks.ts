import type { Cell, Notebook } from "../../../src/jupyter";

/** A cell in short: an id, its tags, its source. Markdown where it begins with `#`. */
export function cell(id: string, tags: string, source: string): Cell {
  const base = { id, metadata: tags === "" ? {} : { tags: tags.split(" ") }, source };
  if (source.startsWith("#")) return { ...base, cell_type: "markdown" };
  return {
    ...base,
    cell_type: "code",
    execution_count: 3,
    outputs: [{ output_type: "stream", name: "stdout", text: "old" }],
  };
}

export function notebook(...cells: Cell[]): Notebook {
  return { cells, metadata: { kernelspec: { name: "tslab" } }, nbformat: 4, nbformat_minor: 5 };
}

export const CHECKS = `check("Twice", [{ says: "it is twice the start", holds: () => mine === 2 * start, hint: "compare it" }]);`;

/** A whole source: prose, one exercise with everything, one whose solution later cells need. */
export function source(): Notebook {
  return notebook(
    cell("title", "", "# Title"),
    cell("imports", "", `import { check } from "lr-lab";`),
    cell("set", "parameters", `const data = "../data/messages.csv"; // messages\nconst start = 0.5;`),
    cell("guess", "predict", "# Guess"),
    cell("task", "exercise", "# Double it"),
    cell("twice", "exercise", "const mine = start;"),
    cell("twice-solution", "solution", "const mine = 2 * start;"),
    cell("twice-check", "check", CHECKS),
    cell("twice-notes", "notes", "# Usual wrong guess"),
    cell("rates", "exercise", "const { low, list: [high] } = { low: 1, list: [1] };"),
    cell("rates-solution", "solution keep", "const { low, list: [high] } = { low: 1, list: [2] };"),
    cell(
      "rates-check",
      "check",
      `check("Apart", [{ says: "high is above low", holds: () => high > low, hint: "raise it" }]);`,
    ),
    cell("use", "", "const gap = high - low;\ngap;"),
  );
}
