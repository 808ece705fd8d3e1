import { InputError } from "../errors";

/**
 * Decodes UTF-8 strictly and drops a byte order mark. Nothing is replaced: a byte that is not UTF-8 is an error,
 * since a guessed encoding would change texts without a word.
 *
 * @param file what to call the source in an error
 * @throws InputError that names the line and the value of the first bad byte, or the format that the bytes look like
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  const format = looksLike(bytes);
  if (format !== null) throw new InputError(`${file}: this is ${format}; save it as CSV in UTF-8`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const offset = firstBadByte(bytes);
    const hex = bytes[offset].toString(16).toUpperCase().padStart(2, "0");
    throw new InputError(
      `${file}: line ${lineAt(bytes, offset)}: byte 0x${hex} is not valid UTF-8 ` +
        "(the file may be in Windows-1252 or Latin-1); save it as UTF-8",
    );
  }
}

function looksLike(bytes: Uint8Array): string | null {
  const starts = (...head: number[]): boolean => head.every((byte, i) => bytes[i] === byte);
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) return "UTF-16 text";
  if (starts(0x50, 0x4b, 0x03, 0x04)) return "a zip archive or an Excel workbook";
  if (starts(0x1f, 0x8b)) return "a gzip archive";
  return null;
}

/** The first byte of the first character that does not decode, in bytes that hold one. */
function firstBadByte(bytes: Uint8Array): number {
  const decodes = (from: number, to: number): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(from, to));
      return true;
    } catch {
      return false;
    }
  };
  // No character spans a line feed, so whole lines can be passed over.
  let start = 0;
  for (let feed = bytes.indexOf(0x0a); feed !== -1; feed = bytes.indexOf(0x0a, start)) {
    if (!decodes(start, feed + 1)) break;
    start = feed + 1;
  }
  for (let i = start; i < bytes.length; ) {
    const lead = bytes[i];
    const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (!decodes(i, i + length)) return i;
    i += length;
  }
  return bytes.length - 1;
}

/** The 1-based line of a byte, with LF, CRLF or CR as line ends. */
function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) {
    if (bytes[i] === 0x0a || (bytes[i] === 0x0d && bytes[i + 1] !== 0x0a)) line++;
  }
  return line;
}
