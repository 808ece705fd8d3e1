/** The style of every exported page: one column for reading, both themes, paper. */
export const PAGE_STYLE = `
:root {
  color-scheme: light dark;
  --text: #1f2328; --quiet: #57606a; --back: #ffffff; --raised: #f6f8fa; --line: #d8dee4; --link: #0a5fa8;
  --accent: #0072b2; --good: #00795a; --bad: #b84a00; --bad-back: #fff1e8;
  --keyword: #8a3fa0; --string: #0a6e4f; --number: #9a4b00; --title: #0a5fa8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e8eaed; --quiet: #a4acb6; --back: #15181d; --raised: #1d2127; --line: #343a43; --link: #7cc0f4;
    --accent: #56b4e9; --good: #3ecba2; --bad: #ff9a56; --bad-back: #33210f;
    --keyword: #d8a3ea; --string: #79d3ab; --number: #f0b476; --title: #7cc0f4;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--back); color: var(--text);
  font: 1.0625rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif;
}
main, body > header, body > footer { max-width: 46rem; margin: 0 auto; padding: 0 1.15rem; }
body > header { padding-top: 2.5rem; }
main { padding-top: 1rem; }
body > footer { padding: 2rem 1.15rem 3rem; color: var(--quiet); font-size: .875rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 2rem; letter-spacing: -.015em; margin: 0 0 .3rem; }
h2 { font-size: 1.4rem; letter-spacing: -.01em; margin: 2.8rem 0 .6rem; }
h3 { font-size: 1.12rem; margin: 2rem 0 .4rem; }
a { color: var(--link); text-underline-offset: .15em; }
p, ul, ol, blockquote { margin: .8rem 0; }
.prose { overflow-wrap: break-word; }
.prose h1 { margin-top: 2.8rem; }
blockquote { padding: .1rem 0 .1rem 1.1rem; border-left: 3px solid var(--line); margin-left: 0; color: var(--quiet); }
.source { color: var(--quiet); font-size: .9rem; margin: 0; overflow-wrap: anywhere; }
code, pre, kbd, samp { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .88em; background: var(--raised); padding: .1em .3em; border-radius: 4px; }
pre { font-size: .82rem; line-height: 1.5; overflow-x: auto; margin: .6rem 0; }
pre code { background: none; padding: 0; font-size: inherit; }
.prose pre, details.code pre, pre.output { background: var(--raised); padding: .8rem 1rem; border-radius: 8px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

nav.contents { margin: 1.6rem 0 0; font-size: .95rem; }
nav.contents summary { cursor: pointer; color: var(--quiet); }
nav.contents ol { list-style: none; margin: .5rem 0 0; padding: 0 0 0 .9rem; border-left: 2px solid var(--line); }
nav.contents li { margin: .3rem 0; }
nav.contents li.level-3 { padding-left: 1.1rem; font-size: .93em; }
nav.contents a { text-decoration: none; }
nav.contents a:hover { text-decoration: underline; }

details.code { margin: 1.1rem 0 .5rem; }
details.code > summary { cursor: pointer; color: var(--quiet); font-size: .8rem; width: fit-content; list-style: none; }
details.code > summary::-webkit-details-marker { display: none; }
details.code > summary::before { content: "\\25b8\\00a0"; }
details.code[open] > summary::before { content: "\\25be\\00a0"; }
details.code[open] > summary { margin-bottom: -.2rem; }
.hljs-keyword, .hljs-built_in, .hljs-type { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number, .hljs-literal { color: var(--number); }
.hljs-title, .hljs-attr { color: var(--title); }
.hljs-comment { color: var(--quiet); font-style: italic; }

.output { margin: .9rem 0; }
.output.html { overflow-x: auto; }
pre.output { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.stderr { border-left: 3px solid var(--line); color: var(--quiet); }
.error { border: 1px solid var(--bad); border-left-width: 5px; border-radius: 8px; background: var(--bad-back); padding: .6rem 1rem; }
.error p { margin: 0; overflow-wrap: anywhere; }
.error strong { color: var(--bad); }
.error pre { white-space: pre-wrap; overflow-wrap: anywhere; margin-bottom: 0; }

figure.chart { margin: 1.8rem 0; }
figure.chart figcaption { margin-bottom: .7rem; line-height: 1.4; }
.question { display: block; font-weight: 600; }
.answer { display: block; color: var(--quiet); font-size: .95rem; }
.live { overflow: hidden; }
.live svg { max-width: 100%; height: auto; display: block; }
.picture { max-width: 100%; height: auto; display: block; background: #fff; border-radius: 6px; }
figure.drawn .picture, .js figure.chart:not(.failed) .picture { display: none; }
html:not(.js) figure.pictured figcaption, figure.failed.pictured figcaption { display: none; }

table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; margin: .8rem 0; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; font-size: .85rem; }
th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--quiet); vertical-align: bottom; }
th small, td small { font-weight: 400; color: var(--quiet); }
th.lr-long, td.lr-long { min-width: 18rem; }
th:last-child, td:last-child { padding-right: 0; }
.lr-number { text-align: right; }
.output details { margin: .5rem 0; }
.output summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }

.lr-finding { border-left: 4px solid var(--accent); background: var(--raised); border-radius: 0 8px 8px 0; padding: .8rem 1.1rem; margin: 1.2rem 0; }
.lr-chosen { font-size: 1.25rem; line-height: 1.35; overflow-wrap: anywhere; }
.lr-verdict { font-size: .78rem; border: 1px solid currentColor; border-radius: 1rem; padding: .08rem .55rem; margin-left: .4rem; white-space: nowrap; }
.lr-approve { border-left-color: var(--good); } .lr-approve .lr-verdict { color: var(--good); }
.lr-reject { border-left-color: var(--bad); } .lr-reject .lr-verdict { color: var(--bad); }
.lr-undecided { border-left-color: var(--quiet); } .lr-undecided .lr-verdict { color: var(--quiet); }
.lr-evidence { color: var(--quiet); font-size: .95rem; }
.lr-progress { color: var(--quiet); font-size: .9rem; }

a[href^="#s"] { color: inherit; text-decoration: underline dotted; text-decoration-color: var(--quiet); }
a[href^="#s"]:hover { color: var(--link); text-decoration-style: solid; }
ol.sources { list-style: none; padding: 0; font-size: .9rem; }
ol.sources li { margin: .5rem 0; overflow-wrap: anywhere; }
ol.sources li:target { background: var(--raised); outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 4px; }
ol.sources summary { cursor: pointer; color: var(--quiet); }

.summary { margin: 1.8rem 0 0; }
.summary .lr-finding { margin: .7rem 0; }
.entry { margin: 2rem 0; padding-top: 1.2rem; border-top: 1px solid var(--line); }
.entry:first-child { border-top: 0; padding-top: 0; }
.entry h2 { margin: 0 0 .4rem; }

@media (max-width: 30rem) {
  .prose table { display: block; overflow-x: auto; }
  body { font-size: 1rem; }
  h1 { font-size: 1.6rem; }
  body > header { padding-top: 1.5rem; }
}
@media print {
  :root { --text: #000; --quiet: #444; --back: #fff; --raised: #f4f4f4; --line: #bbb; --link: #000; --accent: #0072b2; --good: #00795a; --bad: #b84a00; --bad-back: #fff; --keyword: #000; --string: #000; --number: #000; --title: #000; }
  body { font-size: 10.5pt; }
  main, body > header, body > footer { max-width: none; }
  nav.contents { display: none; }
  details.code:not([open]) { display: none; }
  figure, table, .lr-finding, .error { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  figure.pictured .live, figure.pictured figcaption { display: none !important; }
  figure.pictured .picture { display: block !important; }
}
`;
