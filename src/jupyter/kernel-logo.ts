import type * as resvg from "@resvg/resvg-js";

/** A learning rate that warms up and decays, with its peak marked: vectors only, so that no font is needed. */
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
  <title>TypeScript (lr-lab)</title>
  <rect x="2" y="2" width="60" height="60" rx="12" fill="#0072B2"/>
  <path d="M14 12v38h38" fill="none" stroke="#ffffff" stroke-opacity=".55" stroke-width="4" stroke-linecap="round" stroke-linejoin="round"/>
  <path d="M16 45L25 20C35 20 37 43 51 43" fill="none" stroke="#ffffff" stroke-width="5.5" stroke-linecap="round" stroke-linejoin="round"/>
  <circle cx="25" cy="20" r="5.5" fill="#E69F00"/>
</svg>
`;

/**
 * The logos of the kernel by their file names, as Jupyter looks for them: drawn once, rendered in the two sizes that
 * front ends without SVG want. Where the renderer does not run, the drawing alone.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs
 */
export function kernelLogos(): Record<string, string | Uint8Array> {
  const logos: Record<string, string | Uint8Array> = { "logo-svg.svg": SVG };
  try {
    // Loaded when it is needed: it is a native module, and most commands draw nothing.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { Resvg } = require("@resvg/resvg-js") as typeof resvg;
    for (const size of [32, 64]) {
      const options = { fitTo: { mode: "width", value: size }, font: { loadSystemFonts: false } } as const;
      logos[`logo-${size}x${size}.png`] = new Resvg(SVG, options).render().asPng();
    }
  } catch {
    // A picture is no reason to fail.
  }
  return logos;
}
