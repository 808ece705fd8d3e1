// AssemblyScript (not .ts, which the project's own compiler would read): what one core can read at most.
// Compiled each time the benchmark runs, together with the multiply-add loops of multiply-add.ts.

/** Bytes of the table that random rows are read from: 8,192 rows of 256 bytes, more than a level 2 cache. */
const ROW_BYTES: usize = 256;
const ROWS: usize = 8192;
const TABLE: usize = 65536;
const ORDER: usize = TABLE + ROWS * ROW_BYTES;

/** Fills the table, and the order of its rows from a linear congruential generator. */
export function prepare(): void {
  for (let at: usize = 0; at < ROWS * ROW_BYTES; at += 4) store<f32>(TABLE + at, <f32>at);
  let state: u32 = 1;
  for (let i: usize = 0; i < ROWS; i++) {
    state = state * 1664525 + 1013904223;
    store<u32>(ORDER + (i << 2), <u32>TABLE + (state >> 19) * <u32>ROW_BYTES);
  }
}

/** Reads rows in random order, sixteen vectors a row, and adds them up; `rows` rows a turn. */
export function readRows(turns: i32): f32 {
  let a = f32x4.splat(0), b = f32x4.splat(0), c = f32x4.splat(0), d = f32x4.splat(0);
  for (let turn = 0; turn < turns; turn++) {
    for (let i: usize = 0; i < ROWS; i++) {
      const row = <usize>load<u32>(ORDER + (i << 2));
      a = f32x4.add(a, f32x4.add(v128.load(row), v128.load(row, 16)));
      b = f32x4.add(b, f32x4.add(v128.load(row, 32), v128.load(row, 48)));
      c = f32x4.add(c, f32x4.add(v128.load(row, 64), v128.load(row, 80)));
      d = f32x4.add(d, f32x4.add(v128.load(row, 96), v128.load(row, 112)));
      a = f32x4.add(a, f32x4.add(v128.load(row, 128), v128.load(row, 144)));
      b = f32x4.add(b, f32x4.add(v128.load(row, 160), v128.load(row, 176)));
      c = f32x4.add(c, f32x4.add(v128.load(row, 192), v128.load(row, 208)));
      d = f32x4.add(d, f32x4.add(v128.load(row, 224), v128.load(row, 240)));
    }
  }
  return f32x4.extract_lane(f32x4.add(f32x4.add(a, b), f32x4.add(c, d)), 0);
}
