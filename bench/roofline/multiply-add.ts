/**
 * A multiply-add loop can be written in many shapes, and which one keeps a core's units full depends on the core and
 * on V8's allocation of registers: so many independent chains (to hide latency), so many times a turn (to hide the
 * loop). The roof is the fastest of these.
 */
export const SHAPES = [8, 10, 12, 13].flatMap((chains) => [1, 4].map((copies) => ({ chains, copies })));

/** Flops of one turn of a shape: four lanes, a multiply and an add. */
export function flopsOf({ chains, copies }: (typeof SHAPES)[number]): number {
  return chains * copies * 4 * 2;
}

/** AssemblyScript of one exported function a shape: `multiplyAdd0(turns)`, ... */
export function multiplyAddSource(): string {
  return SHAPES.map(({ chains, copies }, shape) => {
    const each = (line: (chain: number) => string): string =>
      Array.from({ length: chains }, (_, chain) => `  ${line(chain)}\n`).join("");
    const turn = each((chain) => `a${chain} = f32x4.add(f32x4.mul(a${chain}, m), c);`);
    return (
      `export function multiplyAdd${shape}(turns: i32): f32 {\n` +
      "  const m = f32x4.splat(0.999999), c = f32x4.splat(0.000001);\n" +
      each((chain) => `let a${chain} = f32x4.splat(${1 + chain / 10});`) +
      `  for (let i = 0; i < turns; i++) {\n${turn.repeat(copies)}  }\n` +
      "  let sum = f32x4.splat(0);\n" +
      each((chain) => `sum = f32x4.add(sum, a${chain});`) +
      "  return f32x4.extract_lane(sum, 0);\n}\n"
    );
  }).join("\n");
}
