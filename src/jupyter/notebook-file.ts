import { readFileSync } from "node:fs";
import { InputError } from "../errors";
import type { Cell, MimeBundle, Notebook, Output } from "./nbformat";
import { writeText } from "./write-text";

type Json = Record<string, unknown>;

/**
 * Reads a notebook of nbformat 4: multi-line strings kept as arrays are joined, missing cell ids (before 4.5)
 * become `cell-1`, `cell-2`, ...; keys that lr-lab does not know are kept.
 *
 * @throws InputError naming the file and the cell: no such file, unreadable JSON, another nbformat version,
 *   or a cell or output of the wrong shape.
 * @example const notebook = readNotebook("notebooks/01-baseline.ipynb");
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */
export function readNotebook(path: string): Notebook {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") throw new InputError(`${path}: no such file`);
    if (code === "EISDIR") throw new InputError(`${path}: a folder, not a notebook`);
    throw new InputError(`${path}: cannot be read (${(error as Error).message})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(`${path}: not a notebook, its JSON is unreadable (${(error as Error).message})`);
  }
  return parseNotebook(json, path);
}

/** {@link readNotebook} for JSON already in memory; `path` is used in messages only. */
export function parseNotebook(json: unknown, path: string): Notebook {
  if (!isObject(json) || typeof json.nbformat !== "number") {
    throw new InputError(`${path}: not a notebook, it has no "nbformat" number`);
  }
  if (json.nbformat !== 4) {
    throw new InputError(
      `${path}: nbformat ${json.nbformat} is not supported, only 4; convert it with ` +
        "`jupyter nbconvert --to notebook --nbformat 4`",
    );
  }
  if (!Array.isArray(json.cells)) throw new InputError(`${path}: not a notebook, "cells" is not an array`);
  if (json.metadata !== undefined && !isObject(json.metadata)) {
    throw new InputError(`${path}: "metadata" is not an object`);
  }
  const minor = typeof json.nbformat_minor === "number" ? json.nbformat_minor : 0;
  return {
    ...json,
    cells: json.cells.map((cell, index) => parseCell(cell, index, `${path}: cell ${index + 1}`)),
    metadata: json.metadata ?? {},
    nbformat: 4,
    nbformat_minor: Math.max(minor, 5),
  };
}

function parseCell(cell: unknown, index: number, where: string): Cell {
  if (!isObject(cell)) throw new InputError(`${where} is not an object`);
  const source = joined(cell.source);
  if (source === undefined) throw new InputError(`${where}: "source" is neither text nor an array of lines`);
  if (cell.metadata !== undefined && !isObject(cell.metadata)) {
    throw new InputError(`${where}: "metadata" is not an object`);
  }
  const metadata: Json = cell.metadata ?? {};
  const tags = metadata.tags;
  if (tags !== undefined && !(Array.isArray(tags) && tags.every((tag) => typeof tag === "string"))) {
    throw new InputError(`${where}: "metadata.tags" is not an array of strings`);
  }
  const id = typeof cell.id === "string" && cell.id !== "" ? cell.id : `cell-${index + 1}`;
  const base = { ...cell, id, metadata: metadata as Cell["metadata"], source };
  switch (cell.cell_type) {
    case "markdown":
    case "raw":
      return { ...base, cell_type: cell.cell_type };
    case "code": {
      const outputs = cell.outputs ?? [];
      if (!Array.isArray(outputs)) throw new InputError(`${where}: "outputs" is not an array`);
      return {
        ...base,
        cell_type: "code",
        execution_count: typeof cell.execution_count === "number" ? cell.execution_count : null,
        outputs: outputs.map((output, i) => parseOutput(output, `${where}: output ${i + 1}`)),
      };
    }
    default:
      throw new InputError(
        `${where}: "cell_type" is ${JSON.stringify(cell.cell_type)}, not code, markdown or raw`,
      );
  }
}

function parseOutput(output: unknown, where: string): Output {
  if (!isObject(output)) throw new InputError(`${where} is not an object`);
  switch (output.output_type) {
    case "stream": {
      const text = joined(output.text);
      if (text === undefined) throw new InputError(`${where}: "text" is neither text nor an array of lines`);
      return { output_type: "stream", name: output.name === "stderr" ? "stderr" : "stdout", text };
    }
    case "display_data":
    case "execute_result": {
      if (!isObject(output.data)) throw new InputError(`${where}: "data" is not an object`);
      const data: MimeBundle = {};
      for (const [mime, value] of Object.entries(output.data)) {
        data[mime] = isJsonMime(mime) ? value : (joined(value) ?? value);
      }
      const metadata = isObject(output.metadata) ? output.metadata : {};
      if (output.output_type === "display_data") return { output_type: "display_data", data, metadata };
      const count = typeof output.execution_count === "number" ? output.execution_count : null;
      return { output_type: "execute_result", execution_count: count, data, metadata };
    }
    case "error":
      return {
        output_type: "error",
        ename: String(output.ename ?? "Error"),
        evalue: String(output.evalue ?? ""),
        traceback: Array.isArray(output.traceback) ? output.traceback.map(String) : [],
      };
    default:
      throw new InputError(`${where}: "output_type" is ${JSON.stringify(output.output_type)}`);
  }
}

/**
 * Writes a notebook as Jupyter does: keys sorted, one space of indent, multi-line strings as arrays of lines,
 * a newline at the end.
 *
 * @throws WorkError when the file cannot be written.
 * @example writeNotebook("reports/01-baseline.ipynb", run.notebook);
 */
export function writeNotebook(path: string, notebook: Notebook): void {
  writeText(path, formatNotebook(notebook));
}

/** The text that {@link writeNotebook} writes. */
export function formatNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) => {
    if (cell.cell_type !== "code") return { ...cell, source: lines(cell.source) };
    return { ...cell, source: lines(cell.source), outputs: cell.outputs.map(splitOutput) };
  });
  return JSON.stringify(sorted({ ...notebook, cells }), null, 1) + "\n";
}

function splitOutput(output: Output): Json {
  if (output.output_type === "stream") return { ...output, text: lines(output.text) };
  if (output.output_type === "error") return { ...output };
  const data: MimeBundle = {};
  for (const [mime, value] of Object.entries(output.data)) {
    data[mime] = typeof value === "string" && isTextMime(mime) ? lines(value) : value;
  }
  return { ...output, data };
}

/** nbformat splits these into lines; pictures in base64 stay one string. */
function isTextMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";
}

function isJsonMime(mime: string): boolean {
  return mime === "application/json" || (mime.startsWith("application/") && mime.endsWith("+json"));
}

function lines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function joined(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((line) => typeof line === "string")) return value.join("");
  return undefined;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
