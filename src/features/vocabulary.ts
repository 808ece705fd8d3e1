/** Maps an n-gram to its column, or to -1 where it has none. */
export interface Columns {
  readonly size: number;
  /** The n-gram of each column, or null where columns are hashed. */
  readonly names: readonly string[] | null;
  of(gram: string): number;
}

/**
 * column = FNV-1a(UTF-16 code units) mod `size`. Different n-grams may share a column; nothing is learned from
 * the data. Source: Fowler, Noll, Vo; 32-bit, with a final mix (MurmurHash3's fmix32) since FNV's low bits alone
 * are poor.
 */
export function hashedColumns(size: number): Columns {
  return { size, names: null, of: (gram) => hash32(gram) % size };
}

/**
 * The `maxSize` n-grams that most training messages contain, of those in at least `minCount` messages; ties and
 * columns in code-unit order, so that the columns do not depend on the order of the messages.
 */
export function learnedColumns(
  documents: Iterable<Map<string, number>>,
  options: { maxSize: number; minCount: number },
): Columns {
  const counts = new Map<string, number>();
  for (const document of documents) {
    for (const gram of document.keys()) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  const names = [...counts]
    .filter(([, count]) => count >= options.minCount)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, options.maxSize)
    .map(([gram]) => gram)
    .sort();
  const column = new Map(names.map((gram, i) => [gram, i]));
  return { size: names.length, names, of: (gram) => column.get(gram) ?? -1 };
}

function hash32(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    h = Math.imul(h ^ (unit & 0xff), 0x01000193);
    h = Math.imul(h ^ (unit >>> 8), 0x01000193);
  }
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
