import { basename } from "node:path";
import { Help, type Command } from "commander";
import { typeWords } from "../jupyter";
import { wrap } from "./findings-table";
import { printable } from "./progress";
import { readNotebooks, type PlannedNotebook } from "./run-plan";

/** Where a comment stands below its parameter, when there is no room beside it. */
const INDENT = "      ";
const NARROWEST_COMMENT = 32;

/** The help of `lr-lab run`; where notebooks are named, their parameters instead. */
export class RunHelp extends Help {
  override formatHelp(command: Command, helper: Help): string {
    const paths = command.args.filter((arg) => !arg.startsWith("-"));
    if (paths.length === 0) return super.formatHelp(command, helper);
    return notebooksHelp(readNotebooks(paths), helper.helpWidth ?? 80);
  }
}

/** What can be set in each notebook: name, type, default, and what its comment says. */
export function notebooksHelp(notebooks: readonly PlannedNotebook[], width: number): string {
  const sections = notebooks.map(({ path, title, parameters }) => {
    const name = basename(path);
    const head = printable(title === basename(path, ".ipynb") ? name : `${name}: ${title}`);
    if (parameters.length === 0) return `${head}\n  no parameters`;
    const rows = parameters.map((p) =>
      [p.name, typeWords(p), JSON.stringify(p.default), p.comment ?? ""].map(printable),
    );
    return [head, ...columns(rows, width)].join("\n");
  });
  return (
    `${sections.join("\n\n")}\n\n` +
    "Set them with -p name=value, or in a JSON object by name with -f params.json.\n" +
    "`lr-lab run --help` lists the options.\n"
  );
}

/** Aligned columns; comments go below their parameter where they would get too narrow. */
function columns(rows: readonly (readonly string[])[], width: number): string[] {
  const widths = [0, 1, 2].map((i) => Math.max(...rows.map((row) => row[i].length)));
  const before = 2 + widths.reduce((sum, w) => sum + w + 2, 0);
  const beside = width - before >= NARROWEST_COMMENT;
  return rows.flatMap((row) => {
    const cells = row.slice(0, 3).map((cell, i) => cell.padEnd(widths[i]));
    const line = `  ${cells.join("  ")}`;
    if (row[3] === "") return [line.trimEnd()];
    const comment = wrap(row[3], beside ? width - before : width - INDENT.length);
    if (!beside) return [line.trimEnd(), ...comment.map((text) => INDENT + text)];
    return comment.map((text, i) => (i === 0 ? `${line}  ${text}` : " ".repeat(before) + text));
  });
}
