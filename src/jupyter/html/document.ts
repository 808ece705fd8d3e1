import { createHash } from "node:crypto";
import { themeConfig } from "../../charts";
import { CHART_SCRIPT } from "./chart-script";
import { CONTROLS_SCRIPT, EARLY_SCRIPT } from "./controls-script";
import { chartBundles } from "./page-bundles";
import { PAGE_STYLE } from "./style";
import { escapeHtml, safeHref, scriptJson } from "./text";

/** Another page of the same site. */
export interface PageLink {
  readonly title: string;
  /** Relative address. */
  readonly href: string;
}

/** A page's place among others. */
export interface PageLinks {
  /** The page that lists all. */
  readonly home?: PageLink;
  readonly previous?: PageLink;
  readonly next?: PageLink;
}

/**
 * A whole page that needs nothing but itself. Its policy allows no network, and no script but its own, which
 * are named by their hashes: what came in with the data cannot run even if it got through.
 *
 * @param parts.contents a table of contents, or empty
 * @param parts.charts whether the page has charts to draw
 * @param parts.code whether it has code that a reader may want folded or shown
 */
export function htmlDocument(parts: {
  title: string;
  header: string;
  contents?: string;
  main: string;
  charts: boolean;
  code?: boolean;
  links?: PageLinks;
}): string {
  const { charts, contents = "", links = {} } = parts;
  const scripts = [CONTROLS_SCRIPT, ...(charts ? [...chartBundles(), CHART_SCRIPT] : [])];
  const hashes = [EARLY_SCRIPT, ...scripts].map(
    (code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  const policy = [
    "default-src 'none'",
    `script-src ${hashes.join(" ")}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const themes = { light: themeConfig("light"), dark: themeConfig("dark") };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(parts.title)}</title>
<style>${PAGE_STYLE}</style>
<script>${EARLY_SCRIPT}</script>
</head>
<body${contents === "" ? "" : ` class="with-contents"`}>
<a class="skip" href="#text">Skip to the text</a>
<header>${barHtml(links, parts.code === true)}
${parts.header}</header>
${contents}
<main id="text" tabindex="-1">
${parts.main}
</main>
${stepsHtml(links)}<footer>Made with lr-lab. This page carries all it needs and works offline.</footer>
${charts ? `<script type="application/json" id="themes">${scriptJson(themes)}</script>` : ""}
${scripts.map((code) => `<script>${code}</script>`).join("\n")}
</body>
</html>
`;
}

/** The way back, and what a reader can choose; the choices need scripts and are hidden without. */
function barHtml({ home }: PageLinks, code: boolean): string {
  const back =
    home === undefined
      ? ""
      : `<nav aria-label="Site">${linkHtml(home, `<span aria-hidden="true">← </span>`)}</nav>`;
  const all = code ? `<label><input type="checkbox" id="all-code"> Show code</label>` : "";
  const themes = ["System", "Light", "Dark"].map(
    (name) => `<option value="${name.toLowerCase()}">${name}</option>`,
  );
  return (
    `<div class="bar">${back}<div class="controls" hidden>${all}` +
    `<label>Theme <select id="theme">${themes.join("")}</select></label></div></div>`
  );
}

function stepsHtml({ previous, next }: PageLinks): string {
  const step = (link: PageLink | undefined, word: string): string =>
    link === undefined
      ? ""
      : linkHtml(
          link,
          `<span class="step">${word}<span class="unseen">: </span></span> `,
          word.toLowerCase(),
        );
  const links = step(previous, "Previous") + step(next, "Next");
  return links === "" ? "" : `<nav class="steps" aria-label="Previous and next">${links}</nav>\n`;
}

function linkHtml({ title, href }: PageLink, before: string, kind = ""): string {
  const address = safeHref(href);
  if (address === null) return "";
  const rel = kind === "" ? "" : ` class="${kind}" rel="${kind === "previous" ? "prev" : "next"}"`;
  return `<a href="${escapeHtml(address)}"${rel}>${before}${escapeHtml(title)}</a>`;
}
