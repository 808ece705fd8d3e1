import type { MimeBundle } from "../../../notebook";

/**
 * A bundle as the protocol sends it: bytes as base64, the rest as JSON has it, where functions and `undefined` fall out
 * and dates are texts. What JSON cannot write, such as a BigInt or a circle, is thrown here, as the error of the cell
 * that shows it.
 */
export function wireBundle(bundle: MimeBundle): MimeBundle {
  const parts = Object.entries(bundle).map(([type, data]) => [
    type,
    data instanceof Uint8Array ? Buffer.from(data).toString("base64") : data,
  ]);
  return JSON.parse(JSON.stringify(Object.fromEntries(parts))) as MimeBundle;
}
