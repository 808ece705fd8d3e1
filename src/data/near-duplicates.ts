import { gramSets, sortedJaccard } from "./five-grams";

/** Messages at least this similar (5-gram Jaccard) count as the same message written twice. */
export const NEAR_DUPLICATE = 0.8;

/**
 * Groups of near-duplicates: texts whose 5-gram Jaccard similarity is `threshold` or more are in one group, and
 * so are those that a chain of such pairs joins. Exact, by prefix filtering: two sets that similar share one of
 * their rarest n - ceil(threshold n) + 1 grams, so only texts that meet there are compared.
 *
 * Source: R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", WWW 2007;
 * S. Chaudhuri, V. Ganti, R. Kaushik, "A primitive operator for similarity joins", ICDE 2006.
 *
 * @param threshold above 0, at most 1; .8 by default
 * @returns for each text the position of the first text of its group
 */
export function nearDuplicateGroups(texts: readonly string[], threshold = NEAR_DUPLICATE): Int32Array {
  const parent = Int32Array.from(texts.keys());
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]];
    return i;
  };
  const join = (i: number, j: number): void => {
    const [a, b] = [find(i), find(j)];
    parent[Math.max(a, b)] = Math.min(a, b);
  };

  const sets = gramSets(texts);
  const same = new Map<string, number>();
  const distinct: number[] = [];
  sets.forEach((set, i) => {
    const key = set.join(",");
    const first = same.get(key);
    if (first === undefined) {
      same.set(key, i);
      distinct.push(i);
    } else join(first, i);
  });

  // From small to large, so that whatever is indexed is no larger than what looks it up.
  distinct.sort((a, b) => sets[a].length - sets[b].length || a - b);
  const index = new Map<number, number[]>();
  const compared = new Int32Array(texts.length).fill(-1);
  for (const i of distinct) {
    const set = sets[i];
    const needed = Math.ceil(threshold * set.length - 1e-9);
    for (let k = 0; k < set.length - needed + 1 && k < set.length; k++) {
      const others = index.get(set[k]);
      if (others === undefined) {
        index.set(set[k], [i]);
        continue;
      }
      for (const j of others) {
        if (compared[j] === i || sets[j].length < needed) continue;
        compared[j] = i;
        if (find(i) !== find(j) && sortedJaccard(set, sets[j]) >= threshold) join(i, j);
      }
      others.push(i);
    }
  }
  return parent.map((_, i) => find(i));
}

/** What {@link nearestTrainJaccard} finds for each test message, in order. */
export interface NearestTrain {
  /** The largest 5-gram Jaccard similarity to a training message, 0 to 1. */
  readonly jaccard: Float64Array;
  /** The position of that training message (the first of equals), or -1 where none shares a 5-gram. */
  readonly index: Int32Array;
}

/**
 * The largest 5-gram Jaccard similarity of each test message to the training messages, exactly: shared grams
 * are counted through an inverted index.
 *
 * @example nearestTrainJaccard(["where is it"], ["Where is it"]).jaccard[0] // 1
 */
export function nearestTrainJaccard(train: readonly string[], test: readonly string[]): NearestTrain {
  const sets = gramSets([...train, ...test]);
  const index = new Map<number, number[]>();
  for (let i = 0; i < train.length; i++) {
    for (const gram of sets[i]) {
      const posting = index.get(gram);
      if (posting === undefined) index.set(gram, [i]);
      else posting.push(i);
    }
  }
  const jaccard = new Float64Array(test.length);
  const nearest = new Int32Array(test.length).fill(-1);
  const shared = new Int32Array(train.length);
  for (let t = 0; t < test.length; t++) {
    const set = sets[train.length + t];
    shared.fill(0);
    for (const gram of set) {
      for (const i of index.get(gram) ?? []) shared[i]++;
    }
    for (let i = 0; i < train.length; i++) {
      if (shared[i] === 0) continue;
      const similarity = shared[i] / (sets[i].length + set.length - shared[i]);
      if (similarity > jaccard[t]) {
        jaccard[t] = similarity;
        nearest[t] = i;
      }
    }
  }
  return { jaccard, index: nearest };
}
