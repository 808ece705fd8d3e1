import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import canonicalize from "canonicalize";
import { InputError } from "../errors";

/**
 * Canonical JSON (RFC 8785): members sorted by code unit, numbers as ECMAScript prints them, no spaces. Equal
 * values give equal text, whatever the order in which their members were written.
 *
 * JSON has no name for some values that records hold, so three rules are added: a number that is not finite
 * becomes the string "NaN", "Infinity" or "-Infinity"; a member that is `undefined` is dropped; whatever else
 * JSON cannot hold (typed arrays, dates, maps, functions, bigints, symbols, `undefined` in an array, lone
 * surrogates, cycles) is refused instead of being changed.
 *
 * @throws InputError that names the path of a value that is refused
 * @example canonicalJson({ b: 1, a: [NaN], c: undefined }) // '{"a":["NaN"],"b":1}'
 */
export function canonicalJson(value: unknown): string {
  return canonicalize(plain(value, "$", new Set())) as string;
}

/**
 * SHA-256, in hexadecimal, of the UTF-8 bytes of {@link canonicalJson}: the content hash and the id of
 * everything that `lr-lab` names by its content.
 *
 * @throws InputError that names the path of a value that canonical JSON refuses
 */
export function contentHash(value: unknown): string {
  return bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
}

/** A copy that JSON can hold, by the rules above. `parents` are the objects on the way here. */
function plain(value: unknown, path: string, parents: Set<object>): unknown {
  const refuse = (what: string): InputError =>
    new InputError(`canonical JSON: ${path} is ${what}, which JSON cannot hold`);
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "string":
      if (/\p{Surrogate}/u.test(value)) throw refuse("a string with a lone surrogate");
      return value;
    case "boolean":
      return value;
    case "object":
      break;
    default:
      throw refuse(value === undefined ? "undefined" : `a ${typeof value}`);
  }
  if (value === null) return null;
  if (parents.has(value)) throw refuse("part of a cycle");
  parents.add(value);
  let copy: unknown;
  if (Array.isArray(value)) {
    copy = Array.from(value, (item, i) => plain(item, `${path}[${i}]`, parents));
  } else {
    const prototype: unknown = Object.getPrototypeOf(value);
    // Objects of another realm (a notebook cell runs in one) have another Object.prototype, with no parent.
    if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
      throw refuse(`a ${Object.prototype.toString.call(value).slice(8, -1)} or of a class`);
    }
    const members: Record<string, unknown> = Object.create(null);
    for (const [name, member] of Object.entries(value)) {
      if (/\p{Surrogate}/u.test(name)) throw refuse("an object with a lone surrogate in a name");
      if (member !== undefined) members[name] = plain(member, `${path}.${name}`, parents);
    }
    copy = members;
  }
  parents.delete(value);
  return copy;
}
