/** Paper: no controls, code and solutions as the reader left them, charts as pictures, room to write a guess. */
export const PAPER_STYLE = `
@media print {
  body { font-size: 10.5pt; }
  body.with-contents { display: block; }
  main, body > header, body > footer { max-width: none; padding-left: 0; padding-right: 0; }
  nav, .bar, .skip, details.code > summary { display: none !important; }
  details.code:not([open]), details.solution:not([open]), details.notes:not([open]) { display: none !important; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .wide, .output.html, .math { overflow: visible; }
  th, td { overflow-wrap: anywhere; padding-right: .5em; }
  th.lr-long, td.lr-long { min-width: 0; }
  figure, tr, .lr-finding, .lr-check, .error, .entry, .predict { break-inside: avoid; }
  h1, h2, h3, h4, .label { break-after: avoid; }
  .predict::after { content: ""; display: block; height: 2.4rem; border-bottom: 1px dotted #000; }
  figure.pictured .live, figure.pictured figcaption { display: none !important; }
  figure.pictured .picture { display: block !important; }
  figure:not(.pictured) .live svg { print-color-adjust: exact; }
}
`;
