/** The cells that ran in this kernel, for `history_request`. One kernel is one session, numbered 1. */
export class History {
  private readonly entries: { line: number; source: string }[] = [];

  add(line: number, source: string): void {
    this.entries.push({ line, source });
  }

  /** The content of `history_reply`: triples of session, line and source (with `output`, of source and null). */
  reply(request: Record<string, unknown>): Record<string, unknown> {
    const found = this.find(request).map(({ line, source }) => [
      1,
      line,
      request.output === true ? [source, null] : source,
    ]);
    return { status: "ok", history: found };
  }

  private find(request: Record<string, unknown>): { line: number; source: string }[] {
    const most = typeof request.n === "number" && request.n > 0 ? request.n : this.entries.length;
    if (request.hist_access_type === "tail") return this.entries.slice(-most);
    if (request.hist_access_type === "range") {
      const start = Number(request.start ?? 0);
      const stop = Number(request.stop ?? Infinity);
      return this.entries.filter(({ line }) => line >= start && line < stop);
    }
    if (request.hist_access_type !== "search") return [];
    const pattern = globPattern(String(request.pattern ?? "*"));
    const found = this.entries.filter(({ source }) => pattern.test(source));
    const last = new Map(found.map((entry) => [entry.source, entry]));
    return (request.unique === true ? [...last.values()] : found).slice(-most);
  }
}

function globPattern(glob: string): RegExp {
  const escaped = glob.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`);
}
