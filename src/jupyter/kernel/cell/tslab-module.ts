import { randomUUID } from "node:crypto";
import { tslabVersion } from "../../tslab-package";
import type { CellOutput } from "./output";

const KINDS = {
  javascript: "text/javascript",
  html: "text/html",
  markdown: "text/markdown",
  latex: "text/latex",
  svg: "image/svg+xml",
  png: "image/png",
  jpeg: "image/jpeg",
  gif: "image/gif",
  pdf: "application/pdf",
  text: "text/plain",
} as const;

/** What `import ... from "tslab"` gives in a cell: tslab's public names, on this kernel's outputs. */
export function tslabModule(output: CellOutput): Record<string, unknown> {
  return {
    display: displayOf(output),
    newDisplay: () => displayOf(output, randomUUID()),
    get versions() {
      return {
        tslab: tslabVersion("tslab"),
        typescript: tslabVersion("@tslab/typescript-for-tslab"),
        node: process.version,
      };
    },
  };
}

function displayOf(output: CellOutput, id?: string): Record<string, unknown> {
  let shown = false;
  const raw = (type: string, content: unknown) => {
    const transient = id === undefined ? {} : { display_id: id };
    output.display({ data: { [type]: content }, metadata: {}, transient }, shown);
    shown = id !== undefined;
  };
  const methods = Object.entries(KINDS).map(([name, type]) => [
    name,
    (content: unknown) => raw(type, content),
  ]);
  return { ...(Object.fromEntries(methods) as object), raw };
}
