// Builds TensorFlow.js's native binding where its own download (storage.googleapis.com) is out of reach: the C
// library is taken from the PyPI wheel tensorflow-cpu instead, and the binding is compiled against it.
// Needs Linux on x64 with glibc, pip (to download the wheel), g++ and make. Python is not needed afterwards.
// `npm run native -- --force` builds again although a working binding is there.
import { spawnSync } from "node:child_process";
import { createWriteStream, existsSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, stat, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import yauzl from "yauzl";

const WHEEL = "tensorflow-cpu==2.13.1";
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const target = join(root, "node_modules", "tfjs-node-native");
const lib = join(target, "deps", "lib");
const include = join(target, "deps", "include");
const binding = join(target, "lib", "napi-v8");
const started = process.hrtime.bigint();

const say = (line) =>
  console.log(`${(Number(process.hrtime.bigint() - started) / 1e9).toFixed(0).padStart(3)} s  ${line}`);
class Trouble extends Error {}

/** Runs a program; its output is shown only when it fails, with what to do about it. */
function run(command, args, options, advice) {
  const done = spawnSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, ...options });
  if (done.status === 0) return done.stdout;
  const output = `${done.stdout ?? ""}${done.stderr ?? ""}`.trim().split("\n").slice(-15).join("\n");
  const why = done.error ? `cannot start: ${done.error.message}` : `failed${output ? `:\n${output}` : ""}`;
  throw new Trouble(`${command} ${args.slice(0, 4).join(" ")} ${why}\n\n${advice}`);
}
const works = (command, args) => spawnSync(command, args, { stdio: "ignore" }).status === 0;

function checkMachine() {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Trouble(
      `The wheel's library is for linux-x64; this is ${process.platform}-${process.arch}. ` +
        "lr-lab trains on WebAssembly here; nothing else is needed.",
    );
  }
  if (process.report.getReport().header.glibcVersionRuntime === undefined) {
    throw new Trouble("The wheel's library needs glibc; this Linux has another C library (Alpine's musl?).");
  }
  const pip = [["python3", "-m", "pip"], ["pip3"], ["pip"]].find(([command, ...args]) =>
    works(command, [...args, "--version"]),
  );
  if (pip === undefined) {
    throw new Trouble("pip is missing: it downloads the wheel. On Debian: apt install python3-pip");
  }
  for (const [tool, packages] of [
    ["g++", "g++"],
    ["make", "make"],
    ["python3", "python3 (node-gyp runs on it)"],
  ]) {
    if (!works(tool, ["--version"])) {
      throw new Trouble(`${tool} is missing: it compiles the binding. On Debian: apt install ${packages}`);
    }
  }
  return pip;
}

/** npm's own node-gyp, so that nothing more is installed. */
function nodeGyp() {
  const npm = process.env.npm_execpath ?? onPath("npm");
  const found = [
    process.env.npm_config_node_gyp,
    npm && join(dirname(dirname(realpathSync(npm))), "node_modules", "node-gyp", "bin", "node-gyp.js"),
  ].find((file) => file && existsSync(file));
  if (!found) throw new Trouble("npm's node-gyp was not found; start this with `npm run native`.");
  return found;
}

function onPath(name) {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((dir) => join(dir, name))
    .find((file) => existsSync(file));
}

/** A folder with Node's headers. The binding speaks Node-API 8 only, so another version's headers do as well. */
function headers() {
  const folders = [dirname(dirname(realpathSync(process.execPath))), "/usr", "/usr/local"];
  return folders.find((dir) => existsSync(join(dir, "include", "node", "node_api.h")));
}

function installPackage() {
  if (existsSync(join(target, "binding.gyp"))) return;
  say("installing @tensorflow/tfjs-node as tfjs-node-native, without its download");
  const npm = process.env.npm_execpath;
  const args = ["install", "--ignore-scripts", "--include=optional", "--no-save", "--no-audit", "--no-fund"];
  const advice = "npm could not fetch @tensorflow/tfjs-node; is the npm registry reachable?";
  if (npm) run(process.execPath, [npm, ...args], { cwd: root }, advice);
  else run("npm", args, { cwd: root }, advice);
  if (!existsSync(join(target, "binding.gyp"))) {
    throw new Trouble("npm did not install tfjs-node-native; is package-lock.json the project's own?");
  }
}

/** The entries of a zip file that `wanted` names a place for, written there. */
async function unpack(zip, wanted) {
  const archive = await yauzl.openPromise(zip);
  try {
    for await (const entry of archive.eachEntry()) {
      const to = wanted(entry.fileName);
      if (to === undefined) continue;
      await mkdir(dirname(to), { recursive: true });
      await pipeline(await archive.openReadStreamPromise(entry), createWriteStream(to));
    }
  } finally {
    archive.close();
  }
}

/** Where a file of the wheel belongs in `deps/`; undefined for what the binding does not need. */
function place(name) {
  const library = /^tensorflow\/(libtensorflow(?:_cc|_framework)\.so\.2)$/.exec(name);
  if (library) return join(lib, library[1]);
  const header =
    /^tensorflow\/include\/(tensorflow\/(?:c|core\/platform|tsl)\/.+\.h|tsl\/(?:c|platform)\/.+\.h)$/;
  const found = header.exec(name);
  return found && !name.includes("..") ? join(include, ...found[1].split("/")) : undefined;
}

async function takeLibrary(pip, temporary) {
  const complete = ["libtensorflow.so", "libtensorflow.so.2.9.1"].every((name) =>
    existsSync(join(lib, name)),
  );
  if (complete) return;
  say(`downloading ${WHEEL} (187 MB)`);
  const [command, ...first] = pip;
  const forWheel = ["--python-version", "3.10", "--implementation", "cp", "--abi", "cp310"];
  run(
    command,
    [...first, "download", "--no-deps", "--only-binary=:all:", ...forWheel].concat([
      "--platform",
      "manylinux_2_17_x86_64",
      "--dest",
      temporary,
      WHEEL,
    ]),
    {},
    "pip could not download the wheel; is PyPI, or the index that pip is configured for, reachable?",
  );
  const wheel = (await readdir(temporary)).find((name) => name.endsWith(".whl"));
  say("unpacking the TensorFlow library and its headers");
  await rm(join(target, "deps"), { recursive: true, force: true });
  await unpack(join(temporary, wheel), place);
  for (const name of ["libtensorflow.so", "libtensorflow.so.2.9.1"]) {
    await symlink("libtensorflow_cc.so.2", join(lib, `${name}.tmp`));
    await rename(join(lib, `${name}.tmp`), join(lib, name));
  }
  await symlink("libtensorflow_framework.so.2", join(lib, "libtensorflow_framework.so"));
}

function compile() {
  const nodedir = headers();
  say(
    `compiling the binding${nodedir ? ` with the headers in ${nodedir}` : "; node-gyp fetches Node's headers"}`,
  );
  const properties = ["--napi_build_version=8", "--module_name=tfjs_binding", `--module_path=${binding}`];
  const args = [nodeGyp(), "rebuild", ...(nodedir ? [`--nodedir=${nodedir}`] : []), ...properties];
  run(
    process.execPath,
    args,
    { cwd: target },
    "The binding did not compile. A C++17 compiler and Node's headers are needed (Debian: apt install g++ make libnode-dev).",
  );
}

/** Multiplies two matrices in a process of its own; what went wrong in one line, or null. */
function problem() {
  const program = `
    const util = require("util");
    util.isNullOrUndefined ??= (x) => x === null || x === undefined;
    util.isArray ??= Array.isArray;
    const tf = require("tfjs-node-native");
    const sum = tf.matMul(tf.ones([8, 8]), tf.ones([8, 8])).sum().dataSync()[0];
    if (tf.getBackend() !== "tensorflow" || sum !== 512) throw new Error("wrong product on " + tf.getBackend());`;
  const done = spawnSync(process.execPath, ["-e", program], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "2" },
  });
  if (done.status === 0) return null;
  return /^\w*Error.*$/m.exec(done.stderr ?? "")?.[0] ?? done.signal ?? `exit code ${done.status}`;
}

async function megabytes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => stat(join(entry.parentPath, entry.name)));
  const sizes = await Promise.all(files);
  return Math.round(sizes.reduce((sum, { size }) => sum + size, 0) / 1e6);
}

async function main() {
  if (!process.argv.includes("--force") && existsSync(binding) && problem() === null) {
    say("the native binding is there and works; nothing to do");
    return;
  }
  const pip = checkMachine();
  const temporary = await mkdtemp(join(tmpdir(), "lr-lab-native-"));
  const clean = () => rm(temporary, { recursive: true, force: true });
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => clean().then(() => process.exit(1)));
  try {
    installPackage();
    if (process.argv.includes("--force")) await rm(join(target, "deps"), { recursive: true, force: true });
    await takeLibrary(pip, temporary);
    compile();
    await rm(join(target, "build"), { recursive: true, force: true });
    const wrong = problem();
    if (wrong !== null) throw new Trouble(`The binding was built but does not work: ${wrong}`);
    say(`done: the native binding works; ${await megabytes(target)} MB in node_modules/tfjs-node-native`);
    say("`npm ci` removes it with the rest of node_modules; run this again afterwards");
  } finally {
    await clean();
  }
}

try {
  await main();
} catch (error) {
  if (!(error instanceof Trouble)) throw error;
  console.error(`\nnative binding: ${error.message}`);
  process.exitCode = 1;
}
