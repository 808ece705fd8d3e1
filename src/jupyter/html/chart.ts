import { escapeHtml, scriptJson } from "./text";
import type { MimeBundle } from "../nbformat";

/**
 * A chart as a figure: question and answer as its caption, the specification for the page's script, and the
 * picture for readers without scripts and for paper.
 *
 * @param spec a Vega-Lite specification; not trusted
 */
export function chartFigure(spec: Record<string, unknown>, data: MimeBundle): string {
  const { question, answer } = titleOf(spec.title);
  // The caption says the title; `usermeta` would let a specification set options of Vega-Embed.
  const rest = { ...spec, title: undefined, usermeta: undefined };
  const caption = question !== "" || answer !== "";
  const said = typeof spec.description === "string" ? spec.description : String(data["text/plain"] ?? "");
  const alt = escapeHtml(said || question || "Chart");
  const picture = pictureOf(data, alt);
  const classes = ["chart", ...(caption ? ["captioned"] : []), ...(picture ? ["pictured"] : [])];
  return (
    `<figure class="${classes.join(" ")}">` +
    (caption
      ? `<figcaption><span class="question">${escapeHtml(question)}</span> <span class="answer">${escapeHtml(answer)}</span></figcaption>`
      : "") +
    `<div class="live" role="img" aria-label="${alt}"></div>` +
    (picture || `<noscript><p class="source">${alt}</p></noscript>`) +
    `<script type="application/json">${scriptJson(rest)}</script></figure>`
  );
}

/** The best picture in a bundle, as an image element whose data is inside; empty where there is none. */
export function pictureOf(data: MimeBundle, alt: string): string {
  const image = (source: string) => `<img class="picture" alt="${alt}" src="data:${source}">`;
  for (const type of ["image/png", "image/jpeg", "image/gif"]) {
    const base64 = String(data[type] ?? "").replace(/\s/g, "");
    if (base64 !== "" && /^[A-Za-z0-9+/]+=*$/.test(base64)) return image(`${type};base64,${base64}`);
  }
  const svg = data["image/svg+xml"];
  // Inside an image element, a browser runs no script of an SVG and loads nothing for it.
  return typeof svg === "string" ? image(`image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`) : "";
}

function titleOf(title: unknown): { question: string; answer: string } {
  const { text, subtitle } = (
    typeof title === "object" && title !== null && !Array.isArray(title) ? title : { text: title }
  ) as { text?: unknown; subtitle?: unknown };
  return { question: joined(text), answer: joined(subtitle) };
}

function joined(lines: unknown): string {
  const all = Array.isArray(lines) ? lines : [lines];
  return all.filter((line) => typeof line === "string").join(" ");
}
