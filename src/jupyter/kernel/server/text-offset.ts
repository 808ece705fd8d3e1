/**
 * Jupyter counts a cursor in Unicode code points, JavaScript in UTF-16 units: they differ after every character
 * outside the basic plane, such as most emoji.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#cursor-pos-unicode-note
 */
export function toUtf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let left = codePoints; left > 0 && offset < text.length; left--) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The inverse of {@link toUtf16Offset}. */
export function toCodePointOffset(text: string, utf16: number): number {
  return [...text.slice(0, utf16)].length;
}
