// The run that this instance works on. Globals belong to the instance, so that threads which share the memory each
// have their own.
import { Field, Num } from "./fields";

let table: usize = 0;

/** Points the module at a run's table. */
export function bind(address: usize): void {
  table = address;
}

// @ts-ignore: decorator
@inline
export function field(name: Field): i32 {
  return load<i32>(table + (<usize>name << 2));
}

// @ts-ignore: decorator
@inline
export function address(name: Field): usize {
  return <usize>load<u32>(table + (<usize>name << 2));
}

// @ts-ignore: decorator
@inline
export function num(name: Num): f64 {
  return load<f64>(address(Field.Numbers) + (<usize>name << 3));
}

// @ts-ignore: decorator
@inline
export function setNum(name: Num, value: f64): void {
  store<f64>(address(Field.Numbers) + (<usize>name << 3), value);
}
