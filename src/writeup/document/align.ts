/** Which lines two texts share, in order: positions of the longest common subsequence. */
export interface Alignment {
  /** Lines of the first that the second has not, and of the second that the first has not: positions. */
  readonly own: readonly number[];
  readonly absent: readonly number[];
}

/**
 * Aligns the lines of a file with those of another by their longest common subsequence, so that a line that was moved
 * counts as taken away and added.
 */
export function align(file: readonly string[], other: readonly string[]): Alignment {
  let start = 0;
  while (start < file.length && start < other.length && file[start] === other[start]) start++;
  let end = 0;
  while (
    end < Math.min(file.length, other.length) - start &&
    file[file.length - 1 - end] === other[other.length - 1 - end]
  )
    end++;
  const [rows, columns] = [file.length - start - end, other.length - start - end];
  // length[i][j]: of the common subsequence of what is left from i and from j.
  const length = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      length[i][j] =
        file[start + i] === other[start + j]
          ? length[i + 1][j + 1] + 1
          : Math.max(length[i + 1][j], length[i][j + 1]);
    }
  }
  const own: number[] = [];
  const absent: number[] = [];
  let [i, j] = [0, 0];
  while (i < rows || j < columns) {
    if (i < rows && j < columns && file[start + i] === other[start + j]) {
      i++;
      j++;
    } else if (j === columns || (i < rows && length[i + 1][j] >= length[i][j + 1])) own.push(start + i++);
    else absent.push(start + j++);
  }
  return { own, absent };
}
