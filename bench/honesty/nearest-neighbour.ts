import type { Features } from "../../src";

/** Test accuracy of the label of the nearest training message by cosine similarity (rows of length 1). */
export function nearestNeighbourAccuracy(features: Features): number {
  const { train, test } = features.splits;
  const postings = new Map<number, { row: number; value: number }[]>();
  for (let row = 0; row < train.x.rows; row++) {
    for (let e = train.x.indptr[row]; e < train.x.indptr[row + 1]; e++) {
      const list = postings.get(train.x.indices[e]) ?? [];
      list.push({ row, value: train.x.values[e] });
      postings.set(train.x.indices[e], list);
    }
  }
  const similarity = new Float64Array(train.x.rows);
  let right = 0;
  for (let row = 0; row < test.x.rows; row++) {
    similarity.fill(0);
    for (let e = test.x.indptr[row]; e < test.x.indptr[row + 1]; e++) {
      for (const { row: other, value } of postings.get(test.x.indices[e]) ?? []) {
        similarity[other] += value * test.x.values[e];
      }
    }
    let nearest = 0;
    for (let i = 1; i < similarity.length; i++) if (similarity[i] > similarity[nearest]) nearest = i;
    if (train.y[nearest] === test.y[row]) right++;
  }
  return right / test.x.rows;
}
