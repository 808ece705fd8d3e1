/**
 * Whether a word is one edit away from one of the given words: a letter dropped, added, changed, or swapped with its
 * neighbour. Equal words are no edit apart.
 *
 * Words that are one edit apart share a form that one dropped letter, or none, makes of each: these forms are the
 * index, so that a word is compared with few others.
 *
 * Source: Damerau, "A technique for computer detection and correction of spelling errors", 1964; Garbe's symmetric
 * delete (SymSpell), 2012.
 *
 * @example oneEditFrom(["refund"])("refudn") // true
 */
export function oneEditFrom(words: Iterable<string>): (word: string) => boolean {
  const byForm = new Map<string, string[]>();
  for (const word of words) {
    for (const form of forms(word)) {
      const sharing = byForm.get(form);
      if (sharing === undefined) byForm.set(form, [word]);
      else sharing.push(word);
    }
  }
  return (word) =>
    [...forms(word)].some((form) => (byForm.get(form) ?? []).some((other) => isOneEdit(word, other)));
}

/** The word itself and what is left of it without each of its letters. */
function forms(word: string): Set<string> {
  const letters = Array.from(word);
  return new Set([
    word,
    ...letters.map((_, i) =>
      letters
        .slice(0, i)
        .concat(letters.slice(i + 1))
        .join(""),
    ),
  ]);
}

/** What differs, once a common beginning and a common end are taken off, must be one letter or two swapped ones. */
function isOneEdit(one: string, other: string): boolean {
  const a = Array.from(one);
  const b = Array.from(other);
  let from = 0;
  while (from < a.length && from < b.length && a[from] === b[from]) from++;
  let [aEnd, bEnd] = [a.length, b.length];
  while (aEnd > from && bEnd > from && a[aEnd - 1] === b[bEnd - 1]) {
    aEnd--;
    bEnd--;
  }
  const [left, right] = [aEnd - from, bEnd - from];
  if (left === 2 && right === 2) return a[from] === b[from + 1] && a[from + 1] === b[from];
  return Math.max(left, right) === 1;
}
