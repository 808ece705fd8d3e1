import { MODULE } from "./module";

/** What the compiled module offers; addresses and sizes are in bytes, rows and counts plain numbers. */
export interface FusedModule {
  /** Points this instance at a run's table. */
  bind(table: number): void;
  step(
    indptr: number,
    indices: number,
    values: number,
    labels: number,
    rows: number,
    n: number,
    rate: number,
    momentum: number,
  ): number;
  settle(): void;
  evaluate(
    indptr: number,
    indices: number,
    values: number,
    labels: number,
    from: number,
    to: number,
    predicted: number,
  ): number;
}

const instances = new WeakMap<WebAssembly.Memory, Promise<FusedModule>>();
let compiled: Promise<WebAssembly.Module> | undefined;

/** This thread's instance of the module on a memory. */
export function fusedModule(memory: WebAssembly.Memory): Promise<FusedModule> {
  let instance = instances.get(memory);
  if (instance === undefined) {
    compiled ??= WebAssembly.compile(decode(MODULE));
    instance = compiled.then(async (module) => {
      const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
      return exports as unknown as FusedModule;
    });
    instances.set(memory, instance);
  }
  return instance;
}

/** Whether this machine's WebAssembly has what the module needs: vectors and memory that threads share. */
export function fusedRuns(): boolean {
  return (runs ??= typeof WebAssembly === "object" && WebAssembly.validate(decode(MODULE)));
}
let runs: boolean | undefined;

function decode(base64: string) {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
