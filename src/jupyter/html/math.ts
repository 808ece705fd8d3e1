import type temml from "temml";
import type MarkdownIt from "markdown-it";
import sanitize from "sanitize-html";
import { escapeHtml } from "./text";

type Temml = typeof temml;

let library: Temml | undefined;

/** Loaded when a page has maths: it takes a twentieth of a second. */
function typesetter(): Temml {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (library ??= require("temml") as Temml);
}

/** Nobody writes a longer formula; a page must not hang on one that is made to be slow. */
const LONGEST = 4000;

const TAGS =
  "math mrow mi mo mn mtext ms mspace mfrac msqrt mroot msub msup msubsup munder mover munderover " +
  "mmultiscripts mprescripts none mtable mtr mtd mpadded mphantom mstyle menclose merror";
const ATTRIBUTES =
  "display displaystyle scriptlevel movablelimits stretchy symmetric fence form separator largeop accent " +
  "accentunder lspace rspace width height depth voffset minsize maxsize linethickness mathvariant columnspan rowspan";

/**
 * A formula in TeX as MathML, which browsers draw with no font and no script of ours. What TeX could do beside
 * (links, pictures, classes, styles) is refused; a formula that cannot be read is shown as it was written.
 *
 * @param tex without its dollar signs; not trusted
 * @see https://temml.org/docs/en/supported for what is understood
 */
export function mathHtml(tex: string, display: boolean): string {
  try {
    if (tex.length > LONGEST) throw new RangeError("too long");
    const markup = typesetter().renderToString(tex, {
      displayMode: display,
      throwOnError: true,
      trust: false,
      maxExpand: 200,
      maxSize: [20, 20],
    });
    const clean = sanitize(markup, {
      allowedTags: TAGS.split(" "),
      allowedAttributes: { "*": ATTRIBUTES.split(" ") },
      allowedClasses: { "*": ["tml-*"] },
    });
    return display ? `<div class="math">${clean}</div>` : clean;
  } catch {
    return `<code class="math-source">${escapeHtml(tex)}</code>`;
  }
}

/**
 * Reads `$…$` and `$$…$$` as maths, where no amount of money is meant: as in Pandoc, a formula begins and ends
 * without a space inside, no letter or digit touches its dollar signs from outside, and "$5 a month, or 50$" is
 * an amount with words.
 */
export function mathInMarkdown(md: MarkdownIt): void {
  md.inline.ruler.after("escape", "math", (state, silent) => {
    const { src, pos } = state;
    if (src[pos] !== "$") return false;
    const mark = src.startsWith("$$", pos) ? "$$" : "$";
    const end = closing(src, pos + mark.length, mark);
    if (end < 0) return false;
    const tex = src.slice(pos + mark.length, end);
    if (tex.trim() === "") return false;
    if (mark === "$" && !isFormula(src[pos - 1] ?? "", tex, src[end + 1] ?? "")) return false;
    if (!silent) Object.assign(state.push("math", "math", 0), { content: tex.trim(), markup: mark });
    state.pos = end + mark.length;
    return true;
  });
  md.block.ruler.before(
    "fence",
    "math_block",
    (state, first, last, silent) => {
      const line = (n: number): string =>
        state.src.slice(state.bMarks[n] + state.tShift[n], state.eMarks[n]).trim();
      if (state.sCount[first] - state.blkIndent >= 4 || !line(first).startsWith("$$")) return false;
      let end = first;
      let text = line(first).slice(2);
      while (!text.endsWith("$$")) {
        if (++end >= last || line(end) === "") return false;
        text += `\n${line(end)}`;
      }
      const tex = text.slice(0, -2);
      if (tex.trim() === "" || closing(tex, 0, "$$") >= 0) return false;
      if (silent) return true;
      state.line = end + 1;
      Object.assign(state.push("math", "math", 0), {
        block: true,
        content: tex.trim(),
        markup: "$$",
        map: [first, state.line],
      });
      return true;
    },
    { alt: ["paragraph", "blockquote", "list"] },
  );
  md.renderer.rules.math = (tokens, i) => mathHtml(tokens[i].content, tokens[i].markup === "$$");
}

/** Where the next such mark stands that no backslash escapes; -1 where there is none. */
function closing(text: string, from: number, mark: string): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(mark, at)) return at;
  }
  return -1;
}

function isFormula(before: string, tex: string, after: string): boolean {
  const touches = /[\p{L}\p{N}$]/u;
  if (tex === "" || /^\s|\s$/.test(tex) || touches.test(before) || touches.test(after)) return false;
  return !/^\d[\d.,]*[^\s\\]?\s+(?:[–—,;:/]\s+)?\p{L}{2,}/u.test(tex);
}
