import sanitize from "sanitize-html";

const HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"];

/**
 * A cell's HTML output as far as an exported page lets it through: text, tables, lists, folds and bars, with
 * the classes of lr-lab's own displays (`lr-...`). No scripts, styles, forms, frames, links or handlers; images
 * only with their data inside. Its headings become bold lines, since they are none of the page's.
 */
export function sanitizeHtml(html: string): string {
  return sanitize(html, {
    allowedTags: [
      ..."div p span strong b em i u s code pre samp kbd small sub sup mark br hr blockquote".split(" "),
      ..."ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td".split(" "),
      ..."details summary progress meter img".split(" "),
    ],
    allowedAttributes: {
      th: ["scope", "colspan", "rowspan"],
      td: ["colspan", "rowspan"],
      progress: ["max", "value", "aria-label"],
      meter: ["min", "max", "low", "high", "optimum", "value", "aria-label"],
      details: ["open"],
      img: ["src", "alt", "width", "height"],
    },
    allowedClasses: { "*": ["lr-*"] },
    transformTags: {
      ...Object.fromEntries(
        HEADINGS.map((name) => [name, sanitize.simpleTransform("p", { class: "lr-heading" })]),
      ),
      // A bar says in words what it stands for, or a screen reader has only a number.
      progress: (tagName, attribs) => ({ tagName, attribs: { ...attribs, "aria-label": "Progress" } }),
      meter: (tagName, attribs) => ({ tagName, attribs: { ...attribs, "aria-label": "Value" } }),
      img: (tagName, attribs) => ({ tagName, attribs: { ...attribs, alt: attribs.alt ?? "Picture" } }),
    },
    allowedSchemes: [],
    allowedSchemesByTag: { img: ["data"] },
    allowProtocolRelative: false,
    exclusiveFilter: ({ tag, attribs }) =>
      tag === "img" && !/^data:image\/(png|jpeg|gif|webp);base64,/i.test(attribs.src ?? ""),
  });
}
