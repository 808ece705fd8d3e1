import { existsSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";

/**
 * Where Jupyter keeps its data, most particular first: JUPYTER_PATH, the active Python environment, the person's
 * own folder, the prefix of the `jupyter` on the PATH, the system's.
 *
 * @see https://docs.jupyter.org/en/stable/use/jupyter-directories.html#data-files
 */
export function jupyterDataFolders(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string[] {
  const folders = (env.JUPYTER_PATH ?? "").split(delimiter);
  folders.push(...environmentPrefixes(env).map(prefixDataFolder));
  folders.push(userDataFolder(env, platform), ...jupyterOnPath(env, platform));
  if (platform === "win32") folders.push(env.PROGRAMDATA ? join(env.PROGRAMDATA, "jupyter") : "");
  else folders.push("/usr/local/share/jupyter", "/usr/share/jupyter");
  return [...new Set(folders.filter((folder) => folder !== ""))];
}

/** The person's own data folder of Jupyter. */
export function userDataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  const home = (platform === "win32" ? env.USERPROFILE : env.HOME) || homedir();
  const platformFolders = isSet(env.JUPYTER_PLATFORM_DIRS);
  if (platform === "darwin") {
    return join(home, "Library", ...(platformFolders ? ["Application Support", "jupyter"] : ["Jupyter"]));
  }
  if (platform === "win32") {
    const appData = platformFolders ? env.LOCALAPPDATA : env.APPDATA;
    return appData ? join(appData, "jupyter") : join(home, ".jupyter", "data");
  }
  return join(env.XDG_DATA_HOME || join(home, ".local", "share"), "jupyter");
}

/** The data folder of what is installed under a prefix, such as a virtual environment. */
export function prefixDataFolder(prefix: string): string {
  return join(prefix, "share", "jupyter");
}

/** Prefixes of the active Python environments; they are in its variables: no need to ask Python. */
export function environmentPrefixes(env: NodeJS.ProcessEnv = process.env): string[] {
  return [env.VIRTUAL_ENV, env.CONDA_PREFIX].filter((prefix): prefix is string => !!prefix);
}

/** Jupyter looks beside itself: PREFIX/bin/jupyter reads PREFIX/share/jupyter, also when a link leads to it. */
function jupyterOnPath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  const name = platform === "win32" ? "jupyter.exe" : "jupyter";
  const path = env.PATH ?? env.Path ?? "";
  const program = path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (program === undefined) return [];
  return [program, realpathSync(program)].map((file) => prefixDataFolder(dirname(dirname(file))));
}

/** As Jupyter reads its switches. */
function isSet(value: string | undefined): boolean {
  return value !== undefined && !["no", "n", "false", "off", "0", "0.0"].includes(value.toLowerCase());
}
