import { createRequire } from "node:module";
import { randomUUID } from "node:crypto";
import type { MimeBundle } from "../../../notebook";
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
  const version = (name: string) =>
    (createRequire(require.resolve("tslab"))(`${name}/package.json`) as { version: string }).version;
  return {
    display: displayOf(output),
    newDisplay: () => displayOf(output, randomUUID()),
    get versions() {
      return {
        tslab: version("tslab"),
        typescript: version("@tslab/typescript-for-tslab"),
        node: process.version,
      };
    },
  };
}

function displayOf(output: CellOutput, id?: string): Record<string, unknown> {
  let shown = false;
  const raw = (type: string, content: unknown) => {
    const data: MimeBundle = {
      [type]: content instanceof Uint8Array ? Buffer.from(content).toString("base64") : content,
    };
    output.display({ data, metadata: {}, transient: id === undefined ? {} : { display_id: id } }, shown);
    shown = id !== undefined;
  };
  const methods = Object.entries(KINDS).map(([name, type]) => [
    name,
    (content: unknown) => raw(type, content),
  ]);
  return { ...(Object.fromEntries(methods) as object), raw };
}
