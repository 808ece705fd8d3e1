import { createHash } from "node:crypto";
import { themeConfig } from "../../charts";
import { escapeHtml, scriptJson } from "./text";
import { chartBundles } from "./page-bundles";
import { PAGE_SCRIPT } from "./chart-script";
import { PAGE_STYLE } from "./page-style";

/**
 * A whole page that needs nothing but itself. Its policy allows no network, and no script but its own, which
 * are named by their hashes: what came in with the data cannot run even if it got through.
 *
 * @param parts.charts whether the page has charts to draw
 */
export function htmlDocument(parts: {
  title: string;
  header: string;
  main: string;
  charts: boolean;
}): string {
  const early = `document.documentElement.classList.add("js");`;
  const scripts = parts.charts ? [...chartBundles(), PAGE_SCRIPT] : [];
  const hashes = [early, ...scripts].map(
    (code) => `'sha256-${createHash("sha256").update(code).digest("base64")}'`,
  );
  const policy = [
    "default-src 'none'",
    `script-src ${parts.charts ? hashes.join(" ") : "'none'"}`,
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
${parts.charts ? `<script>${early}</script>` : ""}
</head>
<body>
<header>${parts.header}</header>
<main>
${parts.main}
</main>
<footer>Made with lr-lab. This page carries all it needs and works offline.</footer>
${parts.charts ? `<script type="application/json" id="themes">${scriptJson(themes)}</script>` : ""}
${scripts.map((code) => `<script>${code}</script>`).join("\n")}
</body>
</html>
`;
}
