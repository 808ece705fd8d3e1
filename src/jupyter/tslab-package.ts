import { createRequire } from "node:module";

/** `require` as tslab's own files have it: of what tslab brings, also where npm has put it below tslab. */
export function tslabRequire(): NodeJS.Require {
  return createRequire(require.resolve("tslab"));
}

/** The version of tslab, or of a package that it brings. */
export function tslabVersion(name: string): string {
  return (tslabRequire()(`${name}/package.json`) as { version: string }).version;
}
