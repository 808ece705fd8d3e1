/**
 * What stands on a terminal after a text was written to it: as much of its control sequences (ECMA-48) as a
 * board of progress lines needs. Any other sequence throws.
 */
export function screenOf(text: string): string[] {
  const rows: string[] = [""];
  let row = 0;
  let column = 0;
  // eslint-disable-next-line no-control-regex
  for (const part of text.match(/\u001b\[\d*[A-Za-z]|[^]/g) ?? []) {
    // eslint-disable-next-line no-control-regex
    const sequence = /^\u001b\[(\d*)([A-Za-z])$/.exec(part);
    if (sequence) {
      const [, count, letter] = sequence;
      if (letter === "A") row = Math.max(0, row - Number(count || 1));
      else if (letter === "J" && count === "0") {
        rows[row] = rows[row].slice(0, column);
        rows.length = row + 1;
      } else throw new Error(`unknown control sequence ${JSON.stringify(part)}`);
    } else if (part === "\n") {
      row += 1;
      column = 0;
      rows[row] ??= "";
    } else if (part === "\r") column = 0;
    else {
      rows[row] = rows[row].slice(0, column).padEnd(column) + part + rows[row].slice(column + 1);
      column += 1;
    }
  }
  return rows.filter((line, i) => line !== "" || i < rows.length - 1);
}
