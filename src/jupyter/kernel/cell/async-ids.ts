/** What following a cell through its promises leaves on them, as `util.inspect` writes it. */
const LEFT =
  /,\s*\[Symbol\((?:async_id_symbol|trigger_async_id_symbol|kResourceStore)\)\]: (?:\d+|\{[^{}]*\})/g;

/** A text without the marks by which Node knows whose promise it is: they are the kernel's doing, not the cell's. */
export function withoutAsyncIds(text: string): string {
  return text.includes("async_id_symbol") || text.includes("kResourceStore") ? text.replace(LEFT, "") : text;
}
