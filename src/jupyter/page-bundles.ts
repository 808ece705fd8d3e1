import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

let bundles: string[] | undefined;

/** Vega, Vega-Lite and Vega-Embed for the browser, each with its licence, ready for script elements. */
export function chartBundles(): readonly string[] {
  bundles ??= ["vega", "vega-lite", "vega-embed"].map((name) => {
    const build = dirname(require.resolve(name));
    const code = readFileSync(join(build, `${name}.min.js`), "utf8").replace(
      /^\/\/# sourceMappingURL=.*$/m,
      "",
    );
    const licence = readFileSync(join(build, "..", "LICENSE"), "utf8").replaceAll("*/", "* /");
    return inScript(`/*! ${name}\n\n${licence.trim()}\n*/\n${code.trim()}\n`);
  });
  return bundles;
}

/** Code that cannot end its script element; in strings and patterns the backslash changes nothing. */
function inScript(code: string): string {
  return code.replaceAll("\r\n", "\n").replace(/<(?=\/script|!--)/gi, "\\x3c");
}
