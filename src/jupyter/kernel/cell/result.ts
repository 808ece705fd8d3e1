import { inspect } from "node:util";
import type { MimeBundle } from "../../../notebook";
import { withoutAsyncIds } from "./async-ids";
import { wireBundle } from "./wire-bundle";

/** Values say how they look under this symbol: a function that gives a MIME bundle, or a promise of one. */
const DISPLAY = Symbol.for("Jupyter.display");
/** The library puts the renderers of its kinds here when a cell loads it. */
const RENDERERS = Symbol.for("lr-lab.renderers");

/** What the library puts on `globalThis`: the kernel draws with the copy that the cell uses. */
export interface Renderers {
  canRender(value: unknown): boolean;
  renderParts(value: unknown): readonly MimeBundle[];
}

/**
 * The bundles of a cell's last expression: by `Symbol.for("Jupyter.display")`, by the renderer of its `kind`, or
 * else the text that Node's inspection gives. Nothing for `undefined`.
 */
export async function resultBundles(value: unknown): Promise<readonly MimeBundle[]> {
  if (value === undefined) return [];
  const display = isObject(value) ? (value as { [DISPLAY]?: unknown })[DISPLAY] : undefined;
  if (typeof display === "function") {
    const bundle: unknown = await (display as () => unknown).call(value);
    if (isObject(bundle) && !Array.isArray(bundle)) {
      return [wireBundle(withText(bundle as MimeBundle, value))];
    }
  }
  const renderers = (globalThis as { [RENDERERS]?: Renderers })[RENDERERS];
  if (isKind(value) && renderers?.canRender(value) === true) {
    return renderers.renderParts(value).map(wireBundle);
  }
  return [{ "text/plain": text(value) }];
}

function text(value: unknown): string {
  return withoutAsyncIds(inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000 }));
}

function withText(bundle: MimeBundle, value: unknown): MimeBundle {
  return "text/plain" in bundle ? bundle : { ...bundle, "text/plain": text(value) };
}

function isKind(value: unknown): value is { kind: string } {
  return isObject(value) && typeof (value as { kind?: unknown }).kind === "string";
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" || typeof value === "function") && value !== null;
}
