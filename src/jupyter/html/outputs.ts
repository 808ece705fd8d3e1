import { chartFigure, pictureOf } from "./chart";
import type { MarkdownRenderer } from "./markdown";
import { sanitizeHtml } from "./sanitize";
import { escapeHtml, terminalText } from "./text";
import type { MimeBundle, Output } from "../nbformat";

const VEGA_LITE = /^application\/vnd\.vegalite\.v[1-5](\.\d+)*\+json$/;

/** One output of a cell as HTML. */
export function outputHtml(output: Output, markdown: MarkdownRenderer): string {
  switch (output.output_type) {
    case "stream":
      return output.text.trim() === ""
        ? ""
        : `<pre class="output ${output.name === "stderr" ? "stderr" : "stdout"}">${terminalText(output.text)}</pre>`;
    case "error":
      return (
        `<div class="output error" role="alert"><p><strong>${terminalText(output.ename)}</strong>: ` +
        `${terminalText(output.evalue)}</p><pre>${terminalText(output.traceback.join("\n"))}</pre></div>`
      );
    default:
      return bundleHtml(output.data, markdown);
  }
}

/** The richest form of a bundle that the page can draw. */
function bundleHtml(data: MimeBundle, markdown: MarkdownRenderer): string {
  const vegaLite = Object.keys(data).find((type) => VEGA_LITE.test(type));
  const spec = vegaLite === undefined ? undefined : data[vegaLite];
  if (typeof spec === "object" && spec !== null)
    return `<div class="output">${chartFigure(spec as Record<string, unknown>, data)}</div>`;
  if (typeof data["text/html"] === "string")
    return `<div class="output html">${sanitizeHtml(data["text/html"])}</div>`;
  if (typeof data["text/markdown"] === "string")
    return `<div class="output">${markdown.render(data["text/markdown"])}</div>`;
  const text = typeof data["text/plain"] === "string" ? data["text/plain"] : "";
  const picture = pictureOf(data, escapeHtml(text || "Picture"));
  if (picture !== "") return `<div class="output">${picture}</div>`;
  if (data["application/json"] !== undefined) {
    return `<pre class="output">${escapeHtml(JSON.stringify(data["application/json"], null, 2))}</pre>`;
  }
  return text === "" ? "" : `<pre class="output">${terminalText(text)}</pre>`;
}
