// Compiles the fused engine's AssemblyScript into src/training/fused/module.ts, where it lies as text, so that it is
// loaded the same way in Node, in a worker and in a browser. Does nothing where the sources have not changed.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
const folder = join("src", "training", "fused");
const sources = join(folder, "assembly");
const target = join(folder, "module.ts");
const options = [
  ...["--runtime", "stub", "-O3", "--noAssert", "--use", "abort="],
  ...["--enable", "simd,bulk-memory,threads"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
];

const hash = createHash("sha256").update(asc.version).update(options.join(" "));
for (const file of readdirSync(sources).sort()) {
  if (file.endsWith(".ts")) hash.update(file).update(readFileSync(join(sources, file)));
}
const of = hash.digest("hex");
const mark = `// Made from ${of}`;
if (existsSync(target) && readFileSync(target, "utf8").startsWith(mark)) process.exit(0);

const made = {};
const { error, stderr } = await asc.main(
  [join(sources, "index.ts").replace(/\\/g, "/"), "--outFile", "fused.wasm", ...options],
  { writeFile: (name, content) => void (made[name] = content) },
);
const warnings = stderr.toString();
if (warnings !== "") console.error(warnings);
if (error) {
  console.error(`the fused engine does not compile: ${error.message}`);
  process.exit(1);
}
const module = Buffer.from(made["fused.wasm"]);
// The build is the compiled bytes: whatever changes them may change a run's bits.
const build = createHash("sha256").update(module).digest("hex").slice(0, 16);
const text = `${mark}
// by scripts/build-fused.mjs with AssemblyScript ${asc.version}. Not to be edited, not committed.

/** First 16 hexadecimal digits of the SHA-256 of the compiled module: part of the id of every run it trains. */
export const BUILD = "${build}";

/** The compiled module, in base 64. */
export const MODULE =
  "${module.toString("base64")}";
`;
writeFileSync(`${target}.part`, text);
renameSync(`${target}.part`, target);
console.log(`fused engine ${build}: ${module.length} bytes`);
