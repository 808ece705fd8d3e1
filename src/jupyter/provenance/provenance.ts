import { VERSION } from "../../version";
import type { Notebook } from "../nbformat";
import type { Parameter, ParameterValue } from "../parameters/types";
import type { KernelInfo } from "../run/kernel-info";
import { outputHash, sourceHash } from "./hashes";

/** Where an executed notebook's metadata has its {@link Provenance}. */
export const PROVENANCE_KEY = "lr-lab";

/** How far a run has come: a notebook whose state is `running` was left by a runner that was killed. */
export interface RunState {
  state: "running" | "done" | "failed" | "stopped";
  /** Code cells of the author's that have passed, and that there are. */
  done: number;
  cells: number;
}

/** What an executed notebook came from. No clock is in it: two runs of the same give the same. */
export interface Provenance {
  kind: "run";
  run: RunState;
  /** SHA-256 of the cells' ids, types, sources and tags. */
  source: string;
  /** Every declared parameter by name, as it was set. */
  parameters: Record<string, ParameterValue>;
  versions: Record<string, string>;
  /** SHA-256 of the normalised outputs, by the id of the code cell that was run. */
  outputs: Record<string, string>;
}

/** What does not change while a notebook runs. */
export type Origin = Pick<Provenance, "source" | "parameters" | "versions">;

/** The origin of a notebook that is about to be run. */
export function originOf(
  notebook: Notebook,
  declared: readonly Parameter[],
  given: ReadonlyMap<string, ParameterValue>,
  kernelName: string,
  kernel: KernelInfo,
): Origin {
  return {
    source: sourceHash(notebook),
    parameters: Object.fromEntries(declared.map((p) => [p.name, given.get(p.name) ?? p.default])),
    versions: {
      "lr-lab": VERSION,
      node: process.versions.node,
      kernel: `${kernelName} (${kernel.implementation} ${kernel.version})`,
      [kernel.language]: kernel.languageVersion,
    },
  };
}

/** A copy of the notebook whose metadata say what it came from and how far it has come. */
export function withProvenance(notebook: Notebook, origin: Origin, run: RunState): Notebook {
  const outputs: Record<string, string> = {};
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "code" || (cell.execution_count === null && cell.outputs.length === 0)) continue;
    outputs[cell.id] = outputHash(cell.outputs);
  }
  const provenance: Provenance = { kind: "run", run: { ...run }, ...origin, outputs };
  return { ...notebook, metadata: { ...notebook.metadata, [PROVENANCE_KEY]: provenance } };
}

/** The provenance in a notebook's metadata; undefined where there is none of the right form. */
export function provenanceOf({ metadata }: Notebook): Provenance | undefined {
  const found = metadata[PROVENANCE_KEY] as Partial<Provenance> | undefined | null;
  if (typeof found !== "object" || found === null || found.kind !== "run") return undefined;
  const { run, source, parameters, versions, outputs } = found;
  const objects = [run, parameters, versions, outputs];
  if (typeof source !== "string" || !objects.every((part) => typeof part === "object" && part !== null)) {
    return undefined;
  }
  return found as Provenance;
}
