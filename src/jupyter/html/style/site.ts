/** The page around the text: bar, contents, links to other pages, the index, a write-up's sources. */
export const SITE_STYLE = `
.skip { position: absolute; left: -100vw; top: 0; z-index: 1; background: var(--back); color: var(--link); padding: .6rem 1rem; }
.skip:focus { left: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
main:focus { outline: none; }
.bar { display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; justify-content: space-between; align-items: center; margin-bottom: 1.6rem; font-size: .85rem; min-height: 2rem; }
.bar nav a { color: var(--quiet); text-decoration: none; }
.bar nav a:hover { color: var(--link); text-decoration: underline; }
.controls { display: flex; flex-wrap: wrap; gap: .2rem 1rem; margin-left: auto; color: var(--quiet); }
.controls[hidden] { display: none; }
.controls label { display: flex; gap: .4rem; align-items: center; min-height: 1.75rem; }
.controls select, .controls input { font: inherit; color: var(--text); accent-color: var(--accent); }
.controls select { background: var(--raised); border: 1px solid var(--line); border-radius: 5px; padding: .1rem .3rem; }

nav.contents { font-size: .92rem; max-width: 46rem; margin: 1.2rem auto 0; padding: 0 1.15rem; }
nav.contents summary { cursor: pointer; color: var(--quiet); padding: .2rem 0; width: fit-content; }
nav.contents ol { list-style: none; margin: .3rem 0; padding: 0 0 0 .9rem; border-left: 2px solid var(--line); scroll-target-group: auto; }
nav.contents li { margin: .35rem 0; line-height: 1.35; }
nav.contents li.level-3 { padding-left: 1rem; font-size: .94em; }
nav.contents a { text-decoration: none; color: var(--quiet); }
nav.contents a:hover { text-decoration: underline; color: var(--link); }
html:not(.js) nav.contents a:target-current { color: var(--link); font-weight: 600; }
nav.contents a[aria-current] { color: var(--link); font-weight: 600; box-shadow: calc(-.9rem - 2px) 0 0 0 var(--back), calc(-.9rem - 4px) 0 0 0 var(--accent); }
@media (min-width: 70rem) {
  body.with-contents {
    display: grid; grid-template-columns: 15rem minmax(0, 46rem); grid-template-rows: auto auto auto 1fr;
    column-gap: 3rem; justify-content: center; min-height: 100vh;
  }
  body.with-contents > * { grid-column: 2; }
  body.with-contents > main, body.with-contents > header, body.with-contents > footer, body.with-contents > nav.steps { margin: 0; width: 100%; }
  body.with-contents > nav.contents {
    grid-column: 1; grid-row: 1 / span 4; position: sticky; top: 0; align-self: start; max-height: 100vh;
    overflow-y: auto; margin: 0; padding: 5.2rem 0 2rem 4px;
  }
  nav.contents summary { display: none; }
  nav.contents details::details-content { content-visibility: visible; block-size: auto; }
}

nav.steps { max-width: 46rem; margin: 3rem auto 0; padding: 0 1.15rem; display: flex; flex-wrap: wrap; gap: .8rem; }
nav.steps a { flex: 1 1 14rem; border: 1px solid var(--line); border-radius: 8px; padding: .7rem 1rem; text-decoration: none; overflow-wrap: anywhere; }
nav.steps a:hover { border-color: var(--accent); }
nav.steps .next { text-align: right; }
.step { display: block; color: var(--quiet); font-size: .82rem; }

.state { border-left: 4px solid var(--quiet); background: var(--raised); border-radius: 0 8px 8px 0; padding: .6rem 1.1rem; margin: 1.2rem 0 0; overflow-wrap: anywhere; }
.state.failed { border-left-color: var(--bad); background: var(--bad-back); }
.summary { margin: 1.8rem 0 0; }
.summary .lr-finding { margin: .7rem 0; }
.entries { list-style: none; margin: 0; padding: 0; }
.entry { margin: 1.2rem 0; padding: 1.2rem 1.3rem; border: 1px solid var(--line); border-radius: 10px; }
.entry h2 { margin: 0 0 .3rem; font-size: 1.25rem; }
.entry .learn { margin: .3rem 0 .8rem; }
.entry .lr-finding { margin: .8rem 0; }

a[href^="#s"] { color: inherit; text-decoration: underline dotted; text-decoration-color: var(--quiet); }
a[href^="#s"]:hover { color: var(--link); text-decoration-style: solid; }
ol.sources { list-style: none; padding: 0; font-size: .9rem; }
ol.sources li { margin: .5rem 0; overflow-wrap: anywhere; }
ol.sources li:target { background: var(--raised); outline: 2px solid var(--accent); outline-offset: 4px; border-radius: 4px; }
ol.sources summary { cursor: pointer; color: var(--quiet); }

@media (max-width: 30rem) {
  body > header { padding-top: .8rem; }
  .bar { margin-bottom: 1rem; }
  .entry { padding: 1rem; }
}
`;
