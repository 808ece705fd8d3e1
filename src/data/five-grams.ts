/**
 * The set of a text's character 5-grams: lower-cased, runs of white space folded to one space, ends trimmed;
 * characters are code points. A text shorter than 5 characters is one gram, the whole of it.
 */
export function fiveGrams(text: string): Set<string> {
  const characters = Array.from(text.toLowerCase().replace(/\s+/gu, " ").trim());
  if (characters.length === 0) return new Set();
  if (characters.length < 5) return new Set([characters.join("")]);
  const grams = new Set<string>();
  for (let i = 0; i + 5 <= characters.length; i++) grams.add(characters.slice(i, i + 5).join(""));
  return grams;
}

/**
 * Jaccard similarity of two texts' 5-gram sets: |A and B| / |A or B|, from 0 to 1; 1 for two empty texts.
 *
 * @example fiveGramJaccard("Where is my order?", "where is  my order") // 13/14
 */
export function fiveGramJaccard(a: string, b: string): number {
  const [first, second] = [fiveGrams(a), fiveGrams(b)];
  if (first.size === 0 && second.size === 0) return 1;
  let shared = 0;
  for (const gram of first) if (second.has(gram)) shared++;
  return shared / (first.size + second.size - shared);
}

/** 5-gram sets as sorted numbers: rarest gram first, so that a beginning of a set tells most about it. */
export function gramSets(texts: readonly string[]): Int32Array[] {
  const ids = new Map<string, number>();
  const frequency: number[] = [];
  const sets = texts.map((text) => {
    const set: number[] = [];
    for (const gram of fiveGrams(text)) {
      let id = ids.get(gram);
      if (id === undefined) ids.set(gram, (id = ids.size));
      frequency[id] = (frequency[id] ?? 0) + 1;
      set.push(id);
    }
    return set;
  });
  const order = Array.from(frequency.keys()).sort((a, b) => frequency[a] - frequency[b] || a - b);
  const rank = new Int32Array(order.length);
  order.forEach((id, i) => (rank[id] = i));
  return sets.map((set) => Int32Array.from(set, (id) => rank[id]).sort());
}

/** Jaccard similarity of two sorted sets of numbers. */
export function sortedJaccard(a: Int32Array, b: Int32Array): number {
  if (a.length === 0 && b.length === 0) return 1;
  let shared = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i] === b[j]) {
      shared++;
      i++;
      j++;
    } else if (a[i] < b[j]) i++;
    else j++;
  }
  return shared / (a.length + b.length - shared);
}
