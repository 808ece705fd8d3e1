import { readFile } from "node:fs/promises";
import { InputError } from "../errors";
import { decodeUtf8 } from "./utf8";

/**
 * Reads a text file as strict UTF-8, without its byte order mark.
 *
 * @throws InputError when the file is missing, is a folder, may not be read, or is not UTF-8 (names the line)
 */
export async function readText(file: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (error) {
    throw new InputError(`${file}: ${reason(error)}`);
  }
  return decodeUtf8(bytes, file);
}

function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "ENOENT":
      return "no such file or folder; check the path";
    case "EISDIR":
      return "this is a folder, not a file";
    case "EACCES":
    case "EPERM":
      return "permission denied";
    default:
      return message;
  }
}
