/** Cells, outputs, charts, findings and the parts of a workshop. */
export const CELL_STYLE = `
details.code { margin: 1.1rem 0 .5rem; }
details.code > summary { cursor: pointer; color: var(--quiet); font-size: .8rem; width: fit-content; padding: .2rem 0; }
details.code[open] > summary { margin-bottom: -.2rem; }
.source-code { background: var(--raised); padding: .8rem 1rem; border-radius: 8px; }
.idle { color: var(--quiet); font-size: .9rem; font-style: italic; }
.mark { font-size: .78rem; border: 1px solid currentColor; border-radius: 1rem; padding: .08rem .55rem; margin-right: .4rem; color: var(--quiet); }

.output { margin: .9rem 0; }
.output.html { overflow-x: auto; }
pre.output { white-space: pre-wrap; overflow-wrap: anywhere; }
pre.stderr { border-left: 3px solid var(--line); color: var(--quiet); }
.error { border: 1px solid var(--bad); border-left-width: 5px; border-radius: 8px; background: var(--bad-back); padding: .6rem 1rem; }
.error p { margin: 0; overflow-wrap: anywhere; }
.error strong { color: var(--bad); }
.error pre { white-space: pre-wrap; overflow-wrap: anywhere; margin-bottom: 0; }
.ansi-red { color: var(--red); } .ansi-green { color: var(--good); } .ansi-yellow { color: var(--number); }
.ansi-blue { color: var(--link); } .ansi-magenta { color: var(--keyword); } .ansi-cyan { color: var(--cyan); }
.ansi-white { color: var(--quiet); } .ansi-black { color: var(--text); }
.ansi-bold { font-weight: 700; } .ansi-italic { font-style: italic; }

figure.chart { margin: 1.8rem 0; }
figure.chart figcaption { margin-bottom: .7rem; line-height: 1.4; }
.question { display: block; font-weight: 600; }
.answer { display: block; color: var(--quiet); font-size: .95rem; }
.live { overflow: hidden; }
.live svg { max-width: 100%; height: auto; display: block; }
.picture { max-width: 100%; height: auto; display: block; background: #fff; border-radius: 6px; }
figure.drawn .picture, .js figure.chart:not(.failed) .picture { display: none; }
html:not(.js) figure.pictured figcaption, figure.failed.pictured figcaption { display: none; }
.output details { margin: .5rem 0; }
.output summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }
.lr-heading { font-weight: 600; margin: 1rem 0 .3rem; }

.lr-finding { border-left: 4px solid var(--accent); background: var(--raised); border-radius: 0 8px 8px 0; padding: .8rem 1.1rem; margin: 1.2rem 0; }
.lr-chosen { font-size: 1.25rem; line-height: 1.35; overflow-wrap: anywhere; }
.lr-verdict { font-size: .78rem; border: 1px solid currentColor; border-radius: 1rem; padding: .08rem .55rem; margin-left: .4rem; white-space: nowrap; }
.lr-approve { border-left-color: var(--good); } .lr-approve .lr-verdict { color: var(--good); }
.lr-reject { border-left-color: var(--bad); } .lr-reject .lr-verdict { color: var(--bad); }
.lr-undecided { border-left-color: var(--quiet); } .lr-undecided .lr-verdict { color: var(--quiet); }
.lr-evidence { color: var(--quiet); font-size: .95rem; }
.lr-progress { color: var(--quiet); font-size: .9rem; }
.lr-check { border-left: 4px solid var(--bad); background: var(--raised); border-radius: 0 8px 8px 0; padding: .8rem 1.1rem; margin: 1.2rem 0; overflow-wrap: anywhere; }
.lr-passed { border-left-color: var(--good); }
.lr-hint { margin-top: .4rem; }

.predict, .exercise { background: var(--task-back); border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 8px; padding: .9rem 1.1rem; margin: 1.8rem 0; }
.exercise:has(+ .continued) { margin-bottom: 0; border-bottom: 0; border-radius: 8px 8px 0 0; padding-bottom: .2rem; }
.exercise + .continued { margin-top: 0; border-top: 0; border-radius: 0 0 8px 8px; padding-top: .2rem; }
.predict { border-style: dashed; border-left-style: dashed; }
.predict h2, .predict h3, .exercise h2, .exercise h3 { margin-top: .6rem; }
.predict .prose > :last-child { margin-bottom: 0; }
.label { margin: 0 0 .4rem; font-size: .82rem; font-weight: 700; letter-spacing: .02em; color: var(--link); }
.exercise .source-code { background: var(--back); border: 1px solid var(--line); }
details.solution, details.notes { border: 1px solid var(--line); border-radius: 8px; padding: 0 1.1rem; margin: 1.2rem 0; }
details.solution > summary, details.notes > summary { cursor: pointer; padding: .6rem 0; font-weight: 600; font-size: .92rem; }
details.notes { background: var(--raised); }
details.notes > summary { color: var(--quiet); }
`;
