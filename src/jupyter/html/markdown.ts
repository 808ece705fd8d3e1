import MarkdownIt from "markdown-it";
import { highlight } from "./code";
import { mathInMarkdown } from "./math";
import { escapeHtml, safeHref } from "./text";

/** A heading of the page, for its table of contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/**
 * Renders Markdown without raw HTML, with maths. Headings get ids (unique over all calls), follow each other
 * without a gap below the page's own first heading, and are collected; links go to the web, to this page or to
 * files beside it (a notebook's link leads to its page); images must carry their data; tables scroll by
 * themselves.
 */
export class MarkdownRenderer {
  readonly headings: Heading[] = [];
  private readonly ids = new Set<string>();
  private level = 1;
  private listed = true;
  private readonly md = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) => highlight(code, language),
  });

  constructor() {
    const { renderer } = this.md;
    mathInMarkdown(this.md);
    this.md.core.ruler.push("headings", ({ tokens }) => {
      tokens.forEach((token, i) => {
        // The corner of a table heads nothing.
        if (token.type === "th_open" && tokens[i + 1].content === "") token.tag = tokens[i + 2].tag = "td";
        if (token.type !== "heading_open") return;
        const text = (tokens[i + 1].children ?? []).map(({ content }) => content).join("");
        const id = this.idOf(text);
        this.level = Math.min(Math.max(Number(token.tag.slice(1)), 2), this.level + 1);
        if (this.listed) this.headings.push({ level: this.level, text, id });
        token.tag = tokens[i + 2].tag = `h${this.level}`;
        token.attrSet("id", id);
      });
    });
    renderer.rules.table_open = () => `<div class="wide"><table>\n`;
    renderer.rules.table_close = () => `</table></div>\n`;
    renderer.rules.link_open = (tokens, i, options, _env, self) => {
      const href = safeHref(tokens[i].attrGet("href") ?? "");
      const web = href !== null && /^https?:/i.test(href.trim());
      tokens[i].attrs =
        href === null ? [] : [["href", web ? href : href.replace(/\.ipynb(?=$|[#?])/, ".html")]];
      if (web) tokens[i].attrPush(["rel", "noopener noreferrer"]);
      return self.renderToken(tokens, i, options);
    };
    renderer.rules.image = (tokens, i) => {
      const source = tokens[i].attrGet("src") ?? "";
      const alt = escapeHtml(tokens[i].content);
      return /^data:image\/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/.test(source)
        ? `<img src="${source}" alt="${alt}">`
        : `<em>${alt}</em>`;
    };
  }

  /** @param options.listed whether its headings belong into the table of contents; those in a fold do not */
  render(markdown: string, { listed = true }: { listed?: boolean } = {}): string {
    this.listed = listed;
    return `<div class="prose">${this.md.render(markdown)}</div>`;
  }

  /** Text within a line: emphasis, code, maths and links, and no blocks. */
  renderInline(markdown: string): string {
    return this.md.renderInline(markdown);
  }

  private idOf(text: string): string {
    const slug = `h-${text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")}`;
    let id = slug;
    for (let n = 2; this.ids.has(id); n++) id = `${slug}-${n}`;
    this.ids.add(id);
    return id;
  }
}
