/**
 * What is shown, as JSON has it: functions and `undefined` fall out, dates are texts. What JSON cannot write, such as a
 * BigInt or a circle, is thrown here, as the error of the cell that shows it.
 */
export function asJson<T extends object>(content: T): T {
  return JSON.parse(JSON.stringify(content)) as T;
}
