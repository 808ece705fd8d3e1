/** Has a bit of everything, so that the first real cell finds the checker and the translation ready. */
export const WARM_UP = `import * as path from "node:path";
interface Named { name: string; rate?: number }
class Thing<T> implements Named { name = "thing"; constructor(readonly value: T) {} }
const things = [1, 2, 3].map((value) => new Thing(value)).filter(({ value }) => value > 1);
function total(of: Thing<number>[]): number { let sum = 0; for (const { value } of of) sum += value; return sum; }
console.log(path.join("a", \`\${total(things)}\`), await Promise.all(things.map(async (one) => ({ ...one }))));
total(things)`;
