import { existsSync, readFileSync } from "node:fs";
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
    const licence = licenceOf(join(build, "..")).replaceAll("*/", "* /");
    return inScript(`/*! ${name}\n\n${licence.trim()}\n*/\n${code.trim()}\n`);
  });
  return bundles;
}

/** The licence file of a package, or what its manifest says where it ships none (vega 5.33.1). */
function licenceOf(folder: string): string {
  const file = join(folder, "LICENSE");
  if (existsSync(file)) return readFileSync(file, "utf8");
  const { license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
    license: string;
    author: string | { name: string };
  };
  return `${license}, ${typeof author === "string" ? author : author.name}`;
}

/** Code that cannot end its script element; in strings and patterns the backslash changes nothing. */
function inScript(code: string): string {
  return code.replaceAll("\r\n", "\n").replace(/<(?=\/script|!--)/gi, "\\x3c");
}
