import MarkdownIt from "markdown-it";
import { escapeHtml, safeHref } from "./text";
import { highlight } from "./code";

/** A heading of the page, for its table of contents. */
export interface Heading {
  readonly level: number;
  readonly text: string;
  readonly id: string;
}

/**
 * Renders Markdown without raw HTML. Headings get ids (unique over all calls) and are collected; links go to
 * the web, to this page or to files beside it (a notebook's link leads to its page); images must carry their
 * data.
 */
export class MarkdownRenderer {
  readonly headings: Heading[] = [];
  private readonly ids = new Map<string, number>();
  private readonly md = new MarkdownIt({
    html: false,
    linkify: false,
    highlight: (code, language) => highlight(code, language),
  });

  constructor() {
    const { renderer } = this.md;
    this.md.core.ruler.push("headings", ({ tokens }) => {
      tokens.forEach((token, i) => {
        if (token.type !== "heading_open") return;
        const text = (tokens[i + 1].children ?? []).map(({ content }) => content).join("");
        const heading = { level: Number(token.tag.slice(1)), text, id: this.idOf(text) };
        this.headings.push(heading);
        token.attrSet("id", heading.id);
      });
    });
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

  render(markdown: string): string {
    return `<div class="prose">${this.md.render(markdown)}</div>`;
  }

  private idOf(text: string): string {
    const slug = `h-${text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-|-$/g, "")}`;
    const seen = this.ids.get(slug) ?? 0;
    this.ids.set(slug, seen + 1);
    return seen === 0 ? slug : `${slug}-${seen + 1}`;
  }
}
