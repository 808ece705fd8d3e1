/** Words, links, tables, code and formulas. */
export const TEXT_STYLE = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body {
  margin: 0; background: var(--back); color: var(--text); overflow-wrap: break-word;
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
a:not([href]) { color: inherit; }
p, ul, ol, blockquote { margin: .8rem 0; }
.prose h1 { margin-top: 2.8rem; }
blockquote { padding: .1rem 0 .1rem 1.1rem; border-left: 3px solid var(--line); margin-left: 0; color: var(--quiet); }
.source { color: var(--quiet); font-size: .9rem; margin: 0; overflow-wrap: anywhere; }
code, pre, kbd, samp { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .88em; background: var(--raised); padding: .1em .3em; border-radius: 4px; }
pre { font-size: .82rem; line-height: 1.5; overflow-x: auto; margin: .6rem 0; }
pre code { background: none; padding: 0; font-size: inherit; }
.prose pre, details.code pre, pre.output { background: var(--raised); padding: .8rem 1rem; border-radius: 8px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }

table { border-collapse: collapse; font-size: .875rem; line-height: 1.4; font-variant-numeric: tabular-nums; margin: .8rem 0; }
caption { text-align: left; color: var(--quiet); padding-bottom: .4rem; font-size: .85rem; }
th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { border-bottom: 1.5px solid var(--quiet); vertical-align: bottom; }
th small, td small { font-weight: 400; color: var(--quiet); }
th.lr-long, td.lr-long { min-width: 18rem; }
th:last-child, td:last-child { padding-right: 0; }
.lr-number { text-align: right; }
.wide { overflow-x: auto; margin: .8rem 0; }
.wide > table { margin: 0; }
.hljs-keyword, .hljs-built_in, .hljs-type { color: var(--keyword); }
.hljs-string, .hljs-regexp { color: var(--string); }
.hljs-number, .hljs-literal { color: var(--number); }
.hljs-title, .hljs-attr { color: var(--title); }
.hljs-comment { color: var(--quiet); font-style: italic; }
math { font-family: "Cambria Math", "STIX Two Math", "Latin Modern Math", "Noto Sans Math", "DejaVu Math TeX Gyre", math; font-size: 1.06em; line-height: normal; }
math[display="block"] { display: block math; }
.math { overflow-x: auto; overflow-y: hidden; margin: 1rem 0; padding: .2rem 0; }
.math-source { overflow-wrap: anywhere; }
.tml-right { text-align: right; } .tml-left { text-align: left; }
mtd.tml-right, mtd.tml-left { padding-left: 0; padding-right: 0; }
.tml-sml-pad { padding-left: .05em; } .tml-med-pad { padding-left: .1em; } .tml-lrg-pad { padding-left: .15em; }
.tml-jot > mtr > mtd { padding-top: .3em; padding-bottom: .3em; }
@media (max-width: 30rem) {
  body { font-size: 1rem; }
  h1 { font-size: 1.6rem; }
}
`;
