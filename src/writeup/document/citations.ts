/** What numbers of a write-up rest on. */
export interface Source {
  /** "s1", "s2", ...: where the numbers link to. */
  readonly id: string;
  /** What was computed, in words. */
  readonly what: string;
  /** Id of the study's plan. */
  readonly study: string;
  /** Ids of the runs; empty for what was declared before any. */
  readonly runs: readonly string[];
}

/** A number as a reader sees it: with sign, separators, decimals and percent sign, and no part of a name. */
const NUMBER = /(?<![\p{L}\p{N}_.#-])[+−-]?\d+(?:,\d{3})*(?:\.\d+)?(?:e[+-]?\d+)?%?(?![\p{L}\p{N}_])/gu;

/**
 * The sources of a write-up, in the order in which its text first names them. `cite` makes a link to its source of
 * every number in a text.
 *
 * @example
 * const sources = new Citations();
 * sources.cite("86.1% of 1,200", { what: "accuracy", study, runs }); // "[86.1%](#s1) of [1,200](#s1)"
 */
export class Citations {
  private readonly known = new Map<string, Source>();

  /** @param text Markdown without links; numbers in `code` are left as they are */
  cite(text: string, source: Omit<Source, "id">): string {
    const parts = text.split(/(`[^`]*`)/);
    if (!parts.some((part) => !part.startsWith("`") && part.search(NUMBER) >= 0)) return text;
    const id = this.note(source);
    return parts
      .map((part) => (part.startsWith("`") ? part : part.replace(NUMBER, (number) => `[${number}](#${id})`)))
      .join("");
  }

  /** The id of a source, for what cannot carry links: a chart. */
  note(source: Omit<Source, "id">): string {
    const key = JSON.stringify([source.what, source.study, source.runs]);
    const found = this.known.get(key) ?? { id: `s${this.known.size + 1}`, ...source };
    this.known.set(key, found);
    return found.id;
  }

  get sources(): readonly Source[] {
    return [...this.known.values()];
  }
}

/** The numbers in a text as a reader sees it, with where they begin. */
export function numbersIn(text: string): { readonly text: string; readonly at: number }[] {
  return [...text.matchAll(NUMBER)].map((match) => ({ text: match[0], at: match.index }));
}
