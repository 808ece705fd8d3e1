import { InputError } from "../errors";

/** The separators of cells that are recognised. */
export type Delimiter = "," | ";" | "\t";

/** How a delimiter is called in a message. */
export const DELIMITER_NAMES: Readonly<Record<Delimiter, string>> = {
  ",": "comma",
  ";": "semicolon",
  "\t": "tab",
};

const DELIMITERS = Object.keys(DELIMITER_NAMES) as Delimiter[];

/**
 * The delimiter of a CSV: the one that is most frequent in the header, outside quotes; comma where there is
 * none (one column).
 *
 * @param file what to call the source in an error
 * @throws InputError when two delimiters are equally frequent: that would be a guess
 */
export function detectDelimiter(text: string, file: string): Delimiter {
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]));
  let quoted = false;
  for (const character of text.trimStart()) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) break;
    else if (!quoted && counts.has(character)) counts.set(character, counts.get(character)! + 1);
  }
  const most = Math.max(...counts.values());
  if (most === 0) return ",";
  const found = DELIMITERS.filter((delimiter) => counts.get(delimiter) === most);
  if (found.length > 1) {
    const names = found.map((delimiter) => DELIMITER_NAMES[delimiter]).join(" and ");
    throw new InputError(
      `${file}: line 1: cannot tell the delimiter: ${names} are equally frequent in the header; ` +
        'put column names that contain one in quotes, or say which it is (option "delimiter")',
    );
  }
  return found[0];
}
