import type { Reply } from "../client";
import { tslabVersion } from "../tslab-package";

/** What a kernel says of itself, and how its errors reach a client. */
export interface KernelInfo {
  /** `tslab`, `lr-lab`, `ipython`. */
  implementation: string;
  version: string;
  language: string;
  /** Version of the language; for tslab, which claims 3.7.2 whatever it has, of the TypeScript that it ships. */
  languageVersion: string;
  /**
   * Whether it is stock tslab: it sends no `error` messages, and skips the cells of the next 200 ms after an
   * error whatever was asked.
   */
  isStock: boolean;
}

/** Reads the reply to `kernel_info_request`. */
export function kernelInfo({ content }: Pick<Reply, "content">): KernelInfo {
  const implementation = text(content.implementation);
  const language = (content.language_info ?? {}) as { name?: unknown; version?: unknown };
  const isStock = implementation === "tslab" || implementation === "jslab";
  return {
    implementation,
    version: isStock ? shippedVersion("tslab") : text(content.implementation_version),
    language: text(language.name),
    languageVersion: isStock ? shippedVersion("@tslab/typescript-for-tslab") : text(language.version),
    isStock,
  };
}

/** The version of a package that the project's own tslab brings. */
function shippedVersion(name: string): string {
  try {
    return text(tslabVersion(name));
  } catch {
    return "unknown";
  }
}

function text(value: unknown): string {
  return typeof value === "string" && value !== "" ? value : "unknown";
}
