import { stripVTControlCharacters } from "node:util";
import { chartFigure, pictureOf } from "./chart";
import type { MarkdownRenderer } from "./markdown";
import { sanitizeHtml } from "./sanitize";
import { terminalHtml } from "./terminal";
import { escapeHtml, terminalText } from "./text";
import type { MimeBundle, Output } from "../nbformat";

const VEGA_LITE = /^application\/vnd\.vegalite\.v[1-5](\.\d+)*\+json$/;

/** How a cell's outputs are shown. */
export interface OutputOptions {
  /** Whether headings belong into the page's table of contents. */
  readonly listed?: boolean;
  /** Whether the cell was meant to fail. */
  readonly expected?: boolean;
}

/** One output of a cell as HTML. */
export function outputHtml(output: Output, markdown: MarkdownRenderer, options: OutputOptions = {}): string {
  switch (output.output_type) {
    case "stream":
      return output.text.trim() === ""
        ? ""
        : `<pre class="output ${output.name === "stderr" ? "stderr" : "stdout"}">${terminalHtml(output.text)}</pre>`;
    case "error":
      return errorHtml(output, options.expected === true);
    default:
      return bundleHtml(output.data, markdown, options);
  }
}

type CellFailure = Extract<Output, { output_type: "error" }>;

/** Name and message, then the traceback without a beginning that says the same. */
function errorHtml({ ename, evalue, traceback }: CellFailure, expected: boolean): string {
  const said = `${ename}: ${evalue}`;
  const lines = traceback.join("\n").split("\n");
  const repeats = stripVTControlCharacters(lines.join("\n")).startsWith(said);
  const rest = terminalHtml(lines.slice(repeats ? said.split("\n").length : 0).join("\n"));
  return (
    `<div class="output error"${expected ? "" : ' role="alert"'}>` +
    `<p>${expected ? `<span class="mark">Meant to fail</span> ` : ""}` +
    `<strong>${terminalText(ename)}</strong>: ${terminalText(evalue)}</p>` +
    `${rest.trim() === "" ? "" : `<pre>${rest}</pre>`}</div>`
  );
}

/** The richest form of a bundle that the page can draw. */
function bundleHtml(data: MimeBundle, markdown: MarkdownRenderer, { listed }: OutputOptions): string {
  const vegaLite = Object.keys(data).find((type) => VEGA_LITE.test(type));
  const spec = vegaLite === undefined ? undefined : data[vegaLite];
  if (typeof spec === "object" && spec !== null)
    return `<div class="output">${chartFigure(spec as Record<string, unknown>, data)}</div>`;
  if (typeof data["text/html"] === "string")
    return `<div class="output html">${sanitizeHtml(data["text/html"])}</div>`;
  if (typeof data["text/markdown"] === "string")
    return `<div class="output">${markdown.render(data["text/markdown"], { listed })}</div>`;
  if (typeof data["text/latex"] === "string")
    return `<div class="output">${markdown.render(data["text/latex"], { listed })}</div>`;
  const text = typeof data["text/plain"] === "string" ? data["text/plain"] : "";
  const picture = pictureOf(data, escapeHtml(text || "Picture"));
  if (picture !== "") return `<div class="output">${picture}</div>`;
  if (data["application/json"] !== undefined) {
    return `<pre class="output">${escapeHtml(JSON.stringify(data["application/json"], null, 2))}</pre>`;
  }
  return text === "" ? "" : `<pre class="output">${terminalHtml(text)}</pre>`;
}
