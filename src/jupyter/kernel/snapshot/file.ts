import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import { tslabRequire } from "../../tslab-package";

/**
 * Where the snapshot of a process with TypeScript loaded lies: in `node_modules/.cache/lr-lab`, beside the package, so
 * that it is exactly as trusted as that and goes when that goes. One a version of Node, of TypeScript, of Node's types
 * and of what makes it. Empty where one was tried and Node could not make or start it.
 *
 * @returns undefined where tslab lies in no `node_modules`
 */
export function snapshotFile(): string | undefined {
  const typescript = tslabRequire().resolve("@tslab/typescript-for-tslab");
  const [above = ""] = typescript.split(/[\\/]node_modules[\\/]/);
  if (above === typescript) return undefined;
  const modules = join(above, "node_modules");
  const parts = [
    typescript,
    join(__dirname, "script.js"),
    join(__dirname, "../../cells/library-files.js"),
    join(modules, "@types/node/package.json"),
  ];
  const node = `node-${process.versions.node}-${process.platform}-${process.arch}`;
  const name = `typescript-${node}-${hash(parts)}-${hash(parts.map(stampOf))}.blob`;
  return join(modules, ".cache", "lr-lab", name);
}

/** Whether this is the name of a snapshot of the same installation for the same Node, as it was before. */
export function isEarlierSnapshot(name: string, now: string): boolean {
  return name.endsWith(".blob") && name !== now && withoutStamp(name) === withoutStamp(now);
}

/** Its size in bytes, or undefined if none was made or tried. */
export function snapshotSize(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.size;
}

function withoutStamp(name: string): string {
  return name.slice(0, name.lastIndexOf("-"));
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return `${found?.mtimeMs} ${found?.size}`;
}

function hash(of: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 12);
}
